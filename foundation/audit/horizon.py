"""How far the trail is settled: which transactions of this database have surely ended."""

from typing import Any

# The number below which every transaction that can write here has ended, and the number not yet given out. A
# transaction of another database of the same server holds nothing up: it cannot write here. It is passed over only
# while the server shows whose it is; one that ended meanwhile, or was prepared, counts as running in this database.
_HORIZON = """
SELECT coalesce((
    SELECT min(running::text::bigint) FROM pg_snapshot_xip(s.now) AS running
    WHERE NOT EXISTS (
      SELECT FROM pg_locks AS held JOIN pg_stat_activity AS process ON process.pid = held.pid
      WHERE held.locktype = 'transactionid' AND held.transactionid = running::xid
        AND held.mode = 'ExclusiveLock' AND held.granted AND process.datid <> here.oid)
  ), pg_snapshot_xmax(s.now)::text::bigint) + base, pg_snapshot_xmax(s.now)::text::bigint + base
FROM audit_life, (SELECT pg_current_snapshot() AS now) AS s,
  (SELECT oid FROM pg_database WHERE datname = current_database()) AS here
"""


def horizon(cursor: Any) -> tuple[int, int]:
    """(number below which every transaction of this database has ended, number not yet given out).

    What was read before by the same cursor may lie above it; what a later statement reads below it is complete.
    """
    cursor.execute(_HORIZON)
    low, high = cursor.fetchone()
    return int(low), int(high)
