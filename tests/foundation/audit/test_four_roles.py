"""Worker, web, sealer and backup are four roles; each may do its own work and none of the others' (M-68)."""

import os
import subprocess
import sys

import psycopg2
import pytest
from django.db import DatabaseError, connections, transaction
from honcho.environ import parse_procfile

from config.embedded import cluster, roles
from config.embedded.address import ALL_ROLES, BACKUP, ROLES, WORKER, database_urls, worker_url
from config.embedded.place import var_dir
from config.embedded.service_user import find_home
from config.env import BASE_DIR, database_from_url
from tests.database import TestDatabase, url_of
from tests.servers import server_environment

CHAIN = ("audit_seal", "audit_checkpoint", "audit_delivery")
COLUMN = {"audit_seal": "seq", "audit_checkpoint": "number", "audit_delivery": "target", "audit_life": "base"}
REFUSED = ("permission denied", "must be owner", "read-only transaction")


def refused(cursor: object, statement: str) -> None:
    with pytest.raises(psycopg2.Error) as trouble:
        cursor.execute(statement)  # type: ignore[attr-defined]
    assert any(words in str(trouble.value) for words in REFUSED), (statement, trouble.value)
    cursor.connection.rollback()  # type: ignore[attr-defined]


def test_names_are_different() -> None:
    assert len(set(ALL_ROLES)) == len(ALL_ROLES) == 6
    assert {ROLES["default"], WORKER, ROLES["sealer"], BACKUP} <= set(ALL_ROLES)


def test_process_that_calls_itself_worker_is_the_workers_role(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DATABASE_URL", "DATABASE_WORKER_URL"):
        monkeypatch.delenv(variable, raising=False)
    assert database_from_url(database_urls()["default"])["USER"] == "kc_app"
    monkeypatch.setenv("KC_PROCESS", "worker")
    assert database_from_url(database_urls()["default"])["USER"] == "kc_worker"
    monkeypatch.setenv("DATABASE_URL", "postgresql://one@host/db")
    assert set(database_urls().values()) == {"postgresql://one@host/db"}  # DATABASE_URL alone serves all
    monkeypatch.setenv("DATABASE_WORKER_URL", "postgresql://two@host/db")
    assert database_urls()["default"] == worker_url() == "postgresql://two@host/db"


def test_lines_of_worker_and_beat_in_the_procfile_call_themselves_worker(committed_db: TestDatabase) -> None:
    lines = parse_procfile((BASE_DIR / "Procfile").read_text(encoding="utf-8")).processes
    assert {name for name, line in lines.items() if "KC_PROCESS=worker" in line} == {"worker", "beat"}
    asked = "import django; django.setup(); from django.db import connection as c; k = c.cursor();"
    asked += "k.execute('SELECT session_user'); print(k.fetchone()[0])"
    for process, role in (("worker", "kc_worker"), ("", "kc_app")):
        environment = {**os.environ, **server_environment(committed_db), "KC_PROCESS": process}
        done = subprocess.run(
            [sys.executable, "-c", asked], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == role, done.stderr


def test_worker_has_the_applications_rights_and_no_more(committed_db: TestDatabase) -> None:
    worker = psycopg2.connect(committed_db.environment()["DATABASE_WORKER_URL"])
    try:
        with worker.cursor() as cursor:
            cursor.execute("SELECT session_user, current_user")
            assert cursor.fetchone() == ("kc_worker", "kc_worker")
            cursor.execute(
                "INSERT INTO organization_holiday (date, name, is_workday, verified, source) "
                "VALUES ('2031-01-01', 'x', false, false, '')"
            )
            cursor.execute("SELECT database_user FROM audit_event ORDER BY id DESC LIMIT 1")
            assert cursor.fetchone() == ("kc_worker",)  # the trail tells the two apart
            worker.rollback()
            for statement in (
                "DELETE FROM organization_holiday",
                "INSERT INTO audit_event DEFAULT VALUES",
                "INSERT INTO audit_seal DEFAULT VALUES",
                "CREATE TABLE mine (id int)",
            ):
                refused(cursor, statement)
    finally:
        worker.close()


def test_sealer_reads_the_trail_and_writes_the_chain_only(committed_db: TestDatabase) -> None:
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT session_user, count(*) FROM audit_event")
        assert cursor.fetchone()[0] == "kc_sealer"
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = 'kc_sealer' AND table_schema = 'public'"
        )
        granted = set(cursor.fetchall())
    reads = {(table, "SELECT") for table in ("audit_event", "audit_life", *CHAIN)}
    assert granted == reads | {(table, "INSERT") for table in CHAIN}


def test_backup_reads_every_table_and_writes_nothing(committed_db: TestDatabase) -> None:
    described = {**connections.settings["default"], "USER": BACKUP}
    described["PASSWORD"] = (var_dir() / "keys" / BACKUP).read_text().strip()
    backup = psycopg2.connect(url_of(described))
    try:
        with backup.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = [name for (name,) in cursor.fetchall()]
            assert len(tables) > 30
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
            backup.rollback()
            for statement in (
                "UPDATE organization_unit SET name = 'x'",
                "INSERT INTO outbox_job DEFAULT VALUES",
                "INSERT INTO audit_seal DEFAULT VALUES",
                "CREATE TABLE mine (id int)",
            ):
                refused(cursor, statement)
                cursor.execute("SET default_transaction_read_only = off")
                refused(cursor, statement)  # not by that setting alone
    finally:
        backup.close()
    program = find_home(var_dir()).programs / "pg_dump"
    if program.exists():
        dumped = subprocess.run([str(program), "--dbname", url_of(described), "--schema-only"], capture_output=True)
        assert dumped.returncode == 0, dumped.stderr


def test_data_folder_of_an_earlier_version_gets_the_new_roles(committed_db: TestDatabase) -> None:
    """The step that completes them may run at any time; it changes nothing that is there."""
    cluster.prepare(var_dir())
    assert cluster.has_every_role(var_dir())
    assert "CREATE ROLE kc_sealer LOGIN;" in roles.script() and "GRANT kc_app TO kc_worker;" in roles.script()


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*CHAIN, "audit_life"])
@pytest.mark.parametrize("alias", ["default", "audit"])
def test_chain_is_written_by_the_sealer_alone(table: str, alias: str) -> None:
    for statement in (
        f"INSERT INTO {table} DEFAULT VALUES",
        f"UPDATE {table} SET {COLUMN[table]} = {COLUMN[table]}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TABLE {table}",
    ):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
            with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                cursor.execute(statement)
