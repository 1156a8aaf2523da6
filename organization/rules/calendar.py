"""Working-day arithmetic on a calendar of public holidays and make-up days."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
    _off: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _on: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __init__(self, holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> None:
        off, on = frozenset(holidays), frozenset(workdays)
        object.__setattr__(self, "holidays", off)
        object.__setattr__(self, "workdays", on)
        object.__setattr__(self, "_off", tuple(sorted(day for day in off - on if day.weekday() < SATURDAY)))
        object.__setattr__(self, "_on", tuple(sorted(day for day in on if day.weekday() >= SATURDAY)))

    def worked_up_to(self, day: date) -> int:
        """Worked days from the first of all days up to and with this one; only differences of it mean something."""
        weeks, rest = divmod(day.toordinal(), 7)  # day 1 of the calendar is a Monday
        return weeks * 5 + min(rest, 5) - bisect_right(self._off, day) + bisect_right(self._on, day)


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
    return calendar.worked_up_to(until) - calendar.worked_up_to(after)


def working_days_in(first: date, last: date, calendar: WorkingCalendar) -> list[date]:
    """Every working day from `first` to `last`, both included."""
    return [day for day in days_of(first, last) if is_working_day(day, calendar)]


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included; nothing when `last` lies earlier."""
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY
