"""The decision on a unit's month: one person, one transaction, the quota held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, Grade, UnitCycleState
from evaluations.models import Evaluation, UnitCycle
from evaluations.rules.quota import QuotaResult
from evaluations.rules.wording import say_quota
from evaluations.selectors.decision import (
    READY_STATES,
    DecisionView,
    Standing,
    members,
    preview,
    standing_grade,
    standing_in_pools,
)
from evaluations.selectors.facts import is_unit_head
from evaluations.services.limits import refuse_above_ceiling, refuse_head_above_unit
from evaluations.services.scoring import score_to_json
from evaluations.services.versions import locked
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled
from foundation.workflow.errors import InvalidInput, Refused, StateChanged

RELATED = ("cycle__framework", "unit", "submitted_by")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the decider says of one sheet; `reason` is owed where the grade departs from the proposal."""

    grade: str
    reason: str = ""


def decide(*, unit_cycle: UnitCycle, choices: Mapping[int, Choice], version: int | None, by: Actor) -> UnitCycle:
    """Decide every sheet of a unit's month; one without a choice gets the grade proposed.

    The units' own sheets come first, their heads may not stand above them; no more A than the quota holds.

    Raises:
        Refused: sheets are not ready, a tie at the last place is open, the quota is exceeded, a head stands above the
            unit, or a grade lies above a ceiling. `details` names the sheets.
        InvalidInput: a departure has no sentence; `field` is the key of the sheet.
        StaleVersion: somebody else decided or changed the month first.
    """
    with recorded(by=by):
        month = locked(unit_cycle, version=version, related=RELATED)
        require(by, "unit_cycle.decide", month)
        sheets = _locked_sheets(month)
        _refuse_unready(month, sheets)
        _refuse_bad_choices(choices, sheets)
        view = preview(month, chosen={pk: choice.grade for pk, choice in choices.items()}, sheets=sheets)
        final = _final_grades(view, choices)
        _refuse_illegal(view, final, month)
        now = timezone.now()
        for row in view.rows:
            _decide_sheet(row, final[row.sheet.pk], choices.get(row.sheet.pk), by=by, at=now)
        results = _quota_results(view, final, month)
        changes: dict[str, Any] = {
            "decided_by": by,
            "decided_at": now,
            "quota": [result.explanation.to_json() | {"holders": result.holders} for result in results],
        }
        move(month, "decide", by=by, changes=changes)
        mark_handled(dedupe_prefix=f"unit_cycle:{month.pk}", by=by)
        return month


def set_outstanding_document(*, unit_cycle: UnitCycle, document: str, version: int | None, by: Actor) -> UnitCycle:
    """Note the paper by which the unit counts as outstanding: it widens the quota; an empty text takes it back."""
    with recorded(by=by):
        month = locked(unit_cycle, version=version, yours={"outstanding_document": document}, related=RELATED)
        require(by, "unit_cycle.decide", month)
        if month.state not in (UnitCycleState.OPEN, UnitCycleState.SUBMITTED):
            raise StateChanged(_("This month is already decided."), details={"state": month.state})
        return update_version(month, version=version, changes={"outstanding_document": document.strip()[:160]})


def _locked_sheets(month: UnitCycle) -> list[Evaluation]:
    rows = Evaluation.objects.select_for_update(of=("self",)).filter(unit_cycle=month, superseded_by__isnull=True)
    return list(rows.select_related("person", "unit", "division").order_by("id"))


def _refuse_unready(month: UnitCycle, sheets: Sequence[Evaluation]) -> None:
    if month.state not in (UnitCycleState.OPEN, UnitCycleState.SUBMITTED):
        raise StateChanged(_("This month is already decided."), details={"state": month.state})
    waiting = [sheet.pk for sheet in sheets if sheet.state not in READY_STATES]
    if waiting or not sheets:
        raise Refused(_("Some sheets are not scored yet."), code="not_scored", details={"waiting": waiting})
    if month.state == UnitCycleState.OPEN and any(
        sheet.decider_id not in (sheet.superior_id, sheet.scored_by_id)
        and sheet.state != EvaluationState.PROPOSED.value
        for sheet in sheets
    ):
        raise Refused(_("The superiors have not submitted their sheets yet."), code="not_submitted")


def _refuse_bad_choices(choices: Mapping[int, Choice], sheets: Sequence[Evaluation]) -> None:
    known = {sheet.pk for sheet in sheets}
    for pk, choice in choices.items():
        if pk not in known:
            raise InvalidInput(_("This sheet is not part of the unit's month."), field=str(pk), code="unknown_sheet")
        if choice.grade not in Grade.values:
            raise InvalidInput(_("There is no such grade."), field=str(pk), code="unknown_grade")


def _final_grades(view: DecisionView, choices: Mapping[int, Choice]) -> dict[int, str]:
    final: dict[int, str] = {}
    open_ties: list[int] = []
    unsaid: list[int] = []
    for row in view.rows:
        pk = row.sheet.pk
        choice = choices.get(pk)
        grade = choice.grade if choice else row.grade
        if not grade:
            (open_ties if row.tied else unsaid).append(pk)
        final[pk] = grade
    if open_ties:
        raise Refused(
            _("Several people are tied at the last place of the quota: choose who holds it."),
            code="tie_open",
            details={"sheets": open_ties},
        )
    if unsaid:
        raise Refused(
            _("Nothing can be proposed for some sheets: choose their grade."),
            code="grade_missing",
            details={"sheets": unsaid},
        )
    for row in view.rows:
        choice = choices.get(row.sheet.pk)
        if final[row.sheet.pk] != _proposed(row, final[row.sheet.pk]) and not (choice and choice.reason.strip()):
            raise InvalidInput(
                _("Say in a sentence why the grade departs from the proposal."),
                field=str(row.sheet.pk),
                code="departure_reason_missing",
            )
    return final


def _proposed(row: Standing, chosen: str) -> str:
    """The grade proposed in the end; in a tie at the last place either side of the edge is as proposed."""
    proposed = standing_grade(row.proposal)
    if row.tied and chosen in (Grade.A.value, Grade.B.value):
        return chosen
    return proposed


def _refuse_illegal(view: DecisionView, final: Mapping[int, str], month: UnitCycle) -> None:
    units = dict(view.unit_grades)
    units.update({row.sheet.unit_id: final[row.sheet.pk] for row in view.rows if row.sheet.person_id is None})
    for row in view.rows:
        grade = final[row.sheet.pk]
        unit_grade = units.get(row.sheet.unit_id, "")
        if grade == Grade.NONE:
            continue
        if is_unit_head(row.sheet) and view.spec.head_tie is not None:
            refuse_head_above_unit(grade, "" if unit_grade == Grade.NONE else unit_grade, sheet=row.sheet.pk)
        refuse_above_ceiling(view.spec, row.proposal, grade, sheet=row.sheet.pk)
    for result in _quota_results(view, final, month):
        if result.is_exceeded:
            raise Refused(
                _("More A than the quota holds: %(held)s of %(limit)s. %(why)s")
                % {"held": result.holders, "limit": result.limit, "why": say_quota(result.explanation)},
                code="quota_exceeded",
                details={"limit": result.limit, "holders": result.holders, "why": result.explanation.to_json()},
            )


def _quota_results(view: DecisionView, final: Mapping[int, str], month: UnitCycle) -> list[QuotaResult]:
    quota = view.spec.quota(Grade.A.value)
    if quota is None:
        return []
    return standing_in_pools(view.spec, quota, members(view.spec, view.rows, final), month)


def _decide_sheet(row: Standing, grade: str, choice: Choice | None, *, by: Actor, at: Any) -> None:
    refuse_shared_duty(row.sheet, "decide", by=by)
    proposed = _proposed(row, grade)
    note = (row.sheet.proposal or {}).get("note", "")
    changes = {
        "grade": grade,
        "proposed_grade": proposed,
        "proposal": {**row.proposal.to_json(), **score_to_json(row.score), "note": note},
        "total": row.score.total,
        "worked_days": row.facts.worked.worked if row.facts.worked else None,
        "departure_reason": choice.reason.strip() if choice and grade != proposed else "",
        "decided_by": by,
        "decided_at": at,
    }
    move(row.sheet, "decide", by=by, changes=changes)
