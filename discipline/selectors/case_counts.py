"""How much each tab of the page of a case holds for its reader."""

from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from discipline.models import Case, CaseBar, CaseExhibit, CaseMember, CasePaper, Decision, Sitting, Witness
from foundation.access import visible_to
from foundation.audit.models import AuditEvent

HELD: dict[str, tuple[tuple[type[models.Model], str], ...]] = {
    "people": ((CaseMember, "pk"), (CaseBar, "pk")),
    "proof": ((CaseExhibit, "number"), (Witness, "pk")),
    "papers": ((Sitting, "pk"), (Decision, "pk"), (CasePaper, "pk")),
}
"""Tab -> what is counted on it, and by what: an exhibit is one number, however many versions it has."""


def tab_counts(user: Any, case: Case, *, trail: bool) -> dict[str, int]:
    """Rows within the reader's reach by tab, in one query; with the `trail`, acts and people who read, in a second."""
    wanted = {
        f"{tab}{place}": _many(user, model, of)
        for tab, parts in HELD.items()
        for place, (model, of) in enumerate(parts)
    }
    row: Any = Case.objects.filter(pk=case.pk).order_by().values(**wanted).get()
    found = {tab: sum(row[f"{tab}{place}"] for place in range(len(parts))) for tab, parts in HELD.items()}
    if trail:
        events = AuditEvent.objects.filter(object_type=Case._meta.label_lower, object_id=str(case.pk))
        found |= events.order_by().aggregate(
            history=Count("id", filter=Q(kind=AuditEvent.Kind.EVENT)),
            readers=Count("actor", distinct=True, filter=Q(kind=AuditEvent.Kind.READ)),
        )
    return found


def _many(user: Any, model: type[models.Model], of: str) -> Coalesce:
    rows = visible_to(user, model._default_manager.filter(case=OuterRef("pk"))).order_by().values("case")
    return Coalesce(Subquery(rows.annotate(many=Count(of, distinct=True)).values("many")), 0)
