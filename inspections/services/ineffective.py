"""A finding that comes back within twelve months: the old remedy did not hold, and its inspection runs again."""

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.web.clock import HANOI
from inspections.enums import InspectionState
from inspections.models import Inspection
from inspections.models.finding import Finding
from inspections.models.remedy import Remedy
from inspections.services.on_site import locked
from inspections.services.telling import Heads, tell_unit
from inspections.visit_enums import RemedyState
from organization.rules.calendar import WorkingCalendar, add_working_days, working_days_between
from organization.selectors.calendar import working_calendar

LIVE = (RemedyState.OPEN, RemedyState.REPORTED, RemedyState.VERIFIED)
ENDED = (InspectionState.VERIFIED, InspectionState.CLOSED)


def mark_repeats(*, inspection: Inspection, by: User | None, source: str = "app") -> list[Remedy]:
    """Mark the remedies of findings that this visit found again; called when its minutes stand.

    Each leaves a remedy that continues it, with as many working days as the first one had. Returns those.

    Side effects: an inspection that was over runs again, with the reason; the unit is told.
    """
    made: list[Remedy] = []
    again = Finding.objects.filter(inspection=inspection, repeats__isnull=False).order_by("number")
    with recorded(by=by, source=source):
        calendar = working_calendar()
        for finding in again:
            rows = Remedy.objects.select_for_update(of=("self",)).select_related("notice__inspection")
            for remedy in rows.filter(finding=finding.repeats, state__in=LIVE).order_by("id"):
                made.append(_one(remedy, finding, calendar, by=by, source=source))
    return made


def _one(remedy: Remedy, finding: Finding, calendar: WorkingCalendar, *, by: User | None, source: str) -> Remedy:
    notice = remedy.notice
    assert notice.issued_on is not None
    today = finding.seen_at.astimezone(HANOI).date()
    term = max(1, working_days_between(notice.issued_on, remedy.due_on, calendar))
    move(remedy, "find_ineffective", by=by, changes={"repeated_in": finding}, source=source)
    number = (notice.remedies.aggregate(last=Max("number"))["last"] or 0) + 1
    further: Remedy = Remedy.objects.create(
        notice=notice,
        number=number,
        kind=remedy.kind,
        text=remedy.text,
        finding=remedy.finding,
        due_on=add_working_days(today, term, calendar),
        continues=remedy,
    )
    move(further, "open", by=by, source=source)
    old = locked(notice.inspection)
    code = finding.inspection.code or ""
    reason = _("Found again in inspection %(code)s, finding %(number)s.") % {"code": code, "number": finding.number}
    if old.state in ENDED:
        move(old, "reopen", by=by, reason=reason, source=source)
    elif old.state == InspectionState.REPORT_RECEIVED:
        move(old, "return_report", by=by, reason=reason, source=source)
    tell_unit(old, occasion="reopened", heads=Heads(today), on=further.due_on, by=by, key=str(further.pk))
    return further
