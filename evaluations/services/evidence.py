"""Proof of the own self-assessment: files attached while the sheet is a draft."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, SheetEvidence
from foundation.access import require
from foundation.audit.record import recorded
from foundation.files.services.lines import add_line, replace_line, withdraw_line
from foundation.workflow.errors import NotFound, Refused


def add_evidence(*, evaluation: Evaluation, title: str, upload: Any, by: User, source: str = "app") -> SheetEvidence:
    """Attach a file to the own sheet under the next number.

    Raises:
        NotFound: the sheet is somebody else's, or that of a unit.
        Refused: it was handed in already; what the superior judges does not grow behind the superior's back.
        InvalidInput: no title; FileRefused: the file cannot be taken.
    """
    with recorded(by=by, source=source):
        sheet = _own_draft(evaluation, by)
        return add_line(
            SheetEvidence, parent=sheet, field="evaluation", title=title, upload=upload, by=by, source=source
        )


def replace_evidence(
    *, evaluation: Evaluation, number: int, upload: Any, by: User, source: str = "app"
) -> SheetEvidence:
    """Attach a better file under the same number; earlier versions stay readable. Refusals as for `add_evidence`."""
    with recorded(by=by, source=source):
        sheet = _own_draft(evaluation, by)
        return replace_line(
            SheetEvidence, parent=sheet, field="evaluation", number=number, upload=upload, by=by, source=source
        )


def withdraw_evidence(
    *, evaluation: Evaluation, number: int, reason: str, by: User, source: str = "app"
) -> SheetEvidence:
    """Take the files of a number out of sight, with a reason that stays. Refusals as for `add_evidence`."""
    with recorded(by=by, source=source):
        sheet = _own_draft(evaluation, by)
        return withdraw_line(
            SheetEvidence, parent=sheet, field="evaluation", number=number, reason=reason, by=by, source=source
        )


def _own_draft(evaluation: Evaluation, by: User) -> Evaluation:
    """The sheet, locked: it is not handed in between this look and the row."""
    sheet = Evaluation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=evaluation.pk)
    if sheet.person_id is None or sheet.person_id != by.person_id:
        raise NotFound
    if sheet.state != EvaluationState.DRAFT:
        raise Refused(
            _("The self-assessment was handed in; files are added while it is a draft. Take it back first."),
            code="evidence_closed",
        )
    require(by, "sheet_evidence.add", SheetEvidence(evaluation=sheet))
    return sheet
