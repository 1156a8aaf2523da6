"""The chain: every entry hashed again, compared with its seal and with the checkpoints."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from foundation.audit.canonical import AS_TEXT, BYTES, GENESIS
from foundation.audit.checkpoints import Statement
from foundation.audit.horizon import horizon
from foundation.audit.verifying.findings import Finding

CHUNK = 10_000
WAITING = timedelta(seconds=60)
_ENTRIES = f"""
SELECT s.seq, s.hash, c_id IS NULL, {BYTES}, CASE WHEN c_kind = 'row' AND c_operation IN ('I', 'D')
  THEN c_operation || c_table_name END
FROM audit_seal AS s LEFT JOIN LATERAL (
  SELECT {AS_TEXT} FROM audit_event AS e WHERE e.id = s.event_id OFFSET 0) AS event ON true
WHERE s.seq > %s AND s.seq <= %s ORDER BY s.seq
"""  # noqa: S608  constants of our own
_UNSEALED = """
SELECT e.id, e.transaction_id, e.at FROM audit_event AS e LEFT JOIN audit_seal AS s ON s.event_id = e.id
WHERE s.seq IS NULL ORDER BY e.transaction_id, e.id
"""
_PLACE = "SELECT min(seq) FROM audit_seal WHERE (transaction_id, event_id) > (%s, %s)"
_CHANGE = {"I": 1, "D": -1}


def chain_findings(statements: Sequence[Statement]) -> tuple[int, list[Finding]]:
    """(entries sealed, what is wrong); stops at the first entry that is not what was sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM audit_seal")
        length = int(cursor.fetchone()[0])
    findings: list[Finding] = []
    waiting = list(statements)
    rows: Counter[str] = Counter()
    head, place = GENESIS, 0
    for seq, seal, lost, text, change in _entries(length):
        trouble = ""
        if seq != place + 1:
            seq, trouble = place + 1, "the entry is missing"
        elif lost:
            trouble = "the event of this entry is missing"
        else:
            head = sha256(head + text.encode()).digest()
            if head != bytes(seal):
                trouble = "the entry or its place was changed"
        if trouble:
            findings.append(Finding(seq, trouble))
            return length, findings
        place = seq
        if change:
            rows[change[1:]] += _CHANGE[change[0]]
        while waiting and waiting[0].seq == seq:
            findings += _against(waiting.pop(0), head, rows)
    findings += [
        Finding(statement.seq, f"checkpoint {statement.number} counts {statement.seq} entries, the trail has {length}")
        for statement in waiting
    ]
    return length, findings


def _entries(length: int) -> Iterator[tuple[Any, ...]]:
    """Every entry in its order; while one part is hashed here, the server already prepares the next."""
    with ThreadPoolExecutor(max_workers=1) as other:
        try:
            ahead = other.submit(_part, 0)
            for start in range(0, length, CHUNK):
                part = ahead.result()
                ahead = other.submit(_part, start + CHUNK)
                yield from part
        finally:
            other.submit(_leave).result()


def _leave() -> None:
    connection.close()  # that of the thread this runs in


def _part(start: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [start, start + CHUNK])
        return list(cursor.fetchall())


def _against(statement: Statement, head: bytes, rows: Counter[str]) -> list[Finding]:
    if head.hex() != statement.head:
        return [Finding(statement.seq, f"checkpoint {statement.number} was signed over another chain")]
    if {table: count for table, count in rows.items() if count} != {
        table: count for table, count in statement.rows.items() if count
    }:
        return [Finding(statement.seq, f"checkpoint {statement.number} counts other rows in the tables")]
    return []


def unsealed_findings(*, now: datetime, length: int, patient: bool) -> list[Finding]:
    """Events outside the chain: slipped in before its end, of a transaction that never was, or left waiting.

    Args:
        length: entries sealed.
        patient: nobody seals at present, and what could be sealed was sealed just now.
    """
    findings = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_id, event_id FROM audit_seal ORDER BY seq DESC LIMIT 1")
        end = cursor.fetchone() or (0, 0)
        cursor.execute(_UNSEALED)
        unsealed = cursor.fetchall()
        settled, unknown = horizon(cursor)  # after the rows: what they show was given out before
        for event_id, transaction_id, at in unsealed:
            if (transaction_id, event_id) <= tuple(end):
                cursor.execute(_PLACE, [transaction_id, event_id])
                place = cursor.fetchone()[0] or length
                findings.append(Finding(int(place), f"event {event_id} was slipped in before this entry"))
            elif transaction_id >= unknown:
                findings.append(Finding(length + 1, f"event {event_id} names a transaction that never was"))
            elif not patient and transaction_id < settled and now - at > WAITING:
                findings.append(Finding(length + 1, f"event {event_id} waits to be sealed for more than 60 s"))
    return findings
