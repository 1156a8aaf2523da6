"""Opens a transaction whose changes are signed with an actor, and writes business events."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from foundation.audit.context import Actor, request_id

SETTINGS = ("kc.actor", "kc.actor_name", "kc.request_id", "kc.source")
SYSTEM = "system"
_signed: ContextVar[bool] = ContextVar("signed", default=False)


def is_recorded() -> bool:
    """Whether the running code stands inside a recorded(): what it writes is signed already."""
    return _signed.get()


def _read_settings() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS))
        return list(cursor.fetchone())


def _write_settings(values: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS), values)


@contextmanager
def recorded(*, by: Actor | None, source: str = "app") -> Iterator[None]:
    """Run the body in one transaction whose every change is recorded as done by `by`.

    Args:
        by: the acting user, or None for the system itself (a periodic job, a command).
        source: where the act came from: app, api, task, command.

    Nested use keeps the outer actor's settings once the inner body ends.
    """
    with transaction.atomic():
        before = _read_settings()
        actor = str(by.pk) if by is not None else SYSTEM
        name = by.username if by is not None else SYSTEM
        values = [actor, name, request_id.get() or before[2], source]
        mark = _signed.set(True)
        try:
            if values == before:
                yield
                return
            _write_settings(values)
            yield
            _write_settings(before)
        finally:
            _signed.reset(mark)


def record_event(
    *,
    object_type: str,
    object_id: str | int,
    name: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    table: str = "",
) -> None:
    """Write one business event, signed with the actor of the surrounding `recorded()`.

    Side effects: one row in the audit trail, in the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_record_event(%s, %s, %s, %s, %s, %s::jsonb)",
            [table, object_type, str(object_id), name, reason, json.dumps(dict(details or {}), cls=DjangoJSONEncoder)],
        )
