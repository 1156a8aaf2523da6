"""The book of rules of the file and the working calendar of the organization, without a database."""

from functools import cache
from pathlib import Path

import yaml

from discipline.rules.book import RuleBook
from discipline.rules.rows import shipped_rules
from organization.rules.calendar import WorkingCalendar
from organization.rules.holidays import read_holidays

HOLIDAYS = Path(__file__).resolve().parents[2] / "organization" / "data" / "holidays.yaml"


@cache
def shipped_book() -> RuleBook:
    return RuleBook(shipped_rules())


@cache
def city_calendar() -> WorkingCalendar:
    rows = read_holidays(yaml.safe_load(HOLIDAYS.read_text(encoding="utf-8")))
    return WorkingCalendar(
        holidays=[row.day for row in rows if not row.is_workday], workdays=[row.day for row in rows if row.is_workday]
    )
