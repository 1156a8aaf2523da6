"""Whose hand stays closed to readers of the trail: who reported a signal, and what the person concerned wrote."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.audit.models import AuditEvent
from reports.trail.payload import HIDDEN

WRITTEN = ("discipline_case", "discipline_complaint", "discipline_statement")
"""Rows written by who reported, or by the person concerned: their writer would tie a person to a case."""
TELLING = Q(operation="I") & (
    Q(table_name__in=WRITTEN) | Q(table_name="discipline_casemember", after__role="representative")
)


def blinded(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """The entries of a page, without the writer of those written with such a row; one query for the page.

    Whatever else the same transaction wrote is closed too, and so is the request, which other entries name.
    """
    found = list(events)
    asked = {event.transaction_id for event in found}
    telling = AuditEvent.objects.filter(TELLING, transaction_id__in=asked).order_by()
    closed = set(telling.values_list("transaction_id", flat=True)) if asked else set()
    for event in found:
        if event.transaction_id in closed:
            event.actor, event.actor_name, event.request_id = HIDDEN, "", ""
    return found


def with_open_authors(rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Only entries whose writer may be asked for: a filter by account or request finds no others."""
    return rows.exclude(Exists(AuditEvent.objects.filter(TELLING, transaction_id=OuterRef("transaction_id"))))
