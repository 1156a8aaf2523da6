"""The month under control: more time for a unit, another decider, the end of the month."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cadres.models import Person
from evaluations.enums import CycleState, EvaluationState, Step, UnitCycleState
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.timetable import due_for
from evaluations.services.notices import month_words, tell
from evaluations.services.versions import latest, locked
from evaluations.states import UNDECIDED_STATES
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused, StateChanged

CHUNK = 500
RELATED = ("cycle__framework", "unit")


def extend(
    *, unit_cycle: UnitCycle, step: str, until: date, reason: str, by: Actor, version: int | None = None
) -> UnitCycle:
    """Give one unit until `until` for a step; the new day is later than the one in force."""
    if step not in Step.values:
        raise InvalidInput(_("There is no such step."), field="step", code="unknown_step")
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    with recorded(by=by):
        month = _month(unit_cycle, version)
        require(by, "unit_cycle.extend", month)
        if month.state not in (UnitCycleState.OPEN, UnitCycleState.SUBMITTED):
            raise StateChanged(_("This month is already decided."), details={"state": month.state})
        due = due_for(month, step)
        if due is None or until <= due:
            raise InvalidInput(_("The new day must be later than the one in force."), field="until", code="not_later")
        changes = {"due_overrides": {**month.due_overrides, step: until.isoformat()}}
        update_version(month, version=month.row_version, changes=changes)
        _event(month, "unit_cycle.extend", reason, {"step": step, "from": due.isoformat(), "to": until.isoformat()})
        return month


def assign_decider(
    *, unit_cycle: UnitCycle, person: Person, reason: str, by: Actor, version: int | None = None
) -> UnitCycle:
    """Name who decides where the chain found nobody, or where the head changed after the month was opened.

    Sheets not yet decided follow; the person's own sheet keeps its evaluators. The person named is told.
    """
    _refuse_bad_assignment(person, reason)
    with recorded(by=by):
        month = _month(unit_cycle, version)
        require(by, "unit_cycle.assign", month)
        if month.state not in (UnitCycleState.OPEN, UnitCycleState.SUBMITTED):
            raise StateChanged(_("This month is already decided."), details={"state": month.state})
        before = month.decider_id
        update_version(month, version=month.row_version, changes={"decider": person})
        rows = Evaluation.objects.filter(unit_cycle=month, state__in=UNDECIDED_STATES).exclude(person=person)
        rows.filter(superior_id=before).update(superior=person)
        rows.update(decider=person, row_version=F("row_version") + 1)
        _event(month, "unit_cycle.assign", reason, {"from": before, "to": person.pk})
        tell(
            {person.pk},
            kind="evaluation.assigned",
            dedupe=f"unit_cycle:{month.pk}:decider:{month.row_version}",
            title=gettext_noop("You decide the grades of %(unit)s for %(month)s"),
            params={"unit": month.unit.name, "month": month_words(month.cycle.period)},
            by=by,
        )
        return month


def assign_superior(
    *, unit_cycle: UnitCycle, before: Person, person: Person, reason: str, by: Actor, version: int | None = None
) -> int:
    """Name who scores in the place of a superior who left or cannot act; returns how many sheets follow.

    Sheets of the new superior keep theirs; sheets already proposed stay as they are.
    """
    _refuse_bad_assignment(person, reason)
    with recorded(by=by):
        month = _month(unit_cycle, version)
        require(by, "unit_cycle.extend", month)
        rows = Evaluation.objects.filter(unit_cycle=month, superior=before, state__in=UNDECIDED_STATES)
        rows = rows.exclude(state=EvaluationState.PROPOSED).exclude(person=person)
        moved = rows.update(superior=person, row_version=F("row_version") + 1)
        _event(month, "unit_cycle.assign_superior", reason, {"from": before.pk, "to": person.pk, "sheets": moved})
        return moved


def close_cycle(*, cycle: Cycle, by: Actor | None) -> Cycle:
    """End a month: what was not decided expires, in chunks; a decided month must be published first.

    Safe to run again: a close that was cut off goes on where it stopped.
    """
    if by is not None:
        require(by, "cycle.close", cycle)
    if cycle.state != CycleState.OPEN:
        raise StateChanged(_("This month is not open."), details={"state": cycle.state})
    waiting = UnitCycle.objects.filter(cycle=cycle, state=UnitCycleState.DECIDED).values_list("unit__name", flat=True)
    if names := list(waiting[:20]):
        raise Refused(
            _("Some units are decided but not published."), code="decided_not_published", details={"units": names}
        )
    while ids := list(
        Evaluation.objects.filter(cycle=cycle, state__in=UNDECIDED_STATES)
        .order_by("id")
        .values_list("id", flat=True)[:CHUNK]
    ):
        _expire_sheets(ids, by=by)
    running = UnitCycle.objects.filter(cycle=cycle, state__in=[UnitCycleState.OPEN, UnitCycleState.SUBMITTED])
    while ids := list(running.order_by("id").values_list("id", flat=True)[:CHUNK]):
        with recorded(by=by):
            for month in running.select_for_update().filter(pk__in=ids).order_by("id"):
                move(month, "expire", by=by)
    with recorded(by=by):
        row: Cycle = latest(cycle, related=("framework",))
        return move(row, "close", by=by, changes={"closed_at": timezone.now()})


def _month(unit_cycle: UnitCycle, version: int | None) -> UnitCycle:
    """Locked; compared with the version the writer saw, if one was sent."""
    if version is None:
        return latest(unit_cycle, related=RELATED)
    return locked(unit_cycle, version=version, related=RELATED)


def _refuse_bad_assignment(person: Person, reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if person.left_on is not None:
        raise InvalidInput(_("This person has left the service."), field="person", code="person_left")


def _expire_sheets(ids: Sequence[int], *, by: Actor | None) -> None:
    with recorded(by=by):
        rows = Evaluation.objects.select_for_update().filter(pk__in=ids, state__in=UNDECIDED_STATES).order_by("id")
        for sheet in rows:
            move(sheet, "expire", by=None)


def _event(month: UnitCycle, name: str, reason: str, details: dict[str, object]) -> None:
    record_event(
        table="evaluations_unitcycle",
        object_type="evaluations.unitcycle",
        object_id=month.pk,
        name=name,
        reason=reason,
        details=details,
    )
