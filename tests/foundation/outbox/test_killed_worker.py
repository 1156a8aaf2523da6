"""Drill: a worker killed with SIGKILL at random moments; the sweeper takes its job back (M-34, M-38)."""

import os
import random
import signal

import pytest
from django.db import connections

from foundation.outbox import registry
from foundation.outbox.chunks import in_chunks
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job
from foundation.outbox.queue import enqueue
from foundation.outbox.sweeper import reclaim_lost
from foundation.outbox.worker import run_due
from tests.foundation.outbox.conftest import Watch, days_of, write_days
from tests.waiting import wait_until

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.drill]
KILLS = 20


def _worker(signals: int) -> None:
    """A worker process on its own connection; it writes one byte at each step of its work."""
    status = 1
    try:

        def work(chunk: list[int]) -> None:
            os.write(signals, b"s")
            write_days("x", chunk)
            os.write(signals, b"w")

        @registry.task("test.slow")
        def slow(payload, progress):
            left = range(len(days_of("x")), payload["rows"])
            in_chunks(left, work, progress, size=5)

        run_due()
        status = 0
    finally:
        os._exit(status)


def _start() -> tuple[int, int]:
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _worker(writing)
    os.close(writing)
    return child, reading


def _read(pipe: int, count: int) -> int:
    got = 0
    while got < count:
        part = os.read(pipe, count - got)
        if not part:
            break
        got += len(part)
    return got


def _reclaim(watch: Watch, expected: int) -> None:
    """PostgreSQL sees a dead client within milliseconds; ask until it has."""
    wait_until(lambda: reclaim_lost(now=watch.now) == expected, seconds=30, what="the sweeper")


def test_worker_killed_at_20_moments_loses_and_doubles_nothing(watch: Watch) -> None:
    dice = random.Random(34)
    job = enqueue("test.slow", key="k", payload={"rows": 1000})
    for _ in range(KILLS):
        child, pipe = _start()
        assert _read(pipe, dice.randint(1, 15)) > 0
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(pipe)
        _reclaim(watch, 1)
        Job.objects.filter(pk=job.pk).update(not_before=None)  # instead of waiting out the pause
    child, pipe = _start()
    while _read(pipe, 4096):
        pass
    os.waitpid(child, 0)
    os.close(pipe)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.last_error
    assert len(days_of("x")) == 1000
    assert job.claims == KILLS + 1


def test_task_that_kills_its_worker_ends_as_dead_letter_and_others_go_on(watch: Watch, dead_jobs: list[Job]) -> None:
    deadly = enqueue("test.kill", key="deadly")
    for attempt in range(1, 6):
        good = enqueue("test.write", key=f"good{attempt}", payload={"job": "y", "rows": attempt})
        for _ in range(2):  # the first worker dies of the deadly job, the second does the good one
            child, pipe = _start()
            os.waitpid(child, 0)
            os.close(pipe)
        good.refresh_from_db()
        assert good.state == JobState.DONE
        _reclaim(watch, 1)
        deadly.refresh_from_db()
        assert deadly.attempts == attempt
        Job.objects.filter(pk=deadly.pk).update(not_before=None)
    assert deadly.state == JobState.DEAD
    assert [job.pk for job in dead_jobs] == [deadly.pk]
    assert reclaim_lost(now=watch.now) == 0
