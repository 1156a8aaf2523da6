"""Decisions of a case: the one in force, the draft."""

from discipline.enums import DecisionState
from discipline.models import Case, Decision


def decision_in_force(case: Case) -> Decision | None:
    """The newest signed decision; an amended one replaces the first."""
    return case.decisions.filter(state=DecisionState.SIGNED).order_by("-version").first()


def draft_of(case: Case) -> Decision | None:
    return case.decisions.filter(state=DecisionState.DRAFT).first()
