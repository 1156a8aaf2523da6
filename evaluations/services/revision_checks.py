"""What a correction of a published sheet must not be, and what it amounts to: asked before and at the proposal."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, Grade, ObjectionOutcome, RevisionKind
from evaluations.models import Evaluation, Objection
from evaluations.rules.scoring import score
from evaluations.rules.spec import Scorecard
from evaluations.rules.stored import lines_from_json
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.revising import Outcome, has_newer_version, outcome_of
from evaluations.services.lines import Lines, checked
from evaluations.services.revision_limits import refuse_outcome
from foundation.audit.context import Actor
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged

WITH_DOCUMENT = (RevisionKind.DISCIPLINE, RevisionKind.RESCISSION, RevisionKind.DOCUMENT)
LONGEST = {"reason": 4000, "document": 160, "quota_document": 160, "departure_reason": 2000}


def checked_outcome(
    sheet: Evaluation, lines: Lines | None, grade: str, given: dict[str, str], *, by: Actor | None
) -> tuple[dict[str, dict[str, Any]], Outcome]:
    stored, outcome = weigh(evaluation=sheet, lines=lines, grade=grade, quota_document=given["quota_document"])
    if by is None and outcome.departs:
        given["departure_reason"] = given["departure_reason"] or given["reason"]
    _refuse_no_change(sheet, stored, outcome)
    refuse_outcome(sheet, outcome, quota_document=given["quota_document"])
    _refuse_bare_departure(outcome, given["departure_reason"])
    if not outcome.departs:
        given["departure_reason"] = ""
    return stored, outcome


def weigh(
    *, evaluation: Evaluation, lines: Lines | None, grade: str = "", quota_document: str = ""
) -> tuple[dict[str, dict[str, Any]], Outcome]:
    """The lines as they would be stored and what they amount to; nothing is written.

    Raises:
        InvalidInput: a line cannot be taken, or a required one is not scored; `field` is its criterion.
    """
    card = card_of(evaluation)
    if lines is None:
        stored: dict[str, dict[str, Any]] = dict(evaluation.scores.get("superior") or {})
        result = score(card, lines_from_json(stored))
    else:
        stored, result = checked(card, lines)
        if result.without_evidence:
            raise InvalidInput(
                _("Bonus points need a reason or an attached item."),
                field=result.without_evidence[0],
                code="evidence_missing",
            )
        if result.missing and not evaluation.grade == Grade.NONE:
            raise InvalidInput(_("This line is not scored."), field=result.missing[0], code="not_scored")
    return stored, outcome_of(evaluation, result, grade=grade, quota_document=quota_document)


def card_of(sheet: Evaluation) -> Scorecard:
    return spec_of(sheet.cycle.framework).card(sheet.subject_group)


def refuse_bad_words(kind: str, grade: str, given: dict[str, str], document_date: date | None) -> None:
    if kind not in RevisionKind.values:
        raise InvalidInput(_("There is no such ground."), field="kind", code="unknown_kind")
    if grade and grade not in Grade.values:
        raise InvalidInput(_("There is no such grade."), field="grade", code="unknown_grade")
    if not given["reason"]:
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    for name, longest in LONGEST.items():
        if len(given[name]) > longest:
            raise InvalidInput(_("This text is too long."), field=name, code="too_long")
    if kind in WITH_DOCUMENT and not given["document"]:
        raise InvalidInput(_("Name the document."), field="document", code="document_missing")
    if given["document"] and document_date is None:
        raise InvalidInput(_("Give the date of the document."), field="document_date", code="document_date_missing")
    if document_date is not None and document_date > timezone.localdate():
        raise InvalidInput(
            _("A document of a later day cannot be used yet."), field="document_date", code="document_date_future"
        )


def refuse_subject(sheet: Evaluation, by: Actor) -> None:
    if getattr(by, "person_id", None) in sheet.duty_persons()["subject"]:
        raise Forbidden(
            _("You cannot do this yourself: you hold another duty in this matter."), code="duty_apart_subject"
        )


def refuse_not_current(sheet: Evaluation) -> None:
    """A draft, an expired sheet and a version that fell already are not corrected."""
    if sheet.state != EvaluationState.PUBLISHED or has_newer_version(sheet):
        raise StateChanged(_("Only the published version in force can be corrected."), details={"state": sheet.state})


def upheld(sheet: Evaluation) -> Objection:
    """The upheld objection this correction answers."""
    rows = Objection.objects.filter(evaluation=sheet, outcome=ObjectionOutcome.UPHELD).order_by("-filed_at")
    found = rows.first()
    if found is None:
        raise Refused(_("No objection to this sheet was upheld."), code="no_upheld_objection")
    return found


def _refuse_no_change(sheet: Evaluation, stored: dict[str, dict[str, Any]], outcome: Outcome) -> None:
    if not outcome.grade:
        raise InvalidInput(_("Nothing can be proposed: choose the grade."), field="grade", code="grade_missing")
    if outcome.grade == sheet.grade and stored == (sheet.scores.get("superior") or {}):
        raise InvalidInput(_("Neither a line nor the grade would change."), field="grade", code="nothing_changes")


def _refuse_bare_departure(outcome: Outcome, departure_reason: str) -> None:
    if outcome.departs and not departure_reason:
        raise InvalidInput(
            _("Say in a sentence why the grade departs from the proposal."),
            field="departure_reason",
            code="departure_reason_missing",
            details={"proposed": outcome.proposed},
        )
