"""The bytes of one event that the chain hashes: every column, with its length in front: nothing is ambiguous."""

from collections.abc import Sequence

COLUMNS: dict[str, str] = {
    "id": "e.id",
    "at": "(extract(epoch from e.at) * 1000000)::bigint",  # microseconds: the same in every time zone
    "transaction_id": "e.transaction_id",
    "kind": "e.kind",
    "actor": "e.actor",
    "actor_name": "e.actor_name",
    "outside_app": "e.outside_app",
    "database_user": "e.database_user",
    "request_id": "e.request_id",
    "source": "e.source",
    "table_name": "e.table_name",
    "row_key": "e.row_key",
    "operation": "e.operation",
    "before": "e.before",
    "after": "e.after",
    "object_type": "e.object_type",
    "object_id": "e.object_id",
    "name": "e.name",
    "reason": "e.reason",
    "details": "e.details",
}
"""Column -> SQL of its value; each is taken as PostgreSQL's own text. The order is part of the format."""

AS_TEXT = ", ".join(f"({value})::text AS c_{name}" for name, value in COLUMNS.items())
"""For an inner SELECT over `audit_event AS e`."""
TEXTS = ", ".join(f"c_{name}" for name in COLUMNS)
BYTES = " || ".join(f"coalesce(octet_length(c_{name}) || ':' || c_{name} || ',', '-')" for name in COLUMNS)
"""For the SELECT around it: the event's canonical text. Built-in functions only: nothing of ours could be replaced."""

GENESIS = bytes(32)
"""What stands before the first entry."""


def canonical(texts: Sequence[str | None]) -> bytes:
    """The same from the columns' texts, as in an exported file."""
    return "".join("-" if text is None else f"{len(text.encode())}:{text}," for text in texts).encode()
