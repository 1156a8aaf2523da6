"""Claims, retries, dead letters, chunks (M-38 and what M-34 stands on)."""

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from foundation.outbox import registry
from foundation.outbox.chunks import RowsFailed, in_chunks
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job
from foundation.outbox.progress import ClaimLost, Progress
from foundation.outbox.queue import enqueue
from foundation.outbox.selectors import job_of, queue_health
from foundation.outbox.sweeper import reclaim_lost
from foundation.outbox.worker import claim_next, run_claimed, run_due
from tests.foundation.outbox.conftest import Watch, days_of, write_days
from tests.foundation.outbox.twice import in_threads, run_in_parallel, run_twice

pytestmark = pytest.mark.usefixtures("committed_db")


def test_task_twice_in_a_row_equals_one_run() -> None:
    run_twice("test.write", {"job": "x", "rows": 20, "size": 7})


def test_task_twice_in_parallel_equals_one_run() -> None:
    run_in_parallel("test.write", {"job": "x", "rows": 40, "size": 3})


def test_twice_notices_a_task_that_is_not_idempotent() -> None:
    counter = iter(range(100))

    @registry.task("test.careless")
    def careless(payload, progress):
        write_days("x", [next(counter)])

    with pytest.raises(AssertionError):
        run_twice("test.careless", {})
    with pytest.raises(AssertionError):
        run_in_parallel("test.careless", {})


def test_workers_at_once_run_each_job_once() -> None:
    runs: list[str] = []

    @registry.task("test.count")
    def count(payload, progress):
        runs.append(payload["n"])

    for n in range(40):
        enqueue("test.count", key=f"k{n}", payload={"n": n})
    in_threads([run_due] * 4)
    assert sorted(runs) == list(range(40))
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}


def test_failing_task_is_tried_five_times_then_dead_and_holds_nobody_up(watch: Watch, dead_jobs: list[Job]) -> None:
    bad = enqueue("test.fail", key="bad", by=None)
    pauses = []
    for attempt in range(1, 6):
        good = enqueue("test.write", key=f"good{attempt}", payload={"job": "x", "rows": attempt})
        run_due(clock=watch)
        good.refresh_from_db()
        bad.refresh_from_db()
        assert good.state == JobState.DONE
        assert bad.attempts == attempt
        if bad.not_before and bad.state == JobState.QUEUED:
            pauses.append(bad.not_before - watch.now)
            assert claim_next(now=bad.not_before - timedelta(seconds=1)) is None
            watch.now = bad.not_before
    assert bad.state == JobState.DEAD
    assert pauses == sorted(set(pauses)) and len(pauses) == 4
    assert bad.last_error == "ValueError: this always fails"
    assert [job.pk for job in dead_jobs] == [bad.pk]
    watch.forward(days=30)
    assert run_due(clock=watch).failed == 0
    assert queue_health(now=watch.now).dead == 1


def test_unknown_task_ends_as_dead_letter(watch: Watch, dead_jobs: list[Job]) -> None:
    enqueue("test.nobody", key="k")
    for _ in range(5):
        run_due(clock=watch)
        watch.forward(hours=1)
    assert "UnknownTask" in dead_jobs[0].last_error


def test_dead_letter_hook_that_fails_does_not_keep_the_job_alive(watch: Watch) -> None:
    def broken(job: Job) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    registry._dead_hooks.append(broken)
    try:
        enqueue("test.fail", key="k")
        for _ in range(5):
            run_due(clock=watch)
            watch.forward(hours=1)
    finally:
        registry._dead_hooks.remove(broken)
    assert Job.objects.get(key="k").state == JobState.DEAD


def test_one_bad_row_does_not_stop_the_rest(watch: Watch) -> None:
    def work(chunk: list[int]) -> None:
        write_days("x", chunk)
        if 13 in chunk:
            raise ValueError("13")

    enqueue("test.write", key="k", payload={})
    job = claim_next(now=watch.now)
    assert job is not None
    progress = Progress(job)
    with pytest.raises(RowsFailed) as failed:
        in_chunks(range(30), work, progress, size=10)
    assert failed.value.errors == {13: "ValueError"}
    assert len(days_of("x")) == 29
    job.refresh_from_db()
    assert job.progress["done"] == progress.done == 29


def test_chunk_is_never_longer_than_500() -> None:
    with pytest.raises(ValueError, match="500"):
        in_chunks([1], lambda chunk: None, Progress(Job(pk=1)), size=501)


def test_worker_whose_claim_was_taken_over_writes_nothing_more(watch: Watch) -> None:
    enqueue("test.write", key="k", payload={"job": "x", "rows": 10, "size": 5})
    old = claim_next(now=watch.now)
    assert old is not None
    Job.objects.filter(pk=old.pk).update(state=JobState.QUEUED)
    new = claim_next(now=watch.now)
    assert new is not None and new.claims == 2
    assert run_claimed(old) is False
    assert days_of("x") == []
    with pytest.raises(ClaimLost):
        Progress(old).advance(1)
    assert run_claimed(new) is True
    assert len(days_of("x")) == 10


def test_job_of_a_living_worker_is_left_alone_until_it_is_silent_too_long(watch: Watch) -> None:
    enqueue("test.write", key="k", payload={"job": "x", "rows": 1})
    claimed: list[Job] = []
    in_threads([lambda: (claimed.append(claim_next(now=watch.now)), _sweep_elsewhere(watch, expected=0))])
    watch.forward(minutes=16)
    assert reclaim_lost(now=watch.now) == 1


def _sweep_elsewhere(watch: Watch, expected: int) -> None:
    found: list[int] = []
    in_threads([lambda: found.append(reclaim_lost(now=watch.now))])
    assert found == [expected]


def test_time_limit_after_headway_costs_no_try(watch: Watch) -> None:
    @registry.task("test.long")
    def long(payload, progress):
        written = len(days_of("x"))
        write_days("x", [written])
        progress.advance(1)
        if written < 9:
            raise SoftTimeLimitExceeded

    job = enqueue("test.long", key="k")
    for _ in range(10):
        run_due(clock=watch, limit=1)
    job.refresh_from_db()
    assert (job.state, job.claims, job.attempts) == (JobState.DONE, 10, 1)


def test_worker_told_to_stop_gives_the_job_back_untouched(watch: Watch) -> None:
    @registry.task("test.stop")
    def stop(payload, progress):
        raise SystemExit

    job = enqueue("test.stop", key="k")
    with pytest.raises(SystemExit):
        run_due(clock=watch)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_shift_ends_after_its_limit_and_says_that_there_is_more(watch: Watch) -> None:
    for n in range(3):
        enqueue("test.write", key=f"k{n}", payload={"job": "x", "rows": n})
    assert run_due(limit=2).more is True
    assert run_due(limit=2).more is False


def test_progress_is_shown_to_who_asked_only() -> None:
    class Person:
        pk = 7
        username = "somebody"

    enqueue("test.write", key="k", payload={"job": "x", "rows": 3}, by=Person())
    run_due()
    job = job_of(key="k", user_id=7)
    assert job is not None
    assert (job.progress, job.result) == ({"done": 3, "total": 3, "note": ""}, {"written": 3})
    assert job_of(key="k", user_id=8) is None
