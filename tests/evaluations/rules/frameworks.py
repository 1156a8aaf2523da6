"""The shipped frameworks and the shipped calendar, loaded once for the tests of the rules."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evaluations.rules.loader import load_framework, parse_framework
from evaluations.rules.spec import FrameworkSpec
from organization.rules.calendar import WorkingCalendar
from organization.rules.holidays import calendar_of, read_holidays

ROOT = Path(__file__).resolve().parents[3]


@cache
def _parsed(name: str) -> dict[str, Any]:
    return parse_framework((ROOT / "evaluations" / "frameworks" / f"{name}.yaml").read_text(encoding="utf-8"))


def data_of(name: str = "hn1841") -> dict[str, Any]:
    """A copy that a test may change."""
    return copy.deepcopy(_parsed(name))


@cache
def spec_of(name: str = "hn1841") -> FrameworkSpec:
    return load_framework(_parsed(name))


@cache
def vietnam() -> WorkingCalendar:
    text = (ROOT / "organization" / "data" / "holidays.yaml").read_text(encoding="utf-8")
    return calendar_of(read_holidays(yaml.safe_load(text)))
