"""How fast the trail is verified (M-24), and what it costs those who write (M-25)."""

import json
import statistics
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
from django.db import connections
from django.utils import timezone

from foundation.audit.selectors import chain_state
from foundation.audit.verifying.verify import verify
from tests.database import TestDatabase, Workshop
from tests.foundation.audit import rows
from tests.foundation.audit.sealed.trail import Trail, superuser
from tests.servers import server_environment, start
from tests.waiting import wait_until

MILLION = 1_000_000
_IMAGE = """
jsonb_build_object('id', g, 'code', 'P' || g, 'full_name', 'Nguyễn Văn ' || g, 'sort_key', 'nguyen van', 'sex', 'm',
  'search_key', 'nguyen van', 'birth_date', '1980-01-01', 'employment_kind', 'civil', 'row_version', 1)
"""
_EVENTS = f"""
INSERT INTO audit_event (at, transaction_id, kind, actor, actor_name, outside_app, database_user, request_id, source,
  table_name, row_key, operation, before, after, object_type, object_id, name, reason)
SELECT clock_timestamp(), audit_transaction(), 'row', '12', 'nguyen.van.an', false, 'kc_app', md5(g::text), 'app',
  'made_up', g::text, 'I', NULL, {_IMAGE}, '', '', '', '' FROM generate_series(%s, %s) AS g
"""


@pytest.mark.drill
@pytest.mark.timeout(600)
def test_a_million_events_are_verified_within_thirty_seconds(
    trail: Trail, committed_db: TestDatabase, intruder: None, record_property: Any
) -> None:
    with superuser(committed_db.name) as cursor:  # only for the time it takes to make them
        cursor.execute("DROP INDEX audit_event_object, audit_event_actor, audit_event_request")
    for first in range(1, MILLION, 100_000):
        with superuser(committed_db.name) as cursor:
            cursor.execute(_EVENTS, [first, first + 99_999])
    begun = time.monotonic()
    trail.seal()
    sealing = time.monotonic() - begun
    with Used(committed_db.name) as used:
        verdict = verify(now=timezone.now(), seal_first=False, checkpoints=trail.file)
    print(f"sealed {MILLION / sealing:,.0f} a second; verified {verdict.entries:,} events: {used}")
    assert not verdict.findings and verdict.entries >= MILLION
    assert used.processor <= 30  # of client and server together: on one idle core it takes no longer than this


class Used:
    """Seconds of processor that this process and the database's spend inside, whoever else uses the machine."""

    def __init__(self, database: str) -> None:
        self.database, self.ended = database, threading.Event()
        self.server: dict[int, float] = {}
        self.processor = self.wall = 0.0

    def __enter__(self) -> "Used":
        self.look()
        self.before, self.begun, self.own = dict(self.server), time.monotonic(), time.process_time()
        self.thread = threading.Thread(target=self.keep_looking)
        self.thread.start()
        return self

    def __exit__(self, *words: object) -> None:
        self.wall = time.monotonic() - self.begun
        self.ended.set()
        self.thread.join()
        served = sum(seconds - self.before.get(pid, 0.0) for pid, seconds in self.server.items())
        self.processor = time.process_time() - self.own + served

    def __str__(self) -> str:
        return f"{self.processor:.1f} s of processor, {self.wall:.1f} s by the clock"

    def keep_looking(self) -> None:
        while not self.ended.wait(0.3):
            self.look()
        self.look()

    def look(self) -> None:
        for process in psutil.process_iter(["name", "cmdline"]):
            with suppress(psutil.Error):
                if process.info["name"] == "postgres" and f" {self.database} " in " ".join(
                    process.info["cmdline"] or ()
                ):
                    times = process.cpu_times()
                    self.server[process.pid] = times.user + times.system


WRITERS, EDITS = 8, 100
WRITER = Path(__file__).with_name("writer.py")


def measured(address: str, first_unit: int) -> tuple[float, float]:
    """(p95, longest) in milliseconds over all writers, which begin together."""
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(
            [sys.executable, str(WRITER), address, str(first_unit + number), str(EDITS)],
            stdin=pipe,
            stdout=pipe,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    took = sorted(value for process in processes for value in json.loads(process.communicate(timeout=120)[0]))
    return statistics.quantiles(took, n=20)[-1], took[-1]


@pytest.mark.drill
def test_recording_and_sealing_hold_nobody_up(
    trail: Trail, committed_db: TestDatabase, workshop: Workshop, intruder: None, tmp_path: Any
) -> None:
    """Eight writers with and without the capture, in turn, a sealer at work beside them."""
    units = [rows.unit() for _ in range(WRITERS)]
    first = units[0].pk
    assert [unit.pk for unit in units] == list(range(first, first + WRITERS))
    address = committed_db.environment()["DATABASE_URL"]
    sealer = start(
        [sys.executable, "manage.py", "seal_trail"],
        log=tmp_path / "s.log",
        environment=server_environment(committed_db),
    )
    with_capture, without = [], []
    try:
        wait_until(lambda: chain_state().unsealed == 0, what="the sealer")
        for _ in range(3):
            switch(committed_db, "DISABLE")
            without.append(measured(address, first))
            switch(committed_db, "ENABLE")
            with_capture.append(measured(address, first))
        ended = time.monotonic()
        wait_until(lambda: chain_state().unsealed == 0, seconds=60, what="the sealer, within 60 s")
        behind = time.monotonic() - ended
    finally:
        sealer.stop()
    # The quietest turn of each: what else runs on the machine only ever adds, and not to both alike.
    added = min(p95 for p95, _ in with_capture) - min(p95 for p95, _ in without)
    print(f"p95 added {added:.1f} ms (with {with_capture}, without {without}); sealed {behind:.1f} s after the last")
    assert added <= 10
    assert sealed_events(first) >= 3 * WRITERS * EDITS


def switch(database: TestDatabase, word: str) -> None:
    with superuser(database.name) as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'organization_unit'::regclass AND tgname LIKE "
            "'pgtrigger\\_audited\\_%'"
        )
        cursor.execute(f'ALTER TABLE organization_unit {word} TRIGGER "{cursor.fetchone()[0]}"')


def sealed_events(first: int) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_seal s JOIN audit_event e ON e.id = s.event_id "
            "WHERE e.table_name = 'organization_unit' AND e.operation = 'U' AND e.row_key::bigint >= %s",
            [first],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.drill
def test_sealer_never_waits_for_a_writer_nor_a_writer_for_it(trail: Trail, committed_db: TestDatabase) -> None:
    """A writer's open transaction holds no lock the sealer needs, and the sealer's none a writer needs."""
    address = committed_db.environment()["DATABASE_URL"]
    writer = psycopg2.connect(address)
    try:
        with writer.cursor() as cursor:
            cursor.execute("SELECT audit_record_event('', 'unit', '1', 'unit.early', '', '{}')")
        with connections["sealer"].cursor() as cursor:
            cursor.execute("SET statement_timeout = 500")
            trail.grow(3)
            trail.seal(wait=False)
            cursor.execute("SET statement_timeout = 0")
        with connections["sealer"].cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("INSERT INTO audit_seal VALUES (9999999, 9999999, 1, '', now())")
            begun = time.perf_counter()
            trail.grow(3)
            assert time.perf_counter() - begun < 0.5 * 3
            cursor.execute("ROLLBACK")
        writer.commit()
    finally:
        writer.close()
