"""Who must not be moved to another post for now because a case about them is open; cadres asks for it."""

from collections.abc import Iterable

from cadres.holds import Hold
from discipline.enums import HANDLING, CaseState
from discipline.models import Case

HOLDING = (*HANDLING, CaseState.SUSPENDED)


def hold_of(case: Case) -> Hold | None:
    """What an open case about a person says to rotation; nothing of what it is about."""
    if case.subject_id is None or case.state not in HOLDING or case.opened_on is None:
        return None
    return Hold(case.subject_id, origin_of(case), "discipline", case.opened_on)


def origin_of(case: Case) -> str:
    return f"discipline:{case.pk}"


def holds_of(people: Iterable[int] | None) -> list[Hold]:
    """Open cases about these people, or about everybody; one query."""
    rows = Case.objects.filter(state__in=HOLDING, subject__isnull=False).order_by("id")
    if people is not None:
        rows = rows.filter(subject_id__in=list(people))
    return [hold for hold in map(hold_of, rows) if hold is not None]
