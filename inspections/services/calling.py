"""The team is called: window, meeting place, head of the field group and members; changed while still sealed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from inspections.enums import ConflictGround, DutyRole, InspectionState
from inspections.models import Conflict, Duty, Inspection
from inspections.services.clock import database_now
from inspections.services.drafting import bar_conflicted, check_in_force

LONGEST_WINDOW = timedelta(hours=24)


def assign_team(
    *,
    inspection: Inspection,
    lead: User,
    members: Sequence[User],
    window_from: datetime,
    window_to: datetime,
    meeting_place: str,
    on: date,
    by: User,
    source: str = "app",
) -> Inspection:
    """Call the team. Members read time and meeting place at once, the target from the moment of reveal on.

    Whether a member is called elsewhere is not looked at: the answer would tell of another sealed inspection. Who is
    called twice sees both calls and says so.

    Raises:
        InvalidInput: a window in the past, too long or outside the decision's validity; somebody outside the team.
        Refused: somebody chosen may not take part. StateChanged: a team is called already, or it is not approved.

    Side effects: nobody is notified; the call stands on the member's own page.
    """
    require(by, "inspection.assign", inspection)
    check_in_force(inspection, on=on)
    _check_window(inspection, window_from, window_to)
    place = _need(meeting_place, "meeting_place")
    people = [lead, *(member for member in dict.fromkeys(members) if member.pk != lead.pk)]
    with recorded(by=by, source=source):
        row = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
        if row.state != InspectionState.APPROVED:
            raise StateChanged(
                _("The team is called already, or the draft was sent back."), details={"state": row.state}
            )
        bar_conflicted(inspection, on=on, by=by)
        inspection.refresh_from_db()
        for person in people:
            _check_fit(inspection, person)
        when = {"window_from": window_from, "window_to": window_to, "meeting_place": place}
        for person in people:
            role = DutyRole.LEAD if person.pk == lead.pk else DutyRole.MEMBER
            Duty.objects.create(inspection=inspection, user=person, role=role, **when)
        inspection.refresh_from_db()
        opens = window_from - timedelta(minutes=inspection.team.reveal_minutes)
        return move(inspection, "assign", by=by, changes={**when, "reveal_at": opens}, source=source)


def reschedule(
    *,
    inspection: Inspection,
    version: int | None,
    window_from: datetime,
    window_to: datetime,
    meeting_place: str,
    by: User,
    source: str = "app",
) -> Inspection:
    """Move the window of a sealed inspection whose team is called, and of every call with it.

    Raises:
        Refused: the target is revealed already, or no team is called; InvalidInput; StaleVersion.
    """
    require(by, "inspection.assign", inspection)
    if inspection.state != InspectionState.ASSIGNED:
        raise Refused(_("No team is called yet."), code="not_assigned")
    if inspection.reveal_at is not None and inspection.reveal_at <= database_now():
        raise Refused(_("The members know the target already: call it off instead."), code="already_revealed")
    _check_window(inspection, window_from, window_to)
    when = {"window_from": window_from, "window_to": window_to, "meeting_place": _need(meeting_place, "meeting_place")}
    opens = window_from - timedelta(minutes=inspection.team.reveal_minutes)
    with recorded(by=by, source=source):
        moved = update_version(inspection, version=version, changes={**when, "reveal_at": opens})
        Duty.objects.filter(inspection=inspection, ended_on__isnull=True).update(**when)
    moved.refresh_from_db()
    return moved


def replace_member(
    *, inspection: Inspection, leaving: User, coming: User, on: date, reason: str, by: User, source: str = "app"
) -> Duty:
    """Call somebody else instead; the first call ends and stays written down.

    Raises:
        Refused: it has begun, the one is not called, the other may not take part or is called already.
    """
    require(by, "inspection.assign", inspection)
    if inspection.state != InspectionState.ASSIGNED:
        raise Refused(_("No team is called yet."), code="not_assigned")
    call = Duty.objects.filter(inspection=inspection, user=leaving, ended_on__isnull=True).first()
    if call is None:
        raise Refused(_("This person is not called."), field="leaving", code="not_called")
    if Duty.objects.filter(inspection=inspection, user=coming, ended_on__isnull=True).exists():
        raise Refused(_("This person is called already."), field="coming", code="called_already")
    with recorded(by=by, source=source):
        bar_conflicted(inspection, on=on, by=by)
        inspection.refresh_from_db()
        _check_fit(inspection, coming)
        call.ended_on, call.end_reason = on, _need(reason, "reason")
        call.save(update_fields=["ended_on", "end_reason"])
        when = {name: getattr(call, name) for name in ("window_from", "window_to", "meeting_place")}
        made = Duty.objects.create(inspection=inspection, user=coming, role=call.role, **when)
    inspection.refresh_from_db()
    return made


def declare_conflict(
    *, inspection: Inspection, conflict: bool, note: str, on: date, by: User, source: str = "app"
) -> Duty:
    """A member who reads the target for the first time says whether there is a tie to it; with a tie the call ends.

    Raises:
        Refused: not called, declared already, or a tie without words.
    """
    require(by, "inspection.declare", inspection)
    with recorded(by=by, source=source):
        calls = Duty.objects.select_for_update(of=("self",))
        call = calls.filter(inspection=inspection, user=by, ended_on__isnull=True).first()
        if call is None:
            raise Refused(_("You are not called to this."), code="not_called")
        if call.confirmed_at is not None:
            raise Refused(_("You declared this already."), code="declared_already")
        call.confirmed_at = database_now()
        if conflict:
            call.ended_on, call.end_reason = on, _need(note, "note")
            if by.person_id is not None:
                Conflict.objects.create(
                    inspection=inspection,
                    person_id=by.person_id,
                    ground=ConflictGround.DECLARED,
                    note=call.end_reason,
                    found_by=by,
                )
        call.save(update_fields=["confirmed_at", "ended_on", "end_reason"])
    return call


def _check_fit(inspection: Inspection, person: User) -> None:
    if person.pk not in inspection.team.member_ids:
        raise InvalidInput(
            _("%(name)s is not in the team.") % {"name": person.full_name}, field="members", code="not_in_team"
        )
    if person.person_id in inspection.barred_ids:
        raise Refused(
            _("%(name)s may not take part: there is a tie to the unit.") % {"name": person.full_name},
            field="members",
            code="conflict",
        )


def _check_window(inspection: Inspection, window_from: datetime, window_to: datetime) -> None:
    team = inspection.team
    if window_from <= database_now():
        raise InvalidInput(_("The window lies in the past."), field="window_from", code="window_past")
    if not timedelta(0) < window_to - window_from <= LONGEST_WINDOW:
        raise InvalidInput(_("The window ends within a day after it begins."), field="window_to", code="window_length")
    days = [moment.astimezone(HANOI).date() for moment in (window_from, window_to)]
    if not (team.valid_from <= days[0] and days[1] <= team.valid_to):
        raise InvalidInput(
            _("The window lies outside the validity of the decision on the team (%(begin)s to %(end)s).")
            % {"begin": f"{team.valid_from:%d/%m/%Y}", "end": f"{team.valid_to:%d/%m/%Y}"},
            field="window_from",
            code="outside_validity",
        )


def _need(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidInput(_("This field is needed."), field=field, code="required")
    return text.strip()
