"""A job is committed with the change, once for each key; the doorbell never hurts (M-37, part of M-36)."""

import random
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery, current_app
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.outbox import doorbell
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job, PeriodicRun
from foundation.outbox.queue import enqueue, retry_dead
from foundation.outbox.worker import run_due
from foundation.workflow.errors import NotFound, StateChanged
from tests.foundation.outbox.conftest import Watch, write_days
from tests.foundation.outbox.twice import in_threads

pytestmark = pytest.mark.usefixtures("committed_db")


class Person:
    pk = 7
    username = "somebody"


@pytest.fixture
def broker(settings) -> Iterator[Celery]:
    """Celery on kombu's broker in memory: real messages, no server."""
    before = current_app._get_current_object()
    app = Celery("test", broker="memory://", set_as_current=True)
    settings.CELERY_BROKER_URL = "memory://"
    doorbell._quiet_until = 0.0
    yield app
    before.set_current()


def messages(app: Celery) -> int:
    with app.connection_for_read() as connection:
        queue = app.amqp.queues["celery"](connection.default_channel)
        queue.declare()
        count = 0
        while queue.get(no_ack=True):
            count += 1
        return count


def test_enqueue_same_key_returns_first_job() -> None:
    first = enqueue("test.write", key="a", payload={"job": "x", "rows": 1}, by=Person())
    second = enqueue("test.write", key="a", payload={"job": "y", "rows": 2})
    assert (second.pk, second.payload, second.requested_by) == (first.pk, {"job": "x", "rows": 1}, 7)


def test_enqueue_same_key_in_parallel_makes_one_job() -> None:
    in_threads([lambda: enqueue("test.write", key="a", payload={})] * 8)
    assert Job.objects.count() == 1


def test_failure_around_commit_leaves_job_exactly_with_its_change(broker: Celery) -> None:
    dice = random.Random(37)
    committed = 0
    for n in range(100):
        point = dice.choice(["before", "between", "after", "inner", "none"])
        try:
            with transaction.atomic():
                if point == "before":
                    raise ZeroDivisionError
                write_days(f"change{n}", [1])
                if point == "between":
                    raise ZeroDivisionError
                try:
                    with transaction.atomic():
                        enqueue("test.write", key=f"k{n}", payload={"job": "x", "rows": 1})
                        if point == "inner":
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    raise
                if point == "after":
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        changed = PeriodicRun.objects.filter(job=f"change{n}").exists()
        assert changed == Job.objects.filter(key=f"k{n}").exists() == (point == "none")
        committed += changed
    assert 0 < committed < 100
    assert messages(broker) == committed


def test_many_jobs_in_one_transaction_ring_once(broker: Celery) -> None:
    with transaction.atomic():
        for n in range(5):
            enqueue("test.write", key=f"k{n}", payload={})
    assert messages(broker) == 1


def test_no_broker_configured_stays_silent(settings) -> None:
    settings.CELERY_BROKER_URL = ""
    assert doorbell.ring() is False


@pytest.mark.parametrize("listening", [False, True], ids=["refused", "answers nothing"])
def test_broker_away_does_not_fail_or_delay_the_request(settings, listening: bool) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listening:
            server.listen()
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        before = current_app._get_current_object()
        Celery("test", broker=url, set_as_current=True)
        settings.CELERY_BROKER_URL = url
        doorbell._quiet_until = 0.0
        try:
            started = time.monotonic()
            for n in range(20):
                enqueue("test.write", key=f"k{n}", payload={})
            assert time.monotonic() - started < 4
        finally:
            before.set_current()
            doorbell._quiet_until = 0.0
    assert Job.objects.filter(state=JobState.QUEUED).count() == 20


def test_retry_dead_runs_again_and_refuses_others(watch: Watch) -> None:
    job = enqueue("test.fail", key="f")
    with pytest.raises(StateChanged):
        retry_dead(job_id=job.pk, by=Person())
    with pytest.raises(NotFound):
        retry_dead(job_id=job.pk + 1, by=Person())
    for _ in range(5):
        run_due(clock=watch)
        watch.forward(hours=1)
    again = retry_dead(job_id=job.pk, by=Person())
    assert (again.state, again.attempts, again.claims) == (JobState.QUEUED, 0, 5)
    assert run_due(clock=watch).failed == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "elsewhere"},
        {"state": "done"},
        {"state": "running"},
        {"attempts": 6},
        {"finished_at": datetime(2026, 11, 3, tzinfo=UTC)},
    ],
    ids=str,
)
def test_database_refuses_impossible_job(broken: dict[str, object]) -> None:
    job = enqueue("test.write", key="a", not_before=timezone.now() + timedelta(days=1))
    with pytest.raises(IntegrityError):
        Job.objects.filter(pk=job.pk).update(**broken)
