"""The direct superior's scores: one row at a time, with the proposal the machine makes of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation
from evaluations.rules.proposal import Proposal, propose
from evaluations.rules.scoring import ScoreResult, needs_reason
from evaluations.rules.spec import FrameworkSpec
from evaluations.selectors.decision import decided_unit_grades, score_of, standing_grade
from evaluations.selectors.facts import facts_for, is_unit_head
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.timetable import working_calendar
from evaluations.services.lines import Lines, checked
from evaluations.services.proceeding import refuse_before_deadline
from evaluations.services.self_assessment import RELATED
from evaluations.services.versions import locked
from evaluations.states import SCORING_STATES
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, StateChanged


def save_row(*, evaluation: Evaluation, lines: Lines, note: str = "", version: int | None, by: Actor) -> Evaluation:
    """Store the superior's lines; the sheet is done when every required line is scored, open again when one is emptied.

    Args:
        lines: {criterion: {"points", "deductions", "reason", "evidence"}}, the whole row.
        note: a sentence about the month as a whole, kept with the proposal.

    Raises:
        InvalidInput: a line cannot be taken, or stands far from the self-assessment without a sentence.
        StaleVersion: somebody saved this row first; `details` holds both versions.
    """
    with recorded(by=by):
        sheet = locked(evaluation, version=version, yours={"scores": {"superior": dict(lines)}}, related=RELATED)
        require(by, "evaluation.score", sheet)
        refuse_shared_duty(sheet, "score", by=by)
        if sheet.state not in SCORING_STATES:
            raise StateChanged(_("The scores of this sheet stand still now."), details={"state": sheet.state})
        spec = spec_of(sheet.unit_cycle.cycle.framework)
        stored, result = checked(spec.card(sheet.subject_group), lines)
        _refuse_bare_lines(spec, sheet, stored, result)
        changes, proposal = _outcome(spec, sheet, result, note)
        changes["scores"] = {**sheet.scores, "superior": stored}
        changes["superior_opened_at"] = sheet.superior_opened_at or timezone.now()
        changes["scored_by_id"] = getattr(by, "person_id", None)
        complete = result.is_scored or proposal.not_graded
        if complete and sheet.state == EvaluationState.SELF_SUBMITTED:
            return move(sheet, "score", by=by, changes=changes)
        if not complete and sheet.state == EvaluationState.SUPERIOR_DONE:
            return move(sheet, "reopen_score", by=by, changes=changes)
        return update_version(sheet, version=version, changes=changes)


def opened(*, evaluations: Sequence[Evaluation], by: Actor) -> int:
    """The superior has the submitted sheets before the eyes: from now on they cannot be withdrawn. Returns how many."""
    person = getattr(by, "person_id", None)
    ids = [
        sheet.pk
        for sheet in evaluations
        if sheet.state == EvaluationState.SELF_SUBMITTED
        and sheet.superior_opened_at is None
        and person is not None
        and person in (sheet.superior_id, sheet.decider_id)
    ]
    if not ids:
        return 0
    with recorded(by=by):
        rows = Evaluation.objects.filter(
            pk__in=ids, state=EvaluationState.SELF_SUBMITTED, superior_opened_at__isnull=True
        )
        return rows.update(superior_opened_at=timezone.now())


def proceed_without_self(
    *, evaluation: Evaluation, version: int | None, by: Actor, on: date | None = None
) -> Evaluation:
    """Go on without a self-assessment after its last day: the column stays empty, which is not zero."""
    with recorded(by=by):
        sheet = locked(evaluation, version=version, related=RELATED)
        require(by, "evaluation.proceed", sheet)
        refuse_before_deadline(sheet, on=on or timezone.localdate())
        return move(sheet, "proceed_without_self", by=by, changes={"self_missing": True})


def return_to_self(*, evaluation: Evaluation, reason: str, version: int | None, by: Actor) -> Evaluation:
    """Send the sheet back to the person with the reason; what the superior scored so far is kept."""
    with recorded(by=by):
        sheet = locked(evaluation, version=version, related=RELATED)
        require(by, "evaluation.return", sheet)
        changes = {"return_reason": reason.strip(), "self_submitted_at": None, "superior_opened_at": None}
        return move(sheet, "return_to_self", by=by, reason=reason, changes=changes)


def _refuse_bare_lines(
    spec: FrameworkSpec, sheet: Evaluation, stored: dict[str, dict[str, Any]], result: ScoreResult
) -> None:
    if result.without_evidence:
        raise InvalidInput(
            _("Bonus points need a reason or an attached item."),
            field=result.without_evidence[0],
            code="evidence_missing",
            details={"missing": list(result.without_evidence)},
        )
    card = spec.card(sheet.subject_group)
    own = {line.criterion: line.points for line in score_of(spec, sheet, "self").lines}
    bare = [
        line.criterion
        for line in result.lines
        if needs_reason(card.criterion(line.criterion), own[line.criterion], line.points, spec.parameters)
        and not stored.get(line.criterion, {}).get("reason")
    ]
    if bare:
        raise InvalidInput(
            _("This stands far from the self-assessment: say why."),
            field=bare[0],
            code="reason_missing",
            details={"missing": bare},
        )


def _outcome(spec: FrameworkSpec, sheet: Evaluation, result: ScoreResult, note: str) -> tuple[dict[str, Any], Proposal]:
    """Total, days worked and proposal; the quota is counted when the unit decides."""
    calendar = working_calendar()
    found = facts_for([sheet], period=sheet.unit_cycle.cycle.period, calendar=calendar)[sheet.pk]
    units = decided_unit_grades(sheet.cycle_id, {sheet.unit_id}) if is_unit_head(sheet) else {}
    proposal = propose(spec, sheet.subject_group, result.raw, found.facts, units.get(sheet.unit_id))
    changes = {
        "total": result.total,
        "worked_days": found.worked.worked if found.worked else None,
        "proposed_grade": standing_grade(proposal),
        "proposal": {**proposal.to_json(), **score_to_json(result), "note": note.strip()},
    }
    return changes, proposal


def score_to_json(result: ScoreResult) -> dict[str, Any]:
    """Groups and gaps of a score beside the proposal, for the pages."""
    return {
        "groups": {code: None if points is None else str(points) for code, points in result.groups.items()},
        "missing": list(result.missing),
    }
