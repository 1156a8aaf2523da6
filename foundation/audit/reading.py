"""Read and denied events: written through the alias `audit`, so a read-only request leaves them too."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections

from foundation.audit.context import Actor, request_id
from foundation.audit.models import AuditEvent

LONGEST = {"type": 40, "id": 64, "name": 60}
_WRITE = "SELECT audit_record_read(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"


def record_read(
    *,
    by: Actor,
    object_type: str,
    object_id: str | int,
    name: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    source: str = "app",
) -> None:
    """Record that `by` saw something sensitive.

    Args:
        by: who reads.
        object_type: label of the model, e.g. `cadres.person`.
        object_id: key of the row read.
        name: what was read, e.g. `person.revealed`.
        reason: why, where the matrix asks for one.
        details: facts kept with the event, never the values read.

    Side effects: one row in the trail, committed at once and on its own, whatever becomes of the request.
    """
    _write(AuditEvent.Kind.READ, by, source, object_type, object_id, name, reason, details)


def record_denied(
    *,
    by: Actor | None,
    name: str,
    object_type: str = "",
    object_id: str | int = "",
    details: Mapping[str, Any] | None = None,
    source: str = "app",
) -> None:
    """Record that somebody asked for what is not open to them; `name` is the route or the act."""
    _write(AuditEvent.Kind.DENIED, by, source, object_type, object_id, name, "", details)


def _write(
    kind: str,
    by: Actor | None,
    source: str,
    object_type: str,
    object_id: str | int,
    name: str,
    reason: str,
    details: Mapping[str, Any] | None,
) -> None:
    facts = json.dumps(dict(details or {}), cls=DjangoJSONEncoder).replace("\\u0000", "")
    values = [
        str(kind),
        str(by.pk) if by is not None else "",
        by.username if by is not None else "",
        request_id.get(),
        source,
        _plain(object_type)[: LONGEST["type"]],
        _plain(object_id)[: LONGEST["id"]],
        _plain(name)[: LONGEST["name"]],
        _plain(reason),
        facts,
    ]
    with connections["audit"].cursor() as cursor:
        cursor.execute(_WRITE, values)


def _plain(value: str | int) -> str:
    return str(value).replace("\0", "")  # PostgreSQL's text has no NUL, and a denied key may be anything
