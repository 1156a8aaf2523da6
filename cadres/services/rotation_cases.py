"""Rotation cases: opened from a clock, led through the stages of the clock, ended when there is nothing to move."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums_rotation import CLOSED, STAGES, RotationState
from cadres.models import Person, RotationCase
from cadres.rules.retirement import add_months
from cadres.rules.rotation import Limit
from cadres.selectors.rotation_clocks import Clock, Explained, as_json, clocks, explained
from cadres.selectors.ties import is_relative
from cadres.services import rotation_alerts as alerts
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused

RELATED = ("person", "person__unit", "rule", "unit", "receiver", "posting__position", "posting__unit", "exception")
PREFIX = "LC"
DAY = timedelta(days=1)
RETURNS = {
    RotationState.DUE: "return_due",
    RotationState.APPROACHING: "return_approaching",
    RotationState.TRACKING: "return_tracking",
}


def taken(case: RotationCase, *, by: User | None, act: str = "", of: Any = None) -> RotationCase:
    """The case locked until the transaction ends, after asking whether `by` may do `act` in it.

    Raises:
        NotFound, Forbidden: out of reach, not this person's to do, or about a declared relative.
    """
    row: RotationCase = RotationCase.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=case.pk)
    if by is not None and act:
        require(by, act, row if of is None else of(case=row))
    if by is not None and is_relative(row.person_id, by.person_id, on=timezone.localdate()):
        raise Forbidden(_("You cannot do this: it is about a declared relative of yours."), code="duty_apart_kin")
    return row


def in_state(case: RotationCase, *wanted: RotationState) -> None:
    """Refuse an act that belongs to another stage."""
    if case.state not in wanted:
        raise Refused(
            _("This is not possible now: the case stands at “%(state)s”.") % {"state": RotationState(case.state).label},
            code="wrong_stage",
        )


def need(text: str, field: str) -> str:
    """A text that must say something."""
    if not text.strip():
        raise InvalidInput(_("This cannot be empty."), field=field, code="field_missing")
    return text.strip()


def not_ahead(day: date, today: date, field: str) -> date:
    """Nothing is recorded before it happened."""
    if day > today:
        raise InvalidInput(_("This day lies in the future."), field=field, code="day_future")
    return day


def next_codes(*, year: int, count: int) -> list[str]:
    """The next free numbers of the year; the counter is held until the transaction ends."""
    prefix = f"{PREFIX}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rotation-code {year}"])
    newest = (
        RotationCase.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True).first()
    )
    last = int(newest.removeprefix(prefix)) if newest else 0
    return [f"{prefix}{last + number:06d}" for number in range(1, count + 1)]


def new_case(code: str, one: Explained, *, on: date, by: User | None) -> RotationCase:
    """An unsaved case of this clock; a clock nobody handles is handled by its own unit."""
    clock = one.clock
    assert clock.due_on is not None  # a clock without an end has no case
    return RotationCase(
        code=code,
        person_id=clock.person_id,
        rule_code=clock.code,
        rule=one.rule,
        posting_id=clock.posting_id,
        unit_id=clock.handled_by or clock.unit_id,
        opened_by=by,
        **clock_columns(one, on=on),
    )


def clock_columns(one: Explained, *, on: date) -> dict[str, Any]:
    """What a case keeps of its clock."""
    return {
        "started_on": one.clock.start_on,
        "due_on": one.clock.due_on,
        "min_on": one.clock.min_on,
        "computed_on": on,
        "needs_confirmation": one.clock.needs_confirmation,
        "explained": as_json(one, on=on),
    }


def open_case(*, person: Person, rule_code: str, today: date, by: User, source: str = "app") -> RotationCase:
    """Open a case before the night does: somebody is to be moved although the term is far.

    Raises:
        NotFound, Forbidden: the person is out of reach, or oneself.
        Refused: no clock of that rule runs for the person, or a case is open.

    Side effects: the case goes to the stage of its clock.
    """
    found = [one for one in clocks(on=today, people=[person.pk], code=rule_code) if one.due_on is not None]
    with recorded(by=by, source=source):
        if not found:
            require(by, "rotation_case.open")
            if not clocks(on=today, people=[person.pk], reader=by, limit=1):
                raise NotFound
            raise Refused(_("No limit of this rule runs for this person."), code="no_clock", field="rule")
        made = new_case(next_codes(year=today.year, count=1)[0], explained(found[:1], on=today)[0], on=today, by=by)
        require(by, "rotation_case.open", made)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise Refused(_("A case of this rule is open for this person already."), code="open_already") from error
        return to_stage(taken(made, by=None), on=today, source=source)


def stage_of(case: RotationCase, *, on: date) -> RotationState:
    """Where the clock stands on a day: the first alert of the rule begins the approach."""
    if case.due_on <= on:
        return RotationState.DUE
    months = max(Limit.read(case.rule.value).alerts, default=0)
    return RotationState.APPROACHING if add_months(on, months) >= case.due_on else RotationState.TRACKING


def to_stage(case: RotationCase, *, on: date, source: str = "task") -> RotationCase:
    """Move a case that only waits for its clock to where the clock stands; nothing else is touched."""
    wanted = stage_of(case, on=on)
    if case.state not in STAGES or case.state == wanted:
        return case
    if wanted == RotationState.DUE:
        return move(case, "fall_due", by=None, changes={"due_since": case.due_on}, source=source)
    if wanted == RotationState.APPROACHING and case.state == RotationState.TRACKING:
        return move(case, "approach", by=None, source=source)
    moved: RotationCase = move(case, "recede", by=None, changes={"due_since": None}, source=source)
    return to_stage(moved, on=on, source=source)


def back_to_stage(case: RotationCase, *, on: date, by: User | None, source: str = "app") -> RotationCase:
    """A deferral or exception is over: the case stands where its clock stands that day."""
    wanted = stage_of(case, on=on)
    changes = {"exception": None, "due_since": case.due_on if wanted == RotationState.DUE else None}
    return move(case, RETURNS[wanted], by=None, changes=changes, source=source)


def cancel(*, case: RotationCase, reason: str, today: date, by: User | None, source: str = "app") -> RotationCase:
    """End a case opened by mistake; while the clock runs on, the night opens another.

    Raises:
        Refused: it has ended; Forbidden: one's own; InvalidInput: no reason.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_case.cancel")
        if row.state in CLOSED:
            raise Refused(_("The case has ended."), code="case_closed")
        for item in row.items.filter(state__in=("proposed", "signed")).select_for_update(of=("self",)):
            move(item, "withdraw", by=by, reason=reason or _("The case ended."), source=source)
        for relief in row.reliefs.filter(state="granted"):
            move(relief, "run_out", by=None, changes={"ended_on": today}, source=source)
        done: RotationCase = move(row, "cancel", by=by, reason=reason, changes={"closed_on": today}, source=source)
        alerts.settle(done, by=by)
        return done


def is_for(clock: Clock, case: RotationCase) -> bool:
    """Whether this is the clock of the case: the same rule and a post that goes on from the case's."""
    return clock.code == case.rule_code and case.posting_id in clock.segments
