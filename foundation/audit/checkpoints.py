"""Checkpoints: signed statements of how long the chain is and where it stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from foundation.audit.keys import signing_key

EVERY_ROWS = 10_000
_ROWS = """
SELECT e.table_name, sum(CASE e.operation WHEN 'I' THEN 1 ELSE -1 END)::bigint
FROM audit_seal AS s JOIN LATERAL (
  SELECT kind, table_name, operation FROM audit_event WHERE id = s.event_id OFFSET 0) AS e ON true
WHERE s.seq > %s AND s.seq <= %s AND e.kind = 'row' AND e.operation IN ('I', 'D') GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkpoint as it was signed. A line of an outside file is `line()`."""

    body: str
    signature: str
    number: int
    seq: int
    head: str
    rows: Mapping[str, int]
    previous: str

    def line(self) -> str:
        return json.dumps({"body": self.body, "signature": self.signature}, separators=(",", ":"))

    @property
    def digest(self) -> str:
        return sha256(self.body.encode()).hexdigest()


def read_statement(body: str, signature: str) -> Statement:
    """Raises ValueError where the text is no checkpoint."""
    try:
        found = json.loads(body)
        return Statement(
            body,
            signature,
            int(found["number"]),
            int(found["seq"]),
            str(found["head"]),
            {str(table): int(count) for table, count in found["rows"].items()},
            str(found["previous"]),
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as trouble:
        raise ValueError(f"This is no checkpoint: {body[:60]}") from trouble


def read_line(line: str) -> Statement:
    """Raises ValueError where the line of an outside file is no checkpoint."""
    try:
        found = json.loads(line)
        return read_statement(str(found["body"]), str(found["signature"]))
    except (KeyError, TypeError, json.JSONDecodeError) as trouble:
        raise ValueError(f"This line is no checkpoint: {line[:60]}") from trouble


def checkpoint_if_due(*, now: datetime, final: bool = False) -> Statement | None:
    """Sign where the chain stands: after five minutes or 10,000 entries, or at the end (`final`), if it grew.

    Returns None when nothing is due, or when there is no key to sign with.
    Side effects: one row of audit_checkpoint, by the sealer's role.
    """
    with transaction.atomic(using="sealer"), connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1")
        newest = cursor.fetchone()
        cursor.execute("SELECT at, body, signature FROM audit_checkpoint ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
        last = read_statement(row[1], row[2]) if row else None
        grown = newest[0] - (last.seq if last else 0) if newest else 0
        late = row is None or now - row[0] >= timedelta(seconds=settings.CHECKPOINT_SECONDS)
        if grown <= 0 or not (final or late or grown >= EVERY_ROWS):
            return None
        key = signing_key()
        if key is None:
            return None
        seq, head = int(newest[0]), bytes(newest[1]).hex()
        number = last.number + 1 if last else 1
        made = {
            "number": number,
            "seq": seq,
            "entries": seq,
            "head": head,
            "rows": _rows(cursor, last, seq),
            "at": now.isoformat(timespec="seconds"),
            "previous": last.digest if last else "",
        }
        body = json.dumps(made, sort_keys=True, separators=(",", ":"))
        signature = key.sign(body.encode()).hex()
        cursor.execute(
            "INSERT INTO audit_checkpoint (number, seq, at, body, signature) VALUES (%s, %s, %s, %s, %s)",
            [number, seq, now, body, signature],
        )
        return read_statement(body, signature)


def _rows(cursor: Any, last: Statement | None, seq: int) -> dict[str, int]:
    """Rows each table holds by what the chain says up to `seq`."""
    cursor.execute(_ROWS, [last.seq if last else 0, seq])
    counts = dict(last.rows) if last else {}
    for table, change in cursor.fetchall():
        counts[table] = counts.get(table, 0) + change
    return counts
