"""Decisions of a case: the one in force, the draft, those that fell."""

from collections.abc import Collection

from discipline.enums import CaseState, DecisionState
from discipline.models import Case, Decision


def decision_in_force(case: Case) -> Decision | None:
    """The newest signed decision; an amended one replaces the first."""
    return case.decisions.filter(state=DecisionState.SIGNED).order_by("-version").first()


def draft_of(case: Case) -> Decision | None:
    return case.decisions.filter(state=DecisionState.DRAFT).first()


def fallen(decision_ids: Collection[int]) -> dict[int, str]:
    """Those of these decisions that were rescinded, by key, each with its number."""
    rows = Decision.objects.filter(pk__in=decision_ids, case__state=CaseState.RESCINDED)
    return dict(rows.values_list("pk", "number"))
