"""Drill on real Celery and Valkey: a broker emptied loses nothing (M-36), a killed worker neither (M-34)."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from foundation.outbox.enums import JobState
from foundation.outbox.models import Job, PeriodicRun
from foundation.outbox.queue import enqueue
from tests.database import TestDatabase
from tests.servers import Running, Valkey, server_environment, start
from tests.waiting import wait_until

pytestmark = pytest.mark.drill
StartWorker = Callable[..., Running]


def add(count: int, first: int = 0) -> None:
    for n in range(first, first + count):
        enqueue("notifications.digest", key=f"k{n}", payload={"on": (date(2026, 1, 1) + timedelta(days=n)).isoformat()})


def all_done() -> bool:
    return not Job.objects.exclude(state=JobState.DONE).exists()


@pytest.fixture
def beat(committed_db: TestDatabase, valkey: Valkey, tmp_path: Path):
    running = start(
        [sys.executable, "-m", "celery", "-A", "config.celery", "beat", "--loglevel", "INFO", "--pidfile", ""],
        log=tmp_path / "beat.log",
        environment=server_environment(committed_db, valkey),
    )
    yield running
    running.stop()


def test_doorbell_makes_the_worker_look(start_worker: StartWorker) -> None:
    worker = start_worker()
    add(5)
    wait_until(all_done, seconds=10, what="five jobs")
    assert worker.alive()


def test_tick_called_with_its_date_starts_the_periods_of_that_date(start_worker: StartWorker) -> None:
    from foundation.outbox.tasks import tick

    start_worker()
    tick("2026-02-01")
    run = PeriodicRun.objects.get(job="notifications.digest")
    assert run.period == date(2026, 2, 1)
    key = "periodic:notifications.digest:2026-02-01"
    wait_until(lambda: Job.objects.get(key=key).state == JobState.DONE, seconds=20, what="the digest of the tick")


def test_emptied_broker_loses_nothing(start_worker: StartWorker, valkey: Valkey, beat: Running) -> None:
    start_worker()
    for n in range(10):
        add(10, first=n * 10)
        valkey.client().flushall()
    wait_until(all_done, seconds=120, what="a hundred jobs after ten FLUSHALL")
    assert Job.objects.filter(key__startswith="k").count() == 100


def test_killed_worker_is_replaced_and_its_jobs_are_done(start_worker: StartWorker, beat: Running) -> None:
    first = start_worker()
    add(50)
    first.kill()
    start_worker()
    wait_until(all_done, seconds=120, what="the jobs of a killed worker")
