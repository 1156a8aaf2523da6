"""Entries of the trail that stay veiled for a while: rooms say which ones their sealed things left."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from foundation.audit.models import AuditEvent

_veils: list[Callable[[], Q]] = []


def register(veil: Callable[[], Q]) -> None:
    """Called in an app's ready(); `veil` gives the condition of entries that nobody reads yet, asked at each page."""
    if veil not in _veils:
        _veils.append(veil)


def unveiled(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Without the entries that are veiled at this moment."""
    return events.exclude(reduce(or_, (veil() for veil in _veils))) if _veils else events
