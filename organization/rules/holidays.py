"""Reading the table of public holidays and make-up days (organization/data/holidays.yaml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organization.rules.calendar import SATURDAY, WorkingCalendar

KEYS = frozenset({"date", "vi", "en", "workday", "verified", "source"})


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day that departs from the ordinary week; `is_workday` marks a weekend day worked in exchange."""

    day: date
    name_vi: str
    name_en: str
    is_workday: bool
    verified: bool
    source: str


def read_holidays(data: Mapping[str, Any]) -> tuple[HolidayRow, ...]:
    """Rows of the table in date order; ValueError names the row that cannot be right."""
    sources: Mapping[str, str] = data["sources"]
    rows: dict[date, HolidayRow] = {}
    for number, entry in enumerate(data["days"], start=1):
        place = f"days[{number}]"
        if unknown := set(entry) - KEYS:
            raise ValueError(f"{place}: unknown keys {sorted(unknown)}")
        day = entry["date"] if isinstance(entry["date"], date) else date.fromisoformat(entry["date"])
        row = HolidayRow(
            day=day,
            name_vi=entry["vi"],
            name_en=entry["en"],
            is_workday=bool(entry.get("workday", False)),
            verified=bool(entry["verified"]),
            source=sources[entry["source"]],
        )
        if day in rows:
            raise ValueError(f"{place}: {day.isoformat()} stands twice")
        if row.is_workday and day.weekday() < SATURDAY:
            raise ValueError(f"{place}: {day.isoformat()} is no weekend day, it needs no make-up")
        rows[day] = row
    return tuple(rows[day] for day in sorted(rows))


def calendar_of(rows: Iterable[HolidayRow]) -> WorkingCalendar:
    """The calendar these rows make; unverified rows count too, the page marks them."""
    listed = tuple(rows)
    return WorkingCalendar(
        holidays=(row.day for row in listed if not row.is_workday),
        workdays=(row.day for row in listed if row.is_workday),
    )
