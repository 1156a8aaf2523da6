"""The sealer: every committed event once, in an order nothing can slip into, one process at a time."""

import os
import signal
import sys
import threading
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import psycopg2
import pytest
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from foundation.audit import canonical, life, sealer
from foundation.audit.horizon import horizon
from foundation.audit.models import AuditEvent, Seal
from foundation.audit.record import recorded
from foundation.audit.sealing import seal_once
from foundation.audit.selectors import chain_state
from tests.database import TestDatabase
from tests.foundation.audit import rows
from tests.foundation.audit.sealed.trail import Trail
from tests.servers import server_environment, start
from tests.waiting import wait_until


def sealed_ids() -> list[int]:
    return list(Seal.objects.order_by("seq").values_list("event_id", flat=True))


def test_every_event_is_sealed_once_without_a_gap(trail: Trail) -> None:
    trail.grow(20)
    trail.seal()
    assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, trail.length() + 1))
    assert sorted(sealed_ids()) == sorted(AuditEvent.objects.values_list("id", flat=True))


def test_hash_is_of_the_one_before_and_the_whole_event(trail: Trail) -> None:
    trail.grow(4)
    trail.seal()
    head = canonical.GENESIS
    for seal in Seal.objects.order_by("seq"):
        with connection.cursor() as cursor:
            select = (
                f"SELECT {canonical.TEXTS} FROM (SELECT {canonical.AS_TEXT} FROM audit_event AS e WHERE e.id = %s) x"
            )
            cursor.execute(select, [seal.event_id])
            head = sha256(head + canonical.canonical(cursor.fetchone())).digest()
        assert bytes(seal.hash) == head


def test_canonical_form_has_every_column_and_no_two_events_share_it() -> None:
    assert set(canonical.COLUMNS) == {field.column for field in AuditEvent._meta.fields}
    assert canonical.canonical(["a", "bc"]) != canonical.canonical(["ab", "c"])
    assert canonical.canonical(["", "x"]) != canonical.canonical([None, "x"])
    assert canonical.canonical(["Ủy"]) == "4:Ủy,".encode()


def test_a_transaction_that_commits_late_is_neither_lost_nor_slipped_in(
    trail: Trail, committed_db: TestDatabase
) -> None:
    early = psycopg2.connect(committed_db.environment()["DATABASE_URL"])
    try:
        with early.cursor() as cursor:
            cursor.execute("SELECT audit_record_event('', 'unit', '1', 'unit.early', '', '{}')")
            trail.grow(5)
            trail.seal(wait=False)
            after = AuditEvent.objects.exclude(pk__in=sealed_ids())
            assert after.count() == 5  # they wait for the transaction that began before them
        early.commit()
    finally:
        early.close()
    trail.seal()
    names = [AuditEvent.objects.get(pk=pk).name for pk in sealed_ids()[-6:]]
    assert names[0] == "unit.early" and not AuditEvent.objects.exclude(pk__in=sealed_ids()).exists()
    assert trail.verdict().ok


def test_transactions_of_other_databases_hold_up_nothing(
    trail: Trail, committed_db: TestDatabase, test_database: TestDatabase
) -> None:
    """A server may serve others too: what is open there all night cannot write here."""
    other = psycopg2.connect(committed_db.environment()["DATABASE_URL"], dbname=test_database.name)
    try:
        with other.cursor() as cursor, connections["sealer"].cursor() as mine:
            cursor.execute("SELECT txid_current()")
            foreign = int(cursor.fetchone()[0])
            trail.grow(3)
            assert horizon(mine)[0] > foreign
            trail.seal(wait=False)
        assert chain_state().unsealed == 0 and trail.verdict().ok
    finally:
        other.close()


def test_transactions_of_every_role_hold_up_what_came_after(trail: Trail, committed_db: TestDatabase) -> None:
    """Also of those whose sessions the sealer may not look into."""
    for name in ("DATABASE_OWNER_URL", "DATABASE_AUDIT_URL", "DATABASE_WORKER_URL"):
        early = psycopg2.connect(committed_db.environment()[name])
        try:
            with early.cursor() as cursor, connections["sealer"].cursor() as mine:
                cursor.execute("SELECT txid_current()")
                running = int(cursor.fetchone()[0])
                trail.grow(3)
                assert horizon(mine)[0] == running
            trail.seal(wait=False)
            assert chain_state().unsealed == 3
        finally:
            early.close()
        trail.seal()
        assert chain_state().unsealed == 0


def test_a_second_sealer_does_nothing(trail: Trail) -> None:
    trail.grow(3)
    said: list[int | None] = []

    def other() -> None:
        said.append(seal_once())
        connections.close_all()

    with sealer.only_sealer() as mine:
        assert mine
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=30)
        assert chain_state().unsealed == 3
    assert said == [None]
    trail.seal()
    assert chain_state().unsealed == 0


def test_state_tells_what_waits(trail: Trail) -> None:
    trail.grow(3)
    before = chain_state()
    assert before.unsealed == 3 and before.entries == before.sealed + 3
    assert before.oldest_unsealed_at is not None and before.oldest_unsealed_at <= timezone.now()
    trail.seal()
    state = chain_state()
    assert (state.unsealed, state.oldest_unsealed_at, state.entries) == (0, None, before.entries)
    assert state.last_checkpoint and state.last_checkpoint.seq == state.sealed
    assert state.last_checkpoint.delivered == ("folder",)
    assert state.last_verification is None
    assert trail.exit_code() == 0
    seen = chain_state().last_verification
    assert seen and seen.ok and seen.first_bad is None


def test_the_process_seals_and_a_signal_ends_it_with_a_checkpoint(
    trail: Trail, committed_db: TestDatabase, tmp_path: Path, key: Path
) -> None:
    environment = server_environment(committed_db) | {
        "SIGNING_KEY_FILE": str(key).removesuffix(".pub"),
        "CHECKPOINT_FOLDER": str(trail.folder),
    }
    for number in (signal.SIGTERM, signal.SIGINT):
        running = start(
            [sys.executable, "manage.py", "seal_trail"], log=tmp_path / "sealer.log", environment=environment
        )
        try:
            trail.grow(3)
            wait_until(lambda: chain_state().unsealed == 0, seconds=30, what="the sealer")
            trail.grow(1)
            os.kill(running.process.pid, number)
            assert running.process.wait(30) == 0, running.output()
        finally:
            running.stop()
        state = chain_state()
        assert state.last_checkpoint and state.last_checkpoint.seq == state.sealed
    assert trail.verdict().ok


def test_a_sealer_that_was_killed_goes_on_where_it_stopped(
    trail: Trail, committed_db: TestDatabase, tmp_path: Path
) -> None:
    running = start(
        [sys.executable, "manage.py", "seal_trail"],
        log=tmp_path / "s.log",
        environment=server_environment(committed_db),
    )
    trail.grow(2)
    wait_until(lambda: chain_state().unsealed == 0, seconds=30, what="the sealer")
    running.kill()
    trail.grow(4)
    wait_until(lambda: seal_once() is not None, seconds=20, what="the lock of the dead sealer")
    trail.seal()
    assert chain_state().unsealed == 0 and trail.verdict().ok


def test_beside_a_running_sealer_an_old_unsealed_event_is_an_error(trail: Trail) -> None:
    trail.grow(2)
    newest = AuditEvent.objects.order_by("-transaction_id").values_list("transaction_id", flat=True)[0]
    with connections["sealer"].cursor() as cursor:
        assert horizon(cursor)[0] > newest
    later = timezone.now() + timedelta(seconds=61)

    def ask() -> None:
        from foundation.audit.verifying.verify import verify

        found.append(verify(now=later, seal_first=True, checkpoints=trail.file))
        connections.close_all()

    found: list = []
    with sealer.only_sealer():
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(timeout=60)
    assert "more than 60 s" in found[0].first_bad["why"]
    assert found[0].first_bad["seq"] == trail.length() + 1


def test_trail_goes_on_after_a_restore_into_a_server_that_counts_anew(trail: Trail) -> None:
    trail.grow(2)
    trail.seal()
    with connections["owner"].cursor() as cursor:  # as if all of this had come from a server far ahead of this one
        cursor.execute("UPDATE audit_life SET base = 5000000000")
    with recorded(by=None):
        rows.unit()
    trail.seal()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE audit_life SET base = 0")
    with pytest.raises(sealer.RestoredElsewhere):
        trail.seal()
    assert life.lift_transaction_numbers()
    assert not life.lift_transaction_numbers()
    trail.grow(3)
    trail.seal()
    assert chain_state().unsealed == 0 and trail.verdict().ok


def test_application_cannot_invent_an_image(db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT audit_capture('cadres_person', 'INSERT', NULL, '{\"id\": 1}', ARRAY[]::text[])")
