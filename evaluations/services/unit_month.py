"""A unit's month on its way to the decider, and back for correction."""

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, UnitCycleState
from evaluations.models import Evaluation, UnitCycle
from evaluations.services.versions import latest, locked
from foundation.access import allows, require
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged

SCORED = (EvaluationState.SUPERIOR_DONE, EvaluationState.MEETING_DONE)
UNFINISHED = (EvaluationState.DRAFT, EvaluationState.SELF_SUBMITTED)
CORRECTABLE = (*SCORED, EvaluationState.PROPOSED, EvaluationState.DECIDED)


def submit(*, unit_cycle: UnitCycle, version: int | None, by: Actor) -> UnitCycle:
    """Propose scored sheets to the decider: a superior the own ones, a submitter of the whole unit all of them.

    Once nobody's sheet waits for its superior the unit's month counts as submitted. Sheets whose superior is the
    decider are not proposed: there the two steps are one.

    Raises:
        Refused: sheets are not scored yet (`details["waiting"]` has their keys).
    """
    with recorded(by=by):
        month = locked(unit_cycle, version=version, related=("cycle__framework", "unit"))
        sheets = list(
            Evaluation.objects.select_for_update(of=("self",))
            .filter(unit_cycle=month, superseded_by__isnull=True)
            .order_by("id")
        )
        if month.state != UnitCycleState.OPEN:
            raise StateChanged(_("This month was already submitted."), details={"state": month.state})
        person = getattr(by, "person_id", None)
        whole = allows(by, "unit_cycle.submit", month) and (person is None or person != month.decider_id)
        mine = [
            sheet
            for sheet in sheets
            if sheet.superior_id != sheet.decider_id
            and sheet.person_id != person
            and (whole or (person is not None and sheet.superior_id == person))
        ]
        if not whole and not any(sheet.superior_id == person for sheet in sheets if person is not None):
            require(by, "unit_cycle.submit", month)
            raise Forbidden(_("Who decides does not submit to oneself."), code="duty_apart_decider")
        waiting = [sheet.pk for sheet in mine if sheet.state in UNFINISHED]
        if waiting:
            raise Refused(_("Some sheets are not scored yet."), code="not_scored", details={"waiting": waiting})
        for sheet in mine:
            if sheet.state in SCORED:
                require(by, "evaluation.submit", sheet)
                move(sheet, "propose", by=by)
        if any(
            sheet.decider_id not in (sheet.superior_id, sheet.scored_by_id) and sheet.state != EvaluationState.PROPOSED
            for sheet in sheets
        ):
            return month
        return move(month, "submit", by=by, changes={"submitted_by": by, "submitted_at": timezone.now()})


def return_for_correction(
    *, reason: str, by: Actor, unit_cycle: UnitCycle | None = None, evaluation: Evaluation | None = None
) -> UnitCycle:
    """Send one sheet, or all of a unit's month, back to the superior with the reason; the scores are kept.

    A decided month that is not published may come back too: its decisions are lifted.
    """
    if (unit_cycle is None) == (evaluation is None):
        raise InvalidInput(_("Name a unit's month or one sheet."), code="nothing_named")
    with recorded(by=by):
        if evaluation is not None:
            sheet = latest(evaluation, related=("unit_cycle", "unit"))
            month: UnitCycle = latest(sheet.unit_cycle)
            require(by, "evaluation.return", sheet)
            sheets = [sheet]
        else:
            assert unit_cycle is not None
            month = latest(unit_cycle, related=("unit",))
            require(by, "unit_cycle.return", month)
            rows = Evaluation.objects.select_for_update(of=("self",)).filter(unit_cycle=month, state__in=CORRECTABLE)
            sheets = list(rows.order_by("id"))
        if month.state == UnitCycleState.DECIDED and evaluation is not None:
            _refuse_single_from_decided(month)
        for sheet in sheets:
            move(sheet, "return_for_correction", by=by, reason=reason, changes=_undecided(reason))
        if month.state in (UnitCycleState.SUBMITTED, UnitCycleState.DECIDED):
            lifted = {"submitted_by": None, "submitted_at": None, "decided_by": None, "decided_at": None}
            move(month, "return_for_correction", by=by, reason=reason, changes=lifted)
        return month


def _undecided(reason: str) -> dict[str, object]:
    return {
        "return_reason": reason.strip(),
        "grade": "",
        "departure_reason": "",
        "decided_by": None,
        "decided_at": None,
    }


def _refuse_single_from_decided(month: UnitCycle) -> None:
    """The quota was counted over all sheets: one cannot be taken out of a decision."""
    raise Forbidden(_("The unit is decided as a whole: return the whole month."), code="return_whole_month")
