"""Month boundaries whatever the machine's zone, dates of the steps around weekends and Tết, months to catch up."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from evaluations.rules.timetable import (
    answer_deadline,
    cutoff,
    escalation_deadline,
    last_day,
    missing_periods,
    next_period,
    objection_deadline,
    opening_date,
    period_of,
    periods_due,
    step_dates,
    step_of,
)
from tests.evaluations.rules.frameworks import spec_of, vietnam

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FORTY_EIGHT = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(48)]


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_48_month_boundaries_fall_in_the_month_of_hanoi(machine_zone: str) -> None:
    """M-32: 17:00 UTC of the last day is midnight in Hanoi; leap February and year ends are among the 48."""
    for first in FORTY_EIGHT:
        midnight = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=7)
        assert midnight.hour == 17
        tick = timedelta(microseconds=1)
        month_before = (first - timedelta(days=1)).replace(day=1)
        for instant in (midnight, midnight.astimezone(), midnight.astimezone(ZoneInfo("America/New_York"))):
            assert period_of(instant, HANOI) == first
            assert period_of(instant + tick, HANOI) == first
            assert period_of(instant - tick, HANOI) == month_before


def test_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        period_of(datetime(2026, 11, 30, 23, 59), HANOI)


def test_next_period_and_last_day_over_year_ends_and_leap_february() -> None:
    assert next_period(date(2026, 12, 1)) == date(2027, 1, 1)
    assert [last_day(date(year, 2, 1)).day for year in (2023, 2024, 2100)] == [28, 29, 28]


def test_periods_due_catches_up_every_month_after_an_outage() -> None:
    assert periods_due(date(2026, 11, 24), date(2026, 8, 1)) == (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
    assert periods_due(date(2026, 11, 24), date(2026, 11, 1)) == ()
    assert periods_due(date(2026, 11, 24), date(2026, 12, 1)) == ()
    assert periods_due(date(2026, 11, 24), None) == (date(2026, 11, 1),)
    assert periods_due(date(2026, 1, 1), None, first=date(2025, 11, 15)) == tuple(
        date(*day) for day in ((2025, 11, 1), (2025, 12, 1), (2026, 1, 1))
    )


def test_missing_periods_finds_gaps_in_the_middle() -> None:
    opened = [date(2026, 7, 1), date(2026, 9, 1)]
    assert missing_periods(date(2026, 10, 2), opened, first=date(2026, 7, 1)) == (date(2026, 8, 1), date(2026, 10, 1))


def dates_of(year: int, month: int) -> dict[str, date]:
    return {step.step: step.due for step in step_dates(spec_of(), date(year, month, 1), vietnam())}


def test_ordinary_month_follows_the_sample() -> None:
    """November 2026: the 28th is a Saturday, so the self-assessment ends on the 27th; 5 December is one too."""
    assert dates_of(2026, 11) == {
        "SELF": date(2026, 11, 27),
        "SUPERIOR": date(2026, 11, 30),
        "DECIDE": date(2026, 12, 3),
        "REPORT": date(2026, 12, 7),
        "CITY_DECIDE": date(2026, 12, 10),
    }
    assert opening_date(spec_of(), date(2026, 11, 1), vietnam()) == date(2026, 11, 25)


def test_tet_pushes_the_steps_on_instead_of_folding_them_into_one_day() -> None:
    """January 2025: Tết from 25 January to 2 February swallows the 25th to the 31st."""
    assert opening_date(spec_of(), date(2025, 1, 1), vietnam()) == date(2025, 1, 24)
    assert dates_of(2025, 1) == {
        "SELF": date(2025, 2, 4),
        "SUPERIOR": date(2025, 2, 5),
        "DECIDE": date(2025, 2, 6),
        "REPORT": date(2025, 2, 7),
        "CITY_DECIDE": date(2025, 2, 10),
    }


def test_steps_keep_their_order_and_fall_on_working_days_in_every_month() -> None:
    period = date(2022, 1, 1)
    while period < date(2027, 12, 1):
        found = step_dates(spec_of(), period, vietnam())
        dues = [step.due for step in found]
        assert dues == sorted(set(dues)), period
        assert found[0].opens < found[0].due
        period = next_period(period)


def test_step_may_be_done_until_midnight_in_hanoi_and_late_until_the_grace_is_over() -> None:
    step = step_of(step_dates(spec_of(), date(2026, 11, 1), vietnam()), "SELF")
    assert step is not None
    assert step.closes_at(HANOI) == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert step.grace_ends_at(HANOI) == datetime(2026, 11, 28, 17, tzinfo=UTC)


def test_cutoff_is_the_last_working_day() -> None:
    assert cutoff(date(2026, 8, 1), vietnam()) == date(2026, 8, 28)
    assert cutoff(date(2026, 5, 1), vietnam()) == date(2026, 5, 29)


def test_objection_days_are_working_days() -> None:
    published = date(2026, 12, 30)
    assert objection_deadline(spec_of(), published, vietnam()) == date(2027, 1, 7)
    assert answer_deadline(spec_of(), date(2027, 1, 7), vietnam()) == date(2027, 1, 14)
    assert escalation_deadline(spec_of(), date(2027, 1, 14), vietnam()) == date(2027, 1, 21)
