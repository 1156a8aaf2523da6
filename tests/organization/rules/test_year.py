"""A year of the working calendar, and days a unit exists."""

from datetime import date

import pytest

from organization.rules.calendar import WorkingCalendar, working_days_in
from organization.rules.validity import in_force_on, overlaps, state_on
from organization.rules.year import day_kind, months_of

CALENDAR = WorkingCalendar(
    holidays=[date(2026, 9, 1), date(2026, 9, 2), date(2026, 8, 31)], workdays=[date(2026, 8, 22)]
)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 9, 2), "off"),
        (date(2026, 9, 3), "work"),
        (date(2026, 9, 5), "weekend"),
        (date(2026, 8, 22), "make_up"),
    ],
)
def test_day_kind(day: date, kind: str) -> None:
    assert day_kind(day, CALENDAR) == kind


def test_months_hold_every_day_once_and_count_the_worked_ones() -> None:
    months = months_of(2026, CALENDAR)
    days = [day.date for month in months for week in month.weeks for day in week if day]
    assert days == sorted(set(days))
    assert len(days) == 365
    worked = len(working_days_in(date(2026, 1, 1), date(2026, 12, 31), CALENDAR))
    assert sum(month.working_days for month in months) == worked


def test_weeks_begin_on_monday() -> None:
    september = months_of(2026, CALENDAR)[8]
    assert [day.date.day if day else None for day in september.weeks[0]] == [None, 1, 2, 3, 4, 5, 6]
    assert all(len(week) == 7 for week in september.weeks)


def test_first_and_last_day_count() -> None:
    first, last = date(2025, 7, 1), date(2025, 7, 31)
    assert in_force_on(first, last, first)
    assert in_force_on(first, last, last)
    assert not in_force_on(first, last, date(2025, 8, 1))
    assert in_force_on(None, None, first)
    assert [state_on(first, last, day) for day in (date(2025, 6, 30), first, date(2025, 8, 1))] == [
        "future",
        "in_force",
        "ended",
    ]


def test_overlaps_needs_a_day_in_common() -> None:
    assert overlaps(None, date(2025, 6, 30), date(2025, 6, 30), None)
    assert not overlaps(None, date(2025, 6, 30), date(2025, 7, 1), None)
    assert overlaps(None, None, None, None)
