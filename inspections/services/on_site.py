"""The door every note of a visit goes through: the visit runs, the decision is in force, no minutes stand yet."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from inspections.enums import InspectionState
from inspections.models import Inspection
from inspections.models.minutes import Minutes
from inspections.rules.counts import CLOCK_TOLERANCE
from inspections.visit_enums import MinutesKind, MinutesState


def locked_visit(inspection: Inspection, *, now: datetime) -> Inspection:
    """The inspection's row, held until the transaction ends, if something may be noted on this visit now.

    Raises:
        StateChanged: the visit has not begun or is over. Refused: `minutes_stand`, `team_expired`, `unit_ended`.
    """
    row = locked(inspection)
    if row.state != InspectionState.IN_PROGRESS:
        raise StateChanged(_("This visit is not under way."), details={"state": row.state})
    refuse_expired(row, now=now)
    if standing_minutes(row) is not None:
        raise Refused(
            _("Minutes are drawn up: nothing is changed under them. Discard them first, or add a sheet after signing."),
            code="minutes_stand",
        )
    return row


def locked(inspection: Inspection) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("unit", "team")
    return rows.get(pk=inspection.pk)


def refuse_expired(row: Inspection, *, now: datetime) -> None:
    """Outside the days of its decision a team does nothing at a unit."""
    day = now.astimezone(HANOI).date()
    if not row.team.in_force(day):
        raise Refused(
            _("Decision %(number)s holds from %(first)s to %(last)s; on %(day)s the team has no powers.")
            % {
                "number": row.team.number,
                "first": f"{row.team.valid_from:%d/%m/%Y}",
                "last": f"{row.team.valid_to:%d/%m/%Y}",
                "day": f"{day:%d/%m/%Y}",
            },
            code="team_expired",
        )


def standing_minutes(inspection: Inspection) -> Minutes | None:
    """Minutes that were drawn up and not discarded."""
    rows = Minutes.objects.filter(inspection=inspection, kind=MinutesKind.MINUTES)
    return rows.exclude(state=MinutesState.DISCARDED).first()


def checked_time(row: Inspection, seen_at: datetime, *, now: datetime, clock_off: int = 0) -> datetime:
    """A moment as the device said it, if by the server's clock it lies within the visit.

    Raises:
        InvalidInput: it lies before the arrival, or ahead.
    """
    assert row.started_at is not None
    off = timedelta(seconds=clock_off)  # added to what is known: what a device says may lie at the end of time
    if seen_at < row.started_at - CLOCK_TOLERANCE + off:
        raise InvalidInput(
            _("This was seen before the team arrived (%(at)s).")
            % {"at": f"{row.started_at.astimezone(HANOI):%H:%M %d/%m/%Y}"},
            field="seen_at",
            code="before_arrival",
        )
    if seen_at > now + CLOCK_TOLERANCE + off:
        raise InvalidInput(_("This lies in the future."), field="seen_at", code="seen_later")
    return seen_at
