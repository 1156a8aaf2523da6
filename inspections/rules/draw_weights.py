"""The rule by which the draw weighs, read from data: the city's own, not a text of law."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[1] / "data" / "draw_weights.yaml"


@lru_cache(maxsize=1)
def weighing_rule() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def as_line(rule: dict[str, Any]) -> str:
    """The rule on one line, as it is sealed with the list."""
    return json.dumps(rule, sort_keys=True, separators=(",", ":"))
