"""Every instant around a month's end lies in the right month, whatever zone the machine is in (bar M-32)."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from evaluations.rules.timetable import period_of
from evaluations.services.opening import months_to_open
from foundation.web.clock import HANOI
from tests.cast import build_cast

STARTS = [date(2023 + number // 12, number % 12 + 1, 1) for number in range(24)]
MOMENT = timedelta(microseconds=1)


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_microsecond_before_and_at_the_first_instant(zone: str, start: date) -> None:
    """Hanoi's midnight is 17:00 UTC of the day before, leap February and year end included."""
    eve = start - timedelta(days=1)
    midnight = datetime(eve.year, eve.month, eve.day, 17, tzinfo=UTC)
    assert period_of(midnight, HANOI) == start
    assert period_of(midnight - MOMENT, HANOI) == eve.replace(day=1)


@pytest.mark.django_db
def test_the_month_of_the_local_date_is_opened(zone: str) -> None:
    build_cast()
    assert months_to_open(on=date(2024, 2, 29)) == [date(2024, 2, 1)]
    assert months_to_open(on=date(2026, 12, 31)) == [date(2026, 12, 1)]
    assert months_to_open(on=date(2027, 1, 1)) == [date(2027, 1, 1)]
