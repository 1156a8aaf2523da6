"""The start: the head of the field group stands in the door, and by the clock of the database the seal is open."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, Refused
from inspections.models import Duty, Inspection
from inspections.services.clock import database_now
from inspections.services.drafting import bar_conflicted, check_in_force


def is_early(inspection: Inspection) -> bool:
    """Whether a start now would be before the window, which needs a fresh confirmation and a reason."""
    return inspection.window_from is not None and database_now() < inspection.window_from


def start_inspection(
    *, inspection: Inspection, place: str, early_reason: str = "", on: date, by: User, source: str = "app"
) -> Inspection:
    """Begin the inspection; it gets its number, and everybody the matrix names may read it from now on.

    Raises:
        InvalidInput: no place; no reason for a start before the window.
        Refused: no tie was declared or denied, the window is over, or team or unit are not in force any more.
        Forbidden: not called as head of the field group.

    Side effects: number and moment are given by the database.
    """
    require(by, "inspection.start", inspection)
    if not place.strip():
        raise InvalidInput(_("Say where you stand."), field="place", code="required")
    check_in_force(inspection, on=on)
    if not Duty.objects.filter(
        inspection=inspection, user=by, ended_on__isnull=True, confirmed_at__isnull=False
    ).exists():
        raise Refused(_("Say first whether you have a tie to the unit."), code="declare_first")
    now = database_now()
    early = inspection.window_from is not None and now < inspection.window_from
    if early and not early_reason.strip():
        raise InvalidInput(_("Say why it begins before its window."), field="early_reason", code="reason_missing")
    window_to = inspection.window_to
    if window_to is not None and now.astimezone(HANOI).date() > window_to.astimezone(HANOI).date():
        raise Refused(_("The day of the window is over: it has to be called off."), code="window_over")
    written = {
        "started_by": by,
        "arrival_place": place.strip()[:200],
        "early_reason": early_reason.strip()[:300] if early else "",
    }
    with recorded(by=by, source=source):
        bar_conflicted(inspection, on=on, by=None)  # who came to the unit since the call has no part either
        inspection.refresh_from_db()
        moved = move(inspection, "start", by=by, changes=written, source=source)
    moved.refresh_from_db()
    return moved
