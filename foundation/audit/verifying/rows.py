"""Live rows against the trail: each equals its last image, each image not deleted has its row."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg2 import sql

from foundation.audit.audited import audited_tables
from foundation.audit.life import known_columns
from foundation.audit.verifying.findings import BadRow

AT_MOST = 1000  # named rows a table; more of them say nothing new
WORDS = {
    "unseen": "the trail never saw this row",
    "gone": "the row is gone, and the trail saw no deletion",
    "back": "the row is there, though the trail saw it deleted",
}
_ROWS = sql.SQL(
    """
WITH image AS (
  SELECT DISTINCT ON (row_key) row_key, operation, after FROM audit_event
  WHERE table_name = {name} AND kind = 'row' ORDER BY row_key, id DESC)
SELECT coalesce(image.row_key, live.id::text),
  CASE WHEN image.row_key IS NULL THEN 'unseen' WHEN live.id IS NULL THEN 'gone'
    WHEN image.operation = 'D' THEN 'back' ELSE 'differs' END,
  (to_jsonb(live) - {hidden})::text, ((({fill} || image.after) - {hidden}) - {gone})::text, image.after::text
FROM image FULL JOIN {table} AS live ON live.id::text = image.row_key
WHERE (live.id IS NULL AND image.operation <> 'D') OR (live.id IS NOT NULL AND (image.row_key IS NULL
  OR image.operation = 'D'
  OR (to_jsonb(live) - {hidden}) IS DISTINCT FROM (({fill} || image.after) - {hidden}) - {gone}))
LIMIT {limit}
"""
)
_TRIGGER = """
SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname LIKE 'pgtrigger\\_audited\\_%%'
AND tgenabled = 'O'
"""


def row_findings() -> list[BadRow]:
    """Every audited table, compared set-wise; hidden columns are compared as hidden."""
    found: list[BadRow] = []
    with connection.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")  # as in the images
        known = known_columns(cursor)
        for table, hidden in audited_tables().items():
            cursor.execute("SELECT to_regclass(%s) IS NULL", [f'public."{table}"'])
            if cursor.fetchone()[0]:
                found.append(BadRow(table, "", "the table is missing"))
                continue
            cursor.execute(_TRIGGER, [f'public."{table}"'])
            if cursor.fetchone()[0] != 1:
                found.append(BadRow(table, "", "the trigger that records this table is missing or switched off"))
            found += _table(cursor, table, hidden, known.get(table, {}))
    return found


def _table(cursor: Any, table: str, hidden: Sequence[str], fill: Mapping[str, Any]) -> list[BadRow]:
    gone: set[str] = set()
    while True:
        query = _ROWS.format(
            name=sql.Literal(table),
            table=sql.Identifier("public", table),
            hidden=sql.SQL("{}::text[]").format(sql.Literal(list(hidden))),
            gone=sql.SQL("{}::text[]").format(sql.Literal(sorted(gone))),
            fill=sql.SQL("{}::jsonb").format(sql.Literal(json.dumps(fill))),
            limit=sql.Literal(AT_MOST),
        )
        cursor.execute(query.as_string(cursor.connection))
        rows = cursor.fetchall()
        # Columns that a later version removed stand in old images only; `fill` names those that are there today.
        removed = {name for *_, after in rows if after for name in json.loads(after) if fill and name not in fill}
        if removed <= gone:
            return [BadRow(table, key, WORDS.get(kind) or _differs(live, image)) for key, kind, live, image, _ in rows]
        gone |= removed


def _differs(live: str, image: str) -> str:
    here, there = json.loads(live), json.loads(image)
    names = sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
    return f"differs from its last image: {', '.join(names)}"
