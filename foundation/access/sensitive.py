"""Sensitive reads leave one event each: what is marked in the matrix is noted where it is shown (rules R5 and R6)."""

from collections.abc import Iterable, Mapping
from typing import Any

from foundation.access.decide import read_logged
from foundation.audit.context import Actor
from foundation.audit.reading import record_read


def note_read(
    user: Actor, obj: Any, *, name: str = "", details: Mapping[str, Any] | None = None, source: str = "app"
) -> bool:
    """Call once where a single row is shown; writes one read event if the matrix marks what this reader sees of it.

    Args:
        user: who reads.
        obj: the row shown; one's own never leaves an event.
        name: what was read, else `<model>.opened`.
        details: facts kept with the event, never the values read.
        source: app or api.

    Returns:
        Whether an event was written.
    """
    if not read_logged(user, obj):
        return False
    label = obj._meta.label_lower
    event = name or f"{obj._meta.model_name}.opened"
    record_read(by=user, object_type=label, object_id=obj.pk, name=event, details=details, source=source)
    return True


def note_list(user: Actor, rows: Iterable[Any], *, name: str, about: Any = None, source: str = "app") -> bool:
    """Call once where several rows are shown in full: one event with their number, on `about` or on the list.

    Returns:
        Whether an event was written; not where every row is one's own or shows nothing that is marked.
    """
    marked = [row for row in rows if read_logged(user, row)]
    if not marked:
        return False
    subject = about if about is not None else marked[0]
    key = about.pk if about is not None else "list"
    keys = sorted(row.pk for row in marked)
    details = {"rows": len(marked), "keys": keys}
    record_read(
        by=user, object_type=subject._meta.label_lower, object_id=key, name=name, details=details, source=source
    )
    return True
