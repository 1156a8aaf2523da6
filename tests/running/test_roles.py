"""What the application's role must not do, statement by statement: the database itself refuses (M-68)."""

import pytest
from django.db import DatabaseError, connection, transaction

REFUSED = [
    "CREATE TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE TEMP TABLE mine (id int)",
    "DROP TABLE outbox_job",
    "ALTER TABLE accounts_user ADD COLUMN mine int",
    "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
    "TRUNCATE accounts_user CASCADE",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "ALTER ROLE kc_app SUPERUSER",
    "SET ROLE kc_owner",
    "SET session_replication_role = replica",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/dev/null'",
    "SELECT * FROM pg_authid",
    "SELECT pg_read_file('PG_VERSION')",
    "INSERT INTO audit_event DEFAULT VALUES",
    "UPDATE audit_event SET id = id",
    "DELETE FROM audit_event",
    "INSERT INTO audit_seal DEFAULT VALUES",
    "UPDATE audit_checkpoint SET seq = seq",
    "UPDATE audit_life SET base = 0",
    "SELECT audit_capture('cadres_person', 'INSERT', NULL, '{}', ARRAY[]::text[])",
    "DELETE FROM django_migrations",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", REFUSED)
def test_the_application_may_not(statement: str) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(words in str(refused.value) for words in ("permission denied", "must be owner", "append-only")), (
        refused.value
    )


@pytest.mark.django_db
def test_the_four_aliases_are_four_roles() -> None:
    from django.db import connections

    users = {alias: connections.settings[alias]["USER"] for alias in ("default", "owner", "audit", "sealer")}
    assert len(set(users.values())) == 4
