"""Working days over weekends, holidays and make-up days; the shipped table of Vietnamese holidays."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from organization.rules.calendar import (
    ONE_DAY,
    WorkingCalendar,
    add_working_days,
    days_of,
    is_working_day,
    shift,
    working_days_between,
    working_days_in,
)
from organization.rules.holidays import calendar_of, read_holidays

TABLE = Path(__file__).resolve().parents[3] / "organization" / "data" / "holidays.yaml"


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def vietnam(table: dict[str, Any]) -> WorkingCalendar:
    return calendar_of(read_holidays(table))


def test_make_up_saturday_is_worked_and_its_exchanged_day_is_not(vietnam: WorkingCalendar) -> None:
    assert is_working_day(date(2026, 1, 10), vietnam)
    assert not is_working_day(date(2026, 1, 2), vietnam)
    assert not is_working_day(date(2026, 1, 17), vietnam)
    assert is_working_day(date(2026, 1, 5), vietnam)


def test_term_skips_tet(vietnam: WorkingCalendar) -> None:
    assert add_working_days(date(2026, 2, 13), 1, vietnam) == date(2026, 2, 23)
    assert add_working_days(date(2026, 2, 23), -1, vietnam) == date(2026, 2, 13)
    assert add_working_days(date(2026, 2, 17), 0, vietnam) == date(2026, 2, 17)


def test_term_does_not_count_its_first_day() -> None:
    plain = WorkingCalendar()
    assert add_working_days(date(2026, 11, 2), 5, plain) == date(2026, 11, 9)
    assert add_working_days(date(2026, 11, 7), 1, plain) == date(2026, 11, 9)


def test_days_between_are_after_the_first_and_with_the_last(vietnam: WorkingCalendar) -> None:
    assert working_days_between(date(2026, 11, 10), date(2026, 11, 16), vietnam) == 4
    assert working_days_between(date(2026, 11, 16), date(2026, 11, 10), vietnam) == -4
    assert working_days_between(date(2026, 11, 13), date(2026, 11, 15), vietnam) == 0
    assert working_days_between(date(2026, 11, 13), date(2026, 11, 13), vietnam) == 0


def test_shift_leaves_a_working_day_where_it_is(vietnam: WorkingCalendar) -> None:
    assert shift(date(2026, 2, 17), "prev", vietnam) == date(2026, 2, 13)
    assert shift(date(2026, 2, 17), "next", vietnam) == date(2026, 2, 23)
    assert shift(date(2026, 2, 17), "none", vietnam) == date(2026, 2, 17)
    assert shift(date(2026, 2, 13), "next", vietnam) == date(2026, 2, 13)


def test_calendar_without_working_days_is_an_error_not_an_endless_search() -> None:
    first = date(2026, 1, 1)
    closed = WorkingCalendar(holidays=[first + timedelta(days=n) for n in range(200)])
    with pytest.raises(ValueError, match="no working day"):
        shift(first, "next", closed)


def test_adding_and_counting_agree(vietnam: WorkingCalendar) -> None:
    for start in (date(2024, 2, 1) + timedelta(days=n) for n in range(0, 700, 13)):
        for days in (1, 5, 20):
            end = add_working_days(start, days, vietnam)
            assert working_days_between(start, end, vietnam) == days
            assert is_working_day(end, vietnam)


def test_shipped_table_holds_the_days_of_each_year(table: dict[str, Any], vietnam: WorkingCalendar) -> None:
    assert {day.year for day in vietnam.holidays} == set(range(2022, 2028))
    by_year = Counter(day.year for day in vietnam.holidays)
    assert all(count >= 11 for count in by_year.values())
    assert all(day.weekday() >= 5 for day in vietnam.workdays)
    tet_2026 = working_days_in(date(2026, 2, 14), date(2026, 2, 22), vietnam)
    assert tet_2026 == []
    unverified = [row.day for row in read_holidays(table) if not row.verified]
    assert date(2026, 11, 24) in unverified and date(2026, 9, 2) not in unverified


def test_table_with_a_fault_is_refused_naming_the_row() -> None:
    row = {"date": "2026-01-10", "vi": "x", "en": "x", "workday": True, "verified": True, "source": "s"}
    good = {"sources": {"s": "text"}, "days": [row]}
    assert read_holidays(good)[0].is_workday
    for wrong in ([row, row], [{**row, "date": "2026-01-12"}], [{**row, "colour": 1}]):
        with pytest.raises(ValueError, match=r"days\[\d\]"):
            read_holidays({"sources": {"s": "text"}, "days": wrong})


def test_the_last_day_there_is_ends_a_count_and_overflows_nothing() -> None:
    last = date.max
    assert list(days_of(last - ONE_DAY, last)) == [last - ONE_DAY, last]
    assert list(days_of(last, last - ONE_DAY)) == []
    assert working_days_between(last - 7 * ONE_DAY, last, WorkingCalendar()) == 5
