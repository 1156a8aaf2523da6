"""Periodic jobs: each (job, period) once, whatever schedulers and clocks do (M-39)."""

from datetime import date, time

import pytest

from foundation.outbox.models import Job, PeriodicRun
from foundation.outbox.periods import CatchUp, Periodic, daily, due_periods, monthly
from foundation.outbox.ticker import tick
from tests.foundation.outbox.twice import in_threads

EACH = Periodic(name="t.each", task="test.write", periods=daily, catch_up=CatchUp.EACH)
LATEST = Periodic(name="t.latest", task="test.write", periods=daily, catch_up=CatchUp.LATEST, at=time(7, 0))
MONTHLY = Periodic(name="t.monthly", task="test.write", periods=monthly(31), catch_up=CatchUp.EACH)


def runs(job: str) -> list[tuple[int, str, bool]]:
    rows = PeriodicRun.objects.filter(job=job).order_by("period")
    return [(run.period.day, run.state, run.late) for run in rows]


@pytest.mark.usefixtures("committed_db")
def test_two_schedulers_at_once_start_each_period_once() -> None:
    tick(today=date(2026, 3, 1), lines=[EACH])
    in_threads([lambda: tick(today=date(2026, 3, 9), lines=[EACH])] * 4)
    assert [day for day, _, _ in runs("t.each")] == list(range(1, 10))
    assert Job.objects.count() == 9


@pytest.mark.django_db
def test_three_days_off_are_caught_up_and_marked_late() -> None:
    tick(today=date(2026, 3, 1), lines=[EACH, LATEST])
    tick(today=date(2026, 3, 5), lines=[EACH, LATEST])
    assert runs("t.each") == [
        (1, "started", False),
        (2, "started", True),
        (3, "started", True),
        (4, "started", True),
        (5, "started", False),
    ]
    assert [state for _, state, _ in runs("t.latest")] == ["started", "skipped", "skipped", "skipped", "started"]
    late = Job.objects.get(key="periodic:t.each:2026-03-03")
    assert late.payload == {"on": "2026-03-03", "late": True}
    assert Job.objects.count() == 7


@pytest.mark.django_db
def test_clock_set_back_starts_nothing_twice() -> None:
    for day, hour in ((1, 23), (2, 0), (1, 22), (1, 23), (2, 0), (2, 1)):
        tick(today=date(2026, 3, day), now=time(hour, 30), lines=[EACH])
    assert [day for day, _, _ in runs("t.each")] == [1, 2]
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_tick_again_the_same_day_adds_nothing() -> None:
    assert len(tick(today=date(2026, 3, 1), lines=[EACH])) == 1
    assert tick(today=date(2026, 3, 1), lines=[EACH]) == []


@pytest.mark.django_db
def test_tick_with_a_future_date_does_not_hold_up_today() -> None:
    tick(today=date(2027, 1, 1), lines=[EACH])
    tick(today=date(2026, 3, 1), lines=[EACH])
    tick(today=date(2026, 3, 2), lines=[EACH])
    assert [day for day, _, _ in runs("t.each")] == [1, 2, 1]


def test_period_is_due_from_its_hour_on() -> None:
    today, yesterday = date(2026, 3, 2), date(2026, 3, 1)
    early = due_periods(LATEST, last_run=yesterday, today=today, now=time(6, 59))
    assert early == []
    assert [due.period for due in due_periods(LATEST, last_run=yesterday, today=today, now=time(7, 0))] == [today]


def test_first_run_begins_with_the_newest_period_only() -> None:
    assert [due.period for due in due_periods(EACH, last_run=None, today=date(2026, 3, 2), now=time(1))] == [
        date(2026, 3, 2)
    ]


def test_monthly_on_31_takes_the_last_day_of_each_month() -> None:
    found = due_periods(MONTHLY, last_run=date(2028, 1, 31), today=date(2028, 5, 1), now=time(1))
    assert [due.period for due in found] == [date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]
    assert all(due.late for due in found)


def test_long_outage_is_caught_up_within_bounds() -> None:
    found = due_periods(EACH, last_run=date(2026, 1, 1), today=date(2027, 1, 1), now=time(1))
    assert len(found) == 365
    assert sum(not due.skipped for due in found) == 92


def test_schedule_table_has_unique_names_and_registered_tasks() -> None:
    from config.schedule import PERIODIC
    from foundation.outbox.registry import task_names

    assert len({line.name for line in PERIODIC}) == len(PERIODIC)
    assert {line.task for line in PERIODIC} <= set(task_names())
