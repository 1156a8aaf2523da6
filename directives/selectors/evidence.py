"""Proof of assignments as pages, other rooms and the files room read it."""

from collections.abc import Collection
from typing import Any

from directives.models import Assignment, AssignmentEvidence
from foundation.access import visible_to
from foundation.files.selectors import Proof, grouped, proofs_of


def proofs_for(user: Any, assignment: Assignment) -> tuple[Proof, ...]:
    """The assignment's proofs this person may read; one query."""
    return proofs_of(visible_to(user, AssignmentEvidence.objects.filter(assignment=assignment)))


def proofs_by_assignment(user: Any, assignment_ids: Collection[int]) -> dict[int, tuple[Proof, ...]]:
    """The same for many assignments; one query."""
    rows = visible_to(user, AssignmentEvidence.objects.filter(assignment_id__in=assignment_ids))
    found: dict[int, list[AssignmentEvidence]] = {}
    for row in rows.select_related("file", "added_by").order_by("assignment_id", "number", "-version"):
        found.setdefault(row.assignment_id, []).append(row)
    return {assignment_id: grouped(versions) for assignment_id, versions in found.items()}


def may_read_files(user: Any, assignment_id: int) -> bool:
    """Asked by the files room at each download."""
    return visible_to(user, AssignmentEvidence.objects.filter(assignment_id=assignment_id)).exists()
