"""What the watch rules read: overdue undertakings, decisions of a span by person, proposals near their term."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from directives.models import Undertaking
from directives.selectors.undertakings import in_stage
from discipline.enums import DecisionState, Form, Outcome, ReplacementState, Track
from discipline.models import Decision, Replacement
from discipline.selectors.effects import STANDING


@dataclass(frozen=True, slots=True)
class Decided:
    """One standing decision on a person; `indicator` is a code or empty."""

    case_id: int
    number: str
    indicator: str


def undertakings_due_before(day: date) -> QuerySet[Undertaking]:
    """Not done, due before this day."""
    return in_stage(Undertaking.objects.all(), "overdue", on=day).order_by("id")


def decided_since(since: date, *, form: Form | None = None) -> Mapping[int, list[Decided]]:
    """Standing decisions on people, the oldest first; of two tracks of one violation the administrative one counts."""
    rows = Decision.objects.filter(
        state=DecisionState.SIGNED,
        outcome=Outcome.FORM,
        replaced_by__isnull=True,
        effective_on__gte=since,
        case__state__in=STANDING,
        case__subject__isnull=False,
    ).exclude(Q(case__track=Track.PARTY) & (Q(case__twin__isnull=False) | Q(case__twin_of__isnull=False)))
    if form is not None:
        rows = rows.filter(form=form)
    found: dict[int, list[Decided]] = {}
    columns = ("case__subject_id", "case_id", "number", "case__indicator__code")
    for person, case, number, code in rows.order_by("effective_on", "id").values_list(*columns):
        found.setdefault(person, []).append(Decided(case, number, code or ""))
    return found


def near_their_term(last: date) -> QuerySet[Replacement]:
    """Open ones whose term to propose, or to decide, ends by this day."""
    return (
        Replacement.objects.filter(
            Q(state=ReplacementState.SUGGESTED, talk_due_on__lte=last)
            | Q(state__in=[ReplacementState.PROPOSED, ReplacementState.CONSULTED], decision_due_on__lte=last)
        )
        .select_related("person")
        .order_by("id")
    )
