"""The self-assessment: drafts, submission, withdrawal while the superior has not looked."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, Step
from evaluations.models import Evaluation, UnitCycle
from evaluations.selectors.decision import score_of
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.timetable import due_for
from evaluations.services.lines import Lines, checked
from evaluations.services.versions import locked
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled
from foundation.workflow.errors import Forbidden, NotFound, Refused, StateChanged

RELATED = ("person", "unit", "unit_cycle__cycle__framework")


def save_draft(*, evaluation: Evaluation, lines: Lines, note: str, version: int | None, by: Actor) -> Evaluation:
    """Store the own lines as far as they are; an empty line is not scored, never zero."""
    with recorded(by=by):
        sheet = locked(evaluation, version=version, yours={"self_note": note}, related=RELATED)
        _require_own(by, sheet, "evaluation.self_assess")
        if sheet.state != EvaluationState.DRAFT:
            raise StateChanged(_("The self-assessment was already passed on."), details={"state": sheet.state})
        card = spec_of(sheet.unit_cycle.cycle.framework).card(sheet.subject_group)
        stored, result = checked(card, lines)
        changes = {
            "scores": {**sheet.scores, "self": stored},
            "self_total": result.total,
            "self_note": note.strip(),
        }
        return update_version(sheet, version=version, changes=changes)


def submit(*, evaluation: Evaluation, version: int | None, by: Actor, on: date) -> Evaluation:
    """Pass the self-assessment on to the superior; after the last day it is taken and marked late.

    Raises:
        Refused: a line is not scored (`details["missing"]`), or bonus points have neither reason nor item.
    """
    with recorded(by=by):
        sheet = locked(evaluation, version=version, related=RELATED)
        _require_own(by, sheet, "evaluation.self_assess")
        result = score_of(spec_of(sheet.unit_cycle.cycle.framework), sheet, "self")
        if result.missing:
            raise Refused(
                _("Some lines are not scored yet."), code="self_incomplete", details={"missing": list(result.missing)}
            )
        if result.without_evidence:
            raise Refused(
                _("Bonus points need a reason or an attached item."),
                code="evidence_missing",
                details={"missing": list(result.without_evidence)},
            )
        due = due_for(sheet.unit_cycle, Step.SELF.value)
        changes = {
            "self_submitted_at": timezone.now(),
            "self_late": due is not None and on > due,
            "self_missing": False,
            "self_total": result.total,
            "superior_opened_at": None,
            "return_reason": "",
        }
        mark_handled(dedupe_prefix=f"cycle:{sheet.cycle_id}:{Step.SELF.value}", by=by, user_ids=[by.pk])
        return move(sheet, "submit_self", by=by, changes=changes)


def withdraw(*, evaluation: Evaluation, version: int | None, by: Actor) -> Evaluation:
    """Take the self-assessment back, as long as the superior has not opened it."""
    with recorded(by=by):
        sheet = locked(evaluation, version=version, related=RELATED)
        _require_own(by, sheet, "evaluation.withdraw")
        if sheet.superior_opened_at is not None or sheet.scores.get("superior"):
            raise Refused(_("Your superior has already opened this sheet; ask for its return."), code="opened_already")
        return move(sheet, "withdraw_self", by=by, changes={"self_submitted_at": None, "self_late": False})


def writes_for_unit(by: Actor, sheet: Evaluation) -> bool:
    """The unit's own sheet is filled in by whoever heads the unit this month."""
    person = getattr(by, "person_id", None)
    if sheet.person_id is not None or person is None:
        return False
    return UnitCycle.objects.filter(cycle_id=sheet.cycle_id, unit_id=sheet.unit_id, decider_id=person).exists()


def _require_own(by: Actor, sheet: Evaluation, action: str) -> None:
    if sheet.person_id is not None:
        if sheet.person_id != getattr(by, "person_id", None):
            raise NotFound
        if sheet.state in (EvaluationState.DRAFT, EvaluationState.SELF_SUBMITTED):
            require(by, action, sheet)
    elif not writes_for_unit(by, sheet):
        raise Forbidden(_("The head of the unit fills in this sheet."), code="not_unit_head")
