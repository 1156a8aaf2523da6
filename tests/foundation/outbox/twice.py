"""Proves for one task that running it twice, in a row or in parallel, leaves what one run leaves (M-35).

Every registered task needs a test that calls run_twice("name", ...) and one that calls run_in_parallel("name", ...);
tests/architecture/test_every_task_proved.py looks for the two calls.
"""

import re
import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils.translation import override

from foundation.outbox.enums import JobState
from foundation.outbox.models import Job
from foundation.outbox.queue import enqueue
from foundation.outbox.worker import run_claimed

TECHNICAL = re.compile(r"^(outbox_job|django_.*|pgtrigger.*)$")
VOLATILE = re.compile(r"^(id|seq|txid|xid|request_id|digest|.*_at|at)$")

FIRST_NEW = 1_000_000  # sequences are put there first, so that keys of new rows are known as such wherever they stand
NEW_KEY = re.compile(r"\b1\d{6}\b")
NEW_STEP = re.compile(r"\b00lf[l-z][0-9a-z]\.")  # a new unit's own step in a path: its key in base 36
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+[+]00:00")

Snapshot = dict[str, list[str]]


def run_twice(name: str, payload: dict[str, Any]) -> None:
    known = _ids()
    _lift_sequences()
    _run(name, payload)
    once = snapshot(known)
    _run(name, payload)
    assert snapshot(known) == once


def run_in_parallel(name: str, payload: dict[str, Any], *, workers: int = 2) -> None:
    known = _ids()
    _lift_sequences()
    with transaction.atomic():
        _run(name, payload)
        once = snapshot(known)
        transaction.set_rollback(True)
    jobs = [_claimed(name, payload) for _ in range(workers)]
    gate = threading.Barrier(workers)

    def work(job: Job) -> None:
        try:
            gate.wait(timeout=30)
            run_claimed(job)
        finally:
            connections.close_all()

    in_threads([lambda job=job: work(job) for job in jobs])
    ended = Job.objects.filter(pk__in=[job.pk for job in jobs])
    assert {job.state for job in ended} == {JobState.DONE}, [job.last_error for job in ended]
    assert snapshot(known) == once


def in_threads(calls: list[Callable[[], Any]]) -> None:
    """Run these at once, each on its own connection; the first error of any is raised here."""
    errors: list[BaseException] = []

    def guarded(call: Callable[[], Any]) -> None:
        try:
            call()
        except BaseException as error:  # carried to the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if errors:
        raise errors[0]


def snapshot(known: set[str]) -> Snapshot:
    """Every row of every table but the outbox's own jobs; keys that are new since `known` are all called new."""
    found: Snapshot = {}
    for table in _tables():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name for column in cursor.description]
            rows = (repr(_stable(names, row, known)) for row in cursor.fetchall())
            found[table] = sorted(INSTANT.sub("at", NEW_KEY.sub("new", NEW_STEP.sub("new.", row))) for row in rows)
    return found


def _stable(names: list[str], row: tuple[Any, ...], known: set[str]) -> dict[str, Any]:
    return {
        name: "new" if name.endswith("_id") and value is not None and _is_new(value, known) else _plain(value)
        for name, value in zip(names, row, strict=True)
        if not VOLATILE.match(name)
    }


def _is_new(value: Any, known: set[str]) -> bool:
    """Keys of two tables may be alike: what an earlier run of the test made is called new wherever it stands."""
    return str(value) not in known or (isinstance(value, int) and value >= FIRST_NEW)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value  # whose repr is its address


def _ids() -> set[str]:
    ids: set[str] = set()
    for table in _tables():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            if "id" in [column.name for column in cursor.description]:
                cursor.execute(f'SELECT id FROM "{table}"')
                ids |= {str(row[0]) for row in cursor.fetchall()}
    return ids


def _lift_sequences() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, sequencename) FROM pg_sequences"
            " WHERE NOT cycle AND coalesce(last_value, 0) < %s",
            [FIRST_NEW],
        )
        for (sequence,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, FIRST_NEW])


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if not TECHNICAL.match(name)]


def _claimed(name: str, payload: dict[str, Any]) -> Job:
    """A running job of this task, claimed without a holder's lock: the thread that runs it fences by its claim."""
    job = enqueue(name, key=f"twice:{uuid.uuid4()}", payload=payload)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, claims=1, claimed_by="test", claimed_at=job.created_at
    )
    job.refresh_from_db()
    return job


def _run(name: str, payload: dict[str, Any]) -> None:
    """In the language of a worker: the test before may have left another one in this thread."""
    job = _claimed(name, payload)
    with override(settings.LANGUAGE_CODE):
        assert run_claimed(job), Job.objects.get(pk=job.pk).last_error
