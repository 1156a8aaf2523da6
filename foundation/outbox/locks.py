"""One session advisory lock per claim: PostgreSQL itself lets it go when the worker's connection dies."""

from django.db import connection

from foundation.outbox.models import Job


def hold(job: Job) -> None:
    """Held by this connection until let_go() or the end of the connection, whatever ends it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [_name(job)])


def let_go(job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [_name(job)])


def has_no_holder(job: Job) -> bool:
    """True when no other connection holds the claim; asks for the rest of the current transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [_name(job)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _name(job: Job) -> str:
    return f"outbox.job:{job.pk}:{job.claims}"
