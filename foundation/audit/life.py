"""What `migrate` tells the trail: that the server counts transactions anew, and which columns the tables have got."""

import json
from typing import Any

from django.db import connections

from foundation.audit.audited import audited_tables

SCHEMA_EVENT = "schema.columns"
_SEEN = """
SELECT greatest((SELECT max(transaction_id) FROM audit_event), (SELECT max(transaction_id) FROM audit_seal))
"""
_LIFT = """
UPDATE audit_life SET base = %s WHERE pg_snapshot_xmax(pg_current_snapshot())::text::bigint + base <= %s
"""
# What a row has in a column that was added after the row was written.
_COLUMNS = """
SELECT a.attname, CASE WHEN a.atthasmissing THEN (array_to_json(a.attmissingval) -> 0)::text END
FROM pg_attribute AS a WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname
"""


def lift_transaction_numbers() -> bool:
    """Lift the base above every number the trail has seen, where the server would give them out again."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_SEEN)
        seen = cursor.fetchone()[0]
        if seen is None:
            return False
        cursor.execute(_LIFT, [seen, seen])
        return bool(cursor.rowcount)


def record_columns() -> int:
    """One event for each audited table whose columns changed since the last such event. Returns how many."""
    recorded = 0
    with connections["owner"].cursor() as cursor:
        known = known_columns(cursor)
        cursor.execute("SELECT set_config('kc.actor', 'system', true), set_config('kc.actor_name', 'system', true)")
        cursor.execute("SELECT set_config('kc.source', 'command', true)")
        for table in audited_tables():
            cursor.execute(_COLUMNS, [f'public."{table}"'])
            columns: dict[str, Any] = {name: json.loads(fill or "null") for name, fill in cursor.fetchall()}
            before = known.get(table)
            if not columns or (before is not None and set(before) == set(columns)):
                continue
            columns |= {name: fill for name, fill in (before or {}).items() if name in columns}
            cursor.execute(
                "SELECT audit_record_event(%s, 'schema', %s, %s, '', %s::jsonb)",
                [table, table, SCHEMA_EVENT, json.dumps({"columns": columns})],
            )
            recorded += 1
    return recorded


def known_columns(cursor: Any) -> dict[str, dict[str, Any]]:
    """Table -> column -> what rows older than the column have in it, as the trail holds it."""
    cursor.execute(
        "SELECT DISTINCT ON (object_id) object_id, (details -> 'columns')::text FROM audit_event "
        "WHERE object_type = 'schema' AND kind = 'event' AND name = %s ORDER BY object_id, id DESC",
        [SCHEMA_EVENT],
    )
    return {table: json.loads(columns) for table, columns in cursor.fetchall()}
