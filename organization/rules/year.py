"""A year of the working calendar as weeks of days, month by month."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from organization.rules.calendar import SATURDAY, WorkingCalendar, is_working_day

DayKind = Literal["work", "weekend", "off", "make_up"]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks run from Monday to Sunday; a place before the first or after the last day is None."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    working_days: int


def months_of(year: int, calendar: WorkingCalendar) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(_month(date(year, number, 1), calendar) for number in range(1, 13))


def day_kind(day: date, calendar: WorkingCalendar) -> DayKind:
    """What a day is: a make-up day wins over the weekend, a holiday over the week."""
    if day in calendar.workdays and day.weekday() >= SATURDAY:
        return "make_up"
    if is_working_day(day, calendar):
        return "work"
    return "off" if day in calendar.holidays else "weekend"


def _month(first: date, calendar: WorkingCalendar) -> Month:
    following = (first + timedelta(days=32)).replace(day=1)
    days: list[Day | None] = [None] * first.weekday()
    worked = 0
    for offset in range((following - first).days):
        day = first + timedelta(days=offset)
        worked += is_working_day(day, calendar)
        days.append(Day(day, day_kind(day, calendar)))
    days += [None] * (-len(days) % 7)
    weeks = tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7))
    return Month(first=first, weeks=weeks, working_days=worked)
