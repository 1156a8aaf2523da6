"""The real timetable of the month with two schedulers, three days off and a clock set back: each alert once (M-39)."""

from collections import Counter
from datetime import date, time, timedelta

import pytest

from config.schedule import PERIODIC
from foundation.notifications.models import Notification
from foundation.outbox.enums import JobState, RunState
from foundation.outbox.models import Job, PeriodicRun
from foundation.outbox.periods import CatchUp
from foundation.outbox.ticker import tick
from foundation.outbox.worker import run_due
from tests.evaluations.services.month import open_month
from tests.foundation.outbox.twice import in_threads

LINES = [line for line in PERIODIC if line.task.startswith("evaluations.")]
FIRST, GAP, LAST = date(2026, 2, 23), (date(2026, 2, 25), date(2026, 2, 27)), date(2026, 3, 4)


def beat(day: date, now: time) -> None:
    """Two schedulers wake at the same moment; then a worker does what they started."""
    in_threads([lambda: tick(today=day, now=now, lines=LINES)] * 2)
    while run_due().more:
        pass


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.usefixtures("committed_db")
def test_each_period_runs_once_and_each_alert_is_sent_once() -> None:
    open_month()
    beat(FIRST, time(23, 30))
    for day in days(FIRST + timedelta(days=1), LAST):
        if GAP[0] <= day <= GAP[1]:
            continue  # no scheduler for three days
        for now in (time(0, 30), time(7, 30), time(5, 30), time(7, 30), time(23, 30)):  # set back by two hours once
            beat(day, now)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    for line in LINES:
        runs = PeriodicRun.objects.filter(job=line.name)
        assert sorted(runs.values_list("period", flat=True)) == days(FIRST, LAST), line.name
        started = set(runs.filter(state=RunState.STARTED).values_list("period", flat=True))
        late = set(runs.filter(late=True).values_list("period", flat=True))
        missed = set(days(*GAP))
        assert started == set(days(FIRST, LAST)) - (missed if line.catch_up is CatchUp.LATEST else set()), line.name
        assert late == missed, line.name
        keys = [f"periodic:{line.name}:{day.isoformat()}" for day in sorted(started)]
        assert sorted(Job.objects.filter(task=line.task).values_list("key", flat=True)) == keys
    alerts = Notification.objects.filter(kind__regex="^evaluation[.].*_(before|after)$")
    told = Counter(alerts.values_list("user_id", "kind"))
    assert len(told) > 10 and set(told.values()) == {1}
    assert {kind.rsplit("_")[-1] for _user, kind in told} == {"before", "after"}
