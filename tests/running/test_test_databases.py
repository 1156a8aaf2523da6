"""The tests' own databases: roles, rollback, commits."""

import threading

import psycopg2
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, connections, transaction


@pytest.mark.django_db
def test_a_test_runs_as_the_application_and_cannot_make_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("kc_app",)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE mine (id int)")


def test_a_committed_database_is_seen_by_other_threads(committed_db) -> None:
    ContentType.objects.create(app_label="tests", model="thing")
    seen: list[int] = []

    def look() -> None:
        seen.append(ContentType.objects.filter(app_label="tests").count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


@pytest.mark.django_db
def test_what_a_committed_database_held_is_gone() -> None:
    assert not ContentType.objects.filter(app_label="tests").exists()


def test_a_subprocess_is_given_the_same_database(committed_db) -> None:
    with psycopg2.connect(committed_db.environment()["DATABASE_AUDIT_URL"]) as other, other.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("kc_audit", committed_db.name)
    other.close()
