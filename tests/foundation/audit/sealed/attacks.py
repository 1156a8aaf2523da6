"""Nine attacks of a database superuser on the trail (M-22). Each returns the rows it touched and what must be named."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from foundation.audit.canonical import AS_TEXT, BYTES

Cursor = Any
Named = tuple[int, int, str]
"""(rows touched, first bad entry, words that must stand in the reason)"""

CHANGED, MISSING, CHECKPOINT = "was changed", "is missing", "checkpoint"


def event_at(cursor: Cursor, place: int) -> int:
    cursor.execute("SELECT event_id FROM audit_seal WHERE seq = %s", [place])
    return int(cursor.fetchone()[0])


def next_checkpoint(cursor: Cursor, place: int) -> int:
    """Where the first checkpoint at or after this place stands."""
    cursor.execute("SELECT min(seq) FROM audit_checkpoint WHERE seq >= %s", [place])
    return int(cursor.fetchone()[0])


def edit_payload(cursor: Cursor, place: int) -> Named:
    forged = "coalesce(after, '{}') || '{\"forged\": true}'"
    cursor.execute(f"UPDATE audit_event SET after = {forged} WHERE id = %s", [event_at(cursor, place)])
    return cursor.rowcount, place, CHANGED


def edit_actor(cursor: Cursor, place: int) -> Named:
    cursor.execute("UPDATE audit_event SET actor = '4711' WHERE id = %s", [event_at(cursor, place)])
    return cursor.rowcount, place, CHANGED


def edit_time(cursor: Cursor, place: int) -> Named:
    changed = "UPDATE audit_event SET at = at - interval '1 microsecond' WHERE id = %s"
    cursor.execute(changed, [event_at(cursor, place)])
    return cursor.rowcount, place, CHANGED


def delete_middle(cursor: Cursor, place: int) -> Named:
    """At every other place the seal goes too."""
    cursor.execute("DELETE FROM audit_event WHERE id = %s", [event_at(cursor, place)])
    touched = cursor.rowcount
    if place % 2:
        cursor.execute("DELETE FROM audit_seal WHERE seq = %s", [place])
        touched = min(touched, cursor.rowcount)
    return touched, place, MISSING


def swap_two(cursor: Cursor, place: int) -> Named:
    one, two = event_at(cursor, place), event_at(cursor, place + 1)
    touched = []
    for event, seq in ((-1, place), (one, place + 1), (two, place)):
        cursor.execute("UPDATE audit_seal SET event_id = %s WHERE seq = %s", [event, seq])
        touched.append(cursor.rowcount)
    return min(touched), place, CHANGED


def insert_forged(cursor: Cursor, place: int) -> Named:
    """Between two events; at every other place with a fitting seal, all later ones moved up."""
    cursor.execute(
        "SELECT string_agg(column_name, ', ') FROM information_schema.columns WHERE table_name = %s "
        "AND table_schema = 'public' AND column_name <> 'id'",
        ["audit_event"],
    )
    columns = cursor.fetchone()[0]
    event = event_at(cursor, place)
    cursor.execute(
        f"INSERT INTO audit_event (id, {columns}) OVERRIDING SYSTEM VALUE "
        f"SELECT -{place}, {columns} FROM audit_event WHERE id = %s",
        [event],
    )
    touched = cursor.rowcount
    if place % 2 == 0:
        return touched, place, "slipped in"
    cursor.execute("UPDATE audit_seal SET seq = seq + 10000000 WHERE seq >= %s", [place])
    cursor.execute("UPDATE audit_seal SET seq = seq - 9999999 WHERE seq >= 10000000")
    cursor.execute(
        "INSERT INTO audit_seal (seq, event_id, transaction_id, hash, sealed_at) "
        "SELECT %s, %s, transaction_id, %s, sealed_at FROM audit_seal WHERE seq = %s",
        [place, -place, hash_of(cursor, -place, head_before(cursor, place)), place + 1],
    )
    touched = min(touched, cursor.rowcount)
    cursor.execute("SELECT count(*) FROM audit_checkpoint WHERE seq = %s", [place])
    if cursor.fetchone()[0]:  # then the checkpoint sees it one entry earlier
        return touched, place, CHECKPOINT
    return touched, place + 1, CHANGED


def cut_tail(cursor: Cursor, place: int) -> Named:
    """At every other place the database's later checkpoints go too."""
    expected = next_checkpoint(cursor, place + 1)
    cursor.execute("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_seal WHERE seq > %s)", [place])
    touched = cursor.rowcount
    cursor.execute("DELETE FROM audit_seal WHERE seq > %s", [place])
    if place % 2:
        cursor.execute("DELETE FROM audit_checkpoint WHERE seq > %s", [place])
    return touched, expected, CHECKPOINT


def recompute(cursor: Cursor, place: int) -> Named:
    """Edit one event, then hash everything after it again, so that the chain by itself is sound."""
    expected = next_checkpoint(cursor, place)
    edit_actor(cursor, place)
    head = head_before(cursor, place)
    cursor.execute("SELECT seq, event_id FROM audit_seal WHERE seq >= %s ORDER BY seq", [place])
    touched = 0
    for seq, event in cursor.fetchall():
        head = hash_of(cursor, event, head)
        cursor.execute("UPDATE audit_seal SET hash = %s WHERE seq = %s", [head, seq])
        touched += cursor.rowcount
    return touched, expected, CHECKPOINT


def head_before(cursor: Cursor, place: int) -> bytes:
    cursor.execute("SELECT hash FROM audit_seal WHERE seq = %s", [place - 1])
    return bytes(cursor.fetchone()[0])


def hash_of(cursor: Cursor, event: int, head: bytes) -> bytes:
    cursor.execute("SET LOCAL timezone = 'UTC'")
    cursor.execute(f"SELECT {BYTES} FROM (SELECT {AS_TEXT} FROM audit_event AS e WHERE e.id = %s) AS x", [event])
    return sha256(head + cursor.fetchone()[0].encode()).digest()


ATTACKS: dict[str, Callable[[Cursor, int], Named]] = {
    "edit payload": edit_payload,
    "edit actor": edit_actor,
    "edit time": edit_time,
    "delete middle": delete_middle,
    "swap two rows": swap_two,
    "insert forged": insert_forged,
    "cut tail": cut_tail,
    "recompute the chain": recompute,
}
"""The ninth, to restore yesterday's copy, needs no hand on the rows: see test_attacks.py."""
