"""Writes the sealed trail into one file that can be verified without this system, by bin/verify_trail.py."""

import json
import os
from pathlib import Path

from django.db import connection

from foundation.audit.canonical import AS_TEXT, COLUMNS, TEXTS

FORMAT = "ky-cuong trail 1"
CHUNK = 5_000
_ENTRIES = f"""
SELECT s.seq, encode(s.hash, 'hex'), {TEXTS} FROM audit_seal AS s JOIN LATERAL (
  SELECT {AS_TEXT} FROM audit_event AS e WHERE e.id = s.event_id OFFSET 0) AS event ON true
WHERE s.seq > %s AND s.seq <= %s ORDER BY s.seq
"""  # noqa: S608  constants of our own


def export_trail(file: Path) -> int:
    """Write every sealed entry, one line each: place, hash, the columns' texts. Returns how many.

    The file holds personal data as the trail does: it is readable by its owner only.
    """
    half = file.with_name(file.name + ".part")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    written = 0
    with os.fdopen(descriptor, "w", encoding="utf-8") as out, connection.cursor() as cursor:
        out.write(json.dumps({"format": FORMAT, "columns": list(COLUMNS)}) + "\n")
        cursor.execute("SELECT coalesce(max(seq), 0) FROM audit_seal")
        for start in range(0, int(cursor.fetchone()[0]), CHUNK):
            cursor.execute(_ENTRIES, [start, start + CHUNK])
            for seq, seal, *texts in cursor.fetchall():
                out.write(json.dumps([seq, seal, texts], ensure_ascii=False, separators=(",", ":")) + "\n")
                written += 1
    half.replace(file)
    return written
