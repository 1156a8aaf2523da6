"""Seals what was committed: gives each event its place and its hash. One process at a time, and it holds up nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connections, transaction
from django.utils import timezone
from psycopg2.extras import execute_values

from foundation.audit.canonical import AS_TEXT, BYTES, GENESIS
from foundation.audit.horizon import horizon

ONE_SEALER = 7236003  # advisory lock
BATCH = 2000

_LAST = "SELECT seq, transaction_id, event_id, hash FROM audit_seal ORDER BY seq DESC LIMIT 1"
# Every transaction below the horizon has ended, so nothing can come to stand before what is read below it.
_NEXT = f"""
SELECT id, transaction_id, {BYTES} FROM (
  SELECT e.id, e.transaction_id, {AS_TEXT} FROM audit_event AS e
  WHERE e.transaction_id >= %(transaction)s AND (e.transaction_id, e.id) > (%(transaction)s, %(event)s)
    AND e.transaction_id < %(horizon)s
  ORDER BY e.transaction_id, e.id LIMIT %(limit)s) AS next
"""  # noqa: S608  constants of our own
_INSERT = "INSERT INTO audit_seal (seq, event_id, transaction_id, hash, sealed_at) VALUES %s"


class RestoredElsewhere(Exception):
    """The server counts transactions from anew, and the trail was not told."""


@contextmanager
def only_sealer() -> Iterator[bool]:
    """Whether this process may seal; the right lasts for the body, or until the connection is lost."""
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_SEALER])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connections["sealer"].is_usable():
            with connections["sealer"].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_SEALER])


def seal_batch(*, limit: int = BATCH) -> int:
    """Seal the next events that are settled; the caller is the only sealer. Returns how many were sealed.

    Raises:
        RestoredElsewhere: run `migrate`, which lifts the numbers of transactions above what the trail has seen.
    """
    with transaction.atomic(using="sealer"), connections["sealer"].cursor() as cursor:
        cursor.execute(_LAST)
        seq, last_transaction, last_event, head = cursor.fetchone() or (0, 0, 0, GENESIS)
        settled, unknown = horizon(cursor)
        if last_transaction >= unknown:
            raise RestoredElsewhere("This database was restored into another server: run `migrate` once.")
        given = {"transaction": last_transaction, "event": last_event, "horizon": settled, "limit": limit}
        cursor.execute(_NEXT, given)
        now, head, seals = timezone.now(), bytes(head), []
        for event_id, transaction_id, text in cursor.fetchall():
            seq, head = seq + 1, sha256(head + text.encode()).digest()
            seals.append((seq, event_id, transaction_id, head, now))
        if seals:
            execute_values(cursor.cursor, _INSERT, seals, page_size=500)
        return len(seals)
