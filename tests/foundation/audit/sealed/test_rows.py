"""Rows edited, removed or slipped in behind the trail's back are named by table and key (M-23)."""

import random
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from foundation.audit import life
from foundation.audit.audited import audited_tables
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.audit.verifying.rows import row_findings
from tests.database import TestDatabase
from tests.foundation.audit import rows
from tests.foundation.audit.sealed.trail import Trail, superuser

pytestmark = pytest.mark.usefixtures("intruder")
KEYS = ("bigint", "integer", "smallint")


def test_every_audited_table_has_the_key_the_images_are_found_by() -> None:
    for table in audited_tables():
        (model,) = [model for model in apps.get_models() if model._meta.db_table == table]
        assert model._meta.pk.column == "id", table


def test_edited_row_is_named(trail: Trail, committed_db: TestDatabase) -> None:
    with recorded(by=None):
        unit, other = rows.unit(), rows.unit()
    assert trail.verdict().ok
    with superuser(committed_db.name) as cursor:  # no trigger runs for this one
        cursor.execute("UPDATE organization_unit SET short_name = 'x', name = 'y' WHERE id = %s", [unit.pk])
        assert cursor.rowcount == 1
    (bad,) = trail.verdict().rows
    assert (bad.table, bad.key) == ("organization_unit", str(unit.pk)) != (bad.table, str(other.pk))
    assert bad.why == "differs from its last image: name, short_name"
    assert trail.exit_code() == 1


def test_row_that_the_trail_never_saw_and_row_that_is_gone_are_named(trail: Trail, committed_db: TestDatabase) -> None:
    with recorded(by=None):
        unit = rows.unit()
    with superuser(committed_db.name) as cursor:
        cursor.execute("DELETE FROM organization_unit WHERE id = %s", [unit.pk])
        cursor.execute(
            "INSERT INTO organization_holiday (date, name, is_workday, verified, source) "
            "VALUES ('2031-01-01', 'x', false, false, '') RETURNING id"
        )
        holiday = cursor.fetchone()[0]
    found = {(bad.table, bad.key): bad.why for bad in trail.verdict().rows}
    assert found == {
        ("organization_unit", str(unit.pk)): "the row is gone, and the trail saw no deletion",
        ("organization_holiday", str(holiday)): "the trail never saw this row",
    }


def test_trigger_switched_off_and_table_dropped_are_named(trail: Trail, committed_db: TestDatabase) -> None:
    with superuser(committed_db.name) as cursor:
        cursor.execute("ALTER TABLE organization_holiday DISABLE TRIGGER ALL")
        cursor.execute("DROP TABLE notifications_notification, accounts_apitoken CASCADE")
    found = {(bad.table, bad.key, bad.why) for bad in row_findings()}
    assert found == {
        ("organization_holiday", "", "the trigger that records this table is missing or switched off"),
        ("accounts_apitoken", "", "the table is missing"),
    }


def test_hidden_column_is_compared_as_hidden(trail: Trail) -> None:
    with recorded(by=None):
        user = rows.user(password="one")
        type(user).objects.filter(pk=user.pk).update(password="two")
    assert trail.verdict().ok


def test_columns_that_came_or_went_with_a_later_version_are_no_alarm(trail: Trail, committed_db: TestDatabase) -> None:
    with recorded(by=None):
        unit = rows.unit()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE organization_unit ADD COLUMN later text NOT NULL DEFAULT 'first'")
        cursor.execute("ALTER TABLE organization_unit ALTER COLUMN later DROP DEFAULT")
        cursor.execute("ALTER TABLE organization_unit DROP COLUMN short_name")
    recorded_before = AuditEvent.objects.filter(name=life.SCHEMA_EVENT).count()
    assert life.record_columns() == 1 and life.record_columns() == 0
    assert AuditEvent.objects.filter(name=life.SCHEMA_EVENT).count() == recorded_before + 1
    assert row_findings() == []
    with superuser(committed_db.name) as cursor:
        cursor.execute("UPDATE organization_unit SET later = 'forged' WHERE id = %s", [unit.pk])
    assert [(bad.key, bad.why) for bad in row_findings()] == [(str(unit.pk), "differs from its last image: later")]


def test_one_forged_row_in_every_tracked_table_is_named(trail: Trail, committed_db: TestDatabase) -> None:
    assert_every_forgery_is_named(committed_db, each=1)


@pytest.mark.drill
def test_twenty_forged_rows_in_every_tracked_table_are_named(trail: Trail, committed_db: TestDatabase) -> None:
    assert_every_forgery_is_named(committed_db, each=20)


def assert_every_forgery_is_named(database: TestDatabase, *, each: int) -> None:
    tables = audited_tables()
    assert len(tables) > 20
    forged = set()
    with superuser(database.name) as cursor:
        for table in tables:
            fill(cursor, table, each)
    assert row_findings() == []
    with superuser(database.name) as cursor:
        for table, hidden in tables.items():
            cursor.execute(f'SELECT id FROM "{table}"')
            keys = [key for (key,) in cursor.fetchall()]
            assert len(keys) >= each, table
            for key in random.Random(23).sample(keys, each):
                forged.add((table, str(key), forge(cursor, table, hidden, key)))
    assert len(forged) == each * len(tables)
    found = {(bad.table, bad.key, bad.why) for bad in row_findings()}
    assert found == {(table, key, f"differs from its last image: {column}") for table, key, column in forged}


FILLED = {
    "text": "'t' || n",
    "character varying": "left(n || 'v', {length})",
    "boolean": "false",
    "date": "date '2026-01-01' + n",
    "timestamp with time zone": "now()",
    "jsonb": "'{{}}'::jsonb",
    "numeric": "1",
    "bytea": "'\\x00'::bytea",
    "uuid": "gen_random_uuid()",
    "ARRAY": "'{{}}'",
    "inet": "'127.0.0.1'",
}
FORGED = {
    "text": "coalesce({0}, '') || 'x'",
    "character varying": "'~'",
    "boolean": "NOT coalesce({0}, false)",
    "date": "coalesce({0}, '2020-01-01') + 1",
    "timestamp with time zone": "coalesce({0}, '2020-01-01') + interval '1 second'",
    "jsonb": "'{{\"forged\": true}}'",
    "integer": "coalesce({0}, 0) + 1",
    "smallint": "coalesce({0}, 0) + 1",
    "bigint": "coalesce({0}, 0) + 1",
}


def columns(cursor: Any, table: str) -> list[tuple[str, str, int, bool]]:
    """(name, type, longest, whether a value must be given) of each column but the key."""
    cursor.execute(
        "SELECT column_name, data_type, coalesce(character_maximum_length, 20), "
        "is_nullable = 'NO' AND column_default IS NULL FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER'",
        [table],
    )
    return list(cursor.fetchall())


def fill(cursor: Any, table: str, count: int) -> None:
    """Give a table rows with images as the trigger writes them; its other rules are dropped."""
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x', 'u')", [table]
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')
    cursor.execute(
        "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
        [table, "pgtrigger\\_audited\\_%"],
    )
    trigger = cursor.fetchone()[0]
    given = [
        (name, FILLED.get(kind, "n").format(length=longest))
        for name, kind, longest, must in columns(cursor, table)
        if must
    ]
    names, values = ", ".join(f'"{name}"' for name, _ in given), ", ".join(value for _, value in given)
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{trigger}"')
    cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {values} FROM generate_series(1, %s) AS n', [count])
    assert cursor.rowcount == count, table
    cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "{trigger}"')


def forge(cursor: Any, table: str, hidden: tuple[str, ...], key: Any) -> str:
    """Change one column of one row, past every trigger; returns its name."""
    name, kind, *_ = next(
        column for column in columns(cursor, table) if column[1] in FORGED and column[0] not in hidden
    )
    quoted = f'"{name}"'
    cursor.execute(f'UPDATE "{table}" SET {quoted} = {FORGED[kind].format(quoted)} WHERE id = %s', [key])
    assert cursor.rowcount == 1, table
    return name
