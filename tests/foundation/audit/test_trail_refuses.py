"""The trail cannot be altered: by privilege for the application, by trigger even for the owner (M-21)."""

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from foundation.audit.record import recorded
from foundation.audit.verifying.findings import Verdict
from foundation.audit.verifying.verify import keep
from tests.database import TestDatabase
from tests.foundation.audit import rows

COLUMN = {"audit_event": "actor", "audit_seal": "seq", "audit_checkpoint": "seq", "audit_delivery": "target"}
AS_APPLICATION = [
    statement
    for table, column in COLUMN.items()
    for statement in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} ADD COLUMN x int",
        f"DROP TABLE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
    )
]
BY_PRIVILEGE = ("permission denied", "must be owner")


@pytest.mark.django_db
@pytest.mark.parametrize("statement", AS_APPLICATION)
@pytest.mark.parametrize("alias", ["default", "audit"])
def test_application_and_trail_role_are_refused_by_privilege(statement: str, alias: str) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(statement)
    assert any(words in str(refused.value) for words in BY_PRIVILEGE), refused.value


@pytest.mark.django_db
@pytest.mark.parametrize("alias", ["default", "audit"])
def test_nobody_inserts_into_the_trail_past_its_two_functions(alias: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("INSERT INTO audit_event DEFAULT VALUES")


@pytest.mark.django_db
def test_application_cannot_replace_the_functions_that_write_the_trail() -> None:
    body = "RETURNS void LANGUAGE sql AS 'SELECT NULL'"
    statement = f"CREATE OR REPLACE FUNCTION audit_capture(text, text, jsonb, jsonb, text[]) {body}"
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("alias", ["owner", "sealer"])
def test_chain_is_never_changed_not_even_by_its_owner_or_the_sealer(committed_db: TestDatabase, alias: str) -> None:
    with connections["sealer"].cursor() as cursor:
        cursor.execute("INSERT INTO audit_seal VALUES (1, 1, 1, '', now())")
        cursor.execute("INSERT INTO audit_checkpoint VALUES (1, 1, now(), '', '')")
        cursor.execute("INSERT INTO audit_delivery (checkpoint_number, target, at) VALUES (1, 'folder', now())")
    keep_verdict()
    with connections[alias].cursor() as cursor:
        for table in ("audit_seal", "audit_checkpoint", "audit_delivery", "audit_verification"):
            for statement in (f"UPDATE {table} SET {UPDATED[table]}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(DatabaseError, match=r"pgtrigger: Cannot|never truncated|permission denied"):
                    cursor.execute(statement)


UPDATED = {
    "audit_seal": "hash = ''",
    "audit_checkpoint": "body = 'x'",
    "audit_delivery": "target = 'x'",
    "audit_verification": "ok = true",
}


def keep_verdict() -> None:
    keep(Verdict(), at=timezone.now())


@pytest.mark.django_db
def test_application_writes_results_of_verifications_and_never_changes_one() -> None:
    keep_verdict()
    for statement in ("UPDATE audit_verification SET ok = true", "DELETE FROM audit_verification"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)


def test_owner_is_refused_by_trigger(committed_db: TestDatabase) -> None:
    with recorded(by=None, source="test"):
        rows.unit()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event")
        count = cursor.fetchone()[0]
        assert count > 0  # something to lose
        for statement in ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"):
            with pytest.raises(DatabaseError, match=r"pgtrigger: Cannot|never truncated"):
                cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM audit_event WHERE actor <> 'x'")
        assert cursor.fetchone()[0] == count
