"""Proof of an assignment: files that show what was done."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import AssignmentState
from directives.models import Assignment, AssignmentEvidence
from foundation.access import allows, require
from foundation.files.services.lines import add_line, replace_line, withdraw_line
from foundation.workflow.errors import Refused


def may_add(*, assignment: Assignment, by: User) -> bool:
    """Whether this person may add proof now: the person while the task runs, the giver's unit also once it is done."""
    return allows(by, "assignment_evidence.add", AssignmentEvidence(assignment=assignment))


def add_evidence(
    *, assignment: Assignment, title: str, upload: Any, by: User, source: str = "app"
) -> AssignmentEvidence:
    """Attach a file under the next number.

    Raises:
        NotFound, Forbidden: the assignment is out of reach, or read only for this person.
        Refused: the task was cancelled, or is done and the person is the one it was given to.
        InvalidInput: no title; FileRefused: the file cannot be taken.
    """
    require_open(assignment=assignment, by=by)
    return add_line(
        AssignmentEvidence, parent=assignment, field="assignment", title=title, upload=upload, by=by, source=source
    )


def replace_evidence(
    *, assignment: Assignment, number: int, upload: Any, by: User, source: str = "app"
) -> AssignmentEvidence:
    """Attach a better file under the same number; earlier versions stay readable. Refusals as for `add_evidence`."""
    require_open(assignment=assignment, by=by)
    return replace_line(
        AssignmentEvidence, parent=assignment, field="assignment", number=number, upload=upload, by=by, source=source
    )


def withdraw_evidence(
    *, assignment: Assignment, number: int, reason: str, by: User, source: str = "app"
) -> AssignmentEvidence:
    """Take the own files of a number out of sight, with a reason that stays. Refusals as for `add_evidence`."""
    require_open(assignment=assignment, by=by)
    return withdraw_line(
        AssignmentEvidence, parent=assignment, field="assignment", number=number, reason=reason, by=by, source=source
    )


def require_open(*, assignment: Assignment, by: User) -> None:
    """Refuse who may not add, and say so when it is only too late."""
    proof = AssignmentEvidence(assignment=assignment)
    if allows(by, "assignment_evidence.add", proof):
        return
    while_open = AssignmentEvidence(assignment=Assignment(**_as_open(assignment)))
    if assignment.state != AssignmentState.OPEN and allows(by, "assignment_evidence.add", while_open):
        raise Refused(_("Proof is added while the task is in progress; this one has ended."), code="evidence_closed")
    require(by, "assignment_evidence.add", proof)


def _as_open(assignment: Assignment) -> dict[str, Any]:
    """The same assignment as it was while it ran, to tell "too late" from "not yours"."""
    return {
        "person": assignment.person,
        "unit": assignment.unit,
        "given_by_id": assignment.given_by_id,
        "state": AssignmentState.OPEN,
    }
