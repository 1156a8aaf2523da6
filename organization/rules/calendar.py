"""Working-day arithmetic on a calendar of public holidays and make-up days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Direction = Literal["prev", "next", "none"]

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_BREAK = 60
"""No break is longer; a calendar that has one is wrong, and a search that passes it stops."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days off beyond the weekend, and weekend days that are worked in exchange (these win)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def __init__(self, holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> None:
        object.__setattr__(self, "holidays", frozenset(holidays))
        object.__setattr__(self, "workdays", frozenset(workdays))


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    """A make-up day is worked even on a Saturday; a holiday is not, even on a Monday."""
    if day in calendar.workdays:
        return True
    return day.weekday() < SATURDAY and day not in calendar.holidays


def shift(day: date, direction: Direction, calendar: WorkingCalendar) -> date:
    """The day itself if it is worked, else the nearest worked day before ("prev") or after ("next")."""
    if direction == "none":
        return day
    step = ONE_DAY if direction == "next" else -ONE_DAY
    for _ in range(LONGEST_BREAK):
        if is_working_day(day, calendar):
            return day
        day += step
    raise ValueError(f"no working day within {LONGEST_BREAK} days up to {day.isoformat()}")


def add_working_days(start: date, days: int, calendar: WorkingCalendar) -> date:
    """The n-th working day after `start` (before it, when n is negative); n = 0 gives `start` unchanged.

    `start` itself never counts: a term of 5 working days from a Monday ends on the next Monday.
    """
    step = ONE_DAY if days > 0 else -ONE_DAY
    day = start
    for _ in range(abs(days)):
        day = shift(day + step, "next" if days > 0 else "prev", calendar)
    return day


def working_days_between(after: date, until: date, calendar: WorkingCalendar) -> int:
    """Working days later than `after`, up to and with `until`; negative when `until` lies earlier."""
    if until < after:
        return -working_days_between(until, after, calendar)
    return sum(1 for day in days_of(after + ONE_DAY, until) if is_working_day(day, calendar))


def working_days_in(first: date, last: date, calendar: WorkingCalendar) -> list[date]:
    """Every working day from `first` to `last`, both included."""
    return [day for day in days_of(first, last) if is_working_day(day, calendar)]


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included; nothing when `last` lies earlier."""
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY
