"""Decisions of a case: the one in force, the draft, those that fell."""

from collections.abc import Collection, Mapping

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


def cases_named(person_id: int, text: str) -> set[int]:
    """Cases about the person whose number, or the number of whose decision, stands in the text."""
    rows = Decision.objects.filter(case__subject=person_id).values_list("case_id", "case__code", "number")
    said = text.casefold()
    return {case for case, code, number in rows if any(name and name.casefold() in said for name in (code, number))}


def papers_closed_to(reader: int, person_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """Of these people's cases from which the reader is kept out: keys and numbers of what was issued; one query."""
    found: dict[int, set[str]] = {}
    rows = Case.objects.filter(subject_id__in=person_ids, barred_ids__contains=[reader]).order_by()
    columns = ("subject_id", "pk", "code", "decisions__number", "soft_measure__document")
    for person, *names in rows.values_list(*columns):
        found.setdefault(person, set()).update(str(name) for name in names if name)
    return {person: frozenset(names) for person, names in found.items()}
