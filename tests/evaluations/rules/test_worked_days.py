"""Worked days of a month: half days, overlaps, joining late, exactly half, nothing at all."""

from datetime import date
from decimal import Decimal

import pytest

from evaluations.rules.worked_days import AbsenceSpan, EmploymentSpan, worked_days
from organization.rules.calendar import WorkingCalendar
from tests.evaluations.rules.frameworks import vietnam

MARCH = date(2026, 3, 1)
PLAIN = WorkingCalendar()


def day(number: int) -> date:
    return date(2026, 3, number)


def test_whole_month_without_absence() -> None:
    found = worked_days(MARCH, PLAIN, [])
    assert (found.expected, found.worked, found.pct, found.is_zero) == (Decimal(22), Decimal(22), Decimal(100), False)


def test_holidays_and_make_up_days_change_what_is_expected() -> None:
    assert worked_days(date(2026, 2, 1), vietnam(), []).expected == 15
    assert worked_days(date(2026, 1, 1), vietnam(), []).expected == 21


def test_half_days_count_as_halves() -> None:
    found = worked_days(MARCH, PLAIN, [AbsenceSpan(day(2), day(2), "PM"), AbsenceSpan(day(4), day(5), "PM", "AM")])
    assert found.worked == Decimal("20.5")


def test_overlapping_absences_count_once_and_days_off_cost_nothing() -> None:
    twice = [AbsenceSpan(day(2), day(6)), AbsenceSpan(day(5), day(8)), AbsenceSpan(day(2), day(2), "AM", "AM")]
    assert worked_days(MARCH, PLAIN, twice).worked == 17


def test_absence_reaching_over_the_month_counts_only_inside() -> None:
    found = worked_days(
        MARCH, PLAIN, [AbsenceSpan(date(2026, 1, 5), day(2), "PM"), AbsenceSpan(day(31), date(2026, 6, 1))]
    )
    assert found.worked == 20


@pytest.mark.parametrize(("last", "ends", "pct"), [(16, "PM", "50"), (16, "AM", None), (17, "AM", None)])
def test_exactly_half_is_exactly_fifty(last: int, ends: str, pct: str | None) -> None:
    absence = AbsenceSpan(day(2), day(last), "AM", "PM" if ends == "PM" else "AM")
    found = worked_days(MARCH, PLAIN, [absence])
    assert (found.pct == 50) is (pct == "50")
    assert found.as_facts()["time.worked_pct"] == found.pct


def test_month_away_is_a_zero_month() -> None:
    found = worked_days(MARCH, PLAIN, [AbsenceSpan(date(2026, 1, 1), date(2026, 7, 1))])
    assert (found.is_zero, found.pct) == (True, Decimal(0))


def test_joining_on_the_twentieth_counts_against_the_whole_month() -> None:
    found = worked_days(MARCH, PLAIN, [AbsenceSpan(day(5), day(6))], [EmploymentSpan(day(20))])
    assert (found.expected, found.worked) == (Decimal(22), Decimal(8))
    moved = worked_days(MARCH, PLAIN, [], [EmploymentSpan(day(1), day(13)), EmploymentSpan(day(14))])
    assert moved.worked == 22


def test_month_without_a_working_day_has_no_share() -> None:
    closed = WorkingCalendar(holidays=[day(number) for number in range(1, 32)])
    found = worked_days(MARCH, closed, [])
    assert (found.pct, "time.worked_pct" in found.as_facts(), found.is_zero) == (None, False, True)


def test_absence_that_ends_before_it_begins_is_refused() -> None:
    for wrong in (AbsenceSpan(day(3), day(2)), AbsenceSpan(day(3), day(3), "PM", "AM")):
        with pytest.raises(ValueError, match="before it begins"):
            worked_days(MARCH, PLAIN, [wrong])
