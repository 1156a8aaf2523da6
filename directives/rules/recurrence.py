"""When a recurring task falls due and when it is given: by week, month or quarter, moved off days without work."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from organization.rules.calendar import LONGEST_BREAK, WorkingCalendar, add_working_days, shift

Every = Literal["weekly", "monthly", "quarterly"]
LAST_DAY = 31
"""A day past the end of a month means its last day."""
LOOK_AHEAD = 200
"""Calendar days searched for the next time: longer than a quarter with the longest lead."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`day`: 1 (Monday) to 7 of a week, else 1 to 31 of the month; `month_of_quarter` 1 to 3, of quarters only."""

    every: Every
    day: int
    month_of_quarter: int
    days_before: int
    begins_on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`nominal` names the occurrence for ever; `given` and `due` are moved by the calendar as it stands."""

    nominal: date
    given: date
    due: date


def occurrences(rule: Recurrence, first: date, last: date, calendar: WorkingCalendar) -> list[Occurrence]:
    """Every time of the rule that is given from `first` to `last`, in order."""
    found = []
    for nominal in _nominal_days(rule, first - timedelta(days=LONGEST_BREAK), last + timedelta(days=LOOK_AHEAD)):
        if nominal < rule.begins_on or (rule.until is not None and nominal > rule.until):
            continue
        made = occurrence(rule, nominal, calendar)
        if first <= made.given <= last:
            found.append(made)
    return found


def occurrence(rule: Recurrence, nominal: date, calendar: WorkingCalendar) -> Occurrence:
    """Due on the nominal day or the next working day; given so many working days before, never before the rule."""
    due = shift(nominal, "next", calendar)
    given = add_working_days(due, -rule.days_before, calendar)
    return Occurrence(nominal, max(given, rule.begins_on), due)


def next_occurrence(rule: Recurrence, after: date, calendar: WorkingCalendar) -> Occurrence | None:
    """The first one given later than `after`; None when the rule has come to its end."""
    found = occurrences(rule, after + timedelta(days=1), after + timedelta(days=LOOK_AHEAD), calendar)
    return found[0] if found else None


def _nominal_days(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    if rule.every == "weekly":
        day = first - timedelta(days=(first.isoweekday() - rule.day) % 7)
        while day <= last:
            yield day
            day += timedelta(days=7)
        return
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if rule.every == "monthly" or (month - 1) % 3 + 1 == rule.month_of_quarter:
            yield date(year, month, min(rule.day, monthrange(year, month)[1]))
        year, month = year + month // 12, month % 12 + 1
