"""Everything that waits for one person, collected from the rooms; each source costs a fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors.grants import waiting_for
from cadres.enums import ImportState
from cadres.selectors.imports import imports_for
from directives.selectors.assignments import open_of_person
from discipline.selectors.cases import in_hand
from evaluations.enums import ObjectionState, UnitCycleState
from evaluations.selectors.pages.days import days_left
from evaluations.selectors.pages.months import Duty, Landing
from evaluations.selectors.pages.months import landing as landing_of
from evaluations.selectors.pages.objections import seen_by
from evaluations.selectors.pages.revisions import waiting_for as revisions_waiting_for
from foundation.access import allows
from foundation.notifications.selectors import unread, waiting
from foundation.notifications.sources import sources
from organization.rules.calendar import WorkingCalendar, add_working_days
from organization.selectors.calendar import working_calendar
from reports.enums import LineKind
from reports.rules import Line
from reports.selectors.month_progress import MonthProgress, month_progress

MOST = 50
"""Lines of one kind; beyond them the room's own list is the better place."""
TASK_DAYS = 5
"""Tasks are listed when their deadline lies within so many working days."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """All lines of one person, in no order, with what the page's side cards show."""

    lines: tuple[Line, ...]
    landing: Landing
    progress: MonthProgress | None


def worklist_of(user: Any, *, on: date) -> Worklist:
    """The worklist as it stands on a day; the number of queries does not grow with the lines."""
    days = working_calendar()
    landing = landing_of(user, on=on, days=days)
    progress = month_progress(user, landing, on=on, days=days)
    lines = (
        *_evaluation(landing),
        *_late_units(user, progress),
        *_objections(user, on=on, days=days),
        *_revisions(user),
        *_tasks(user, on=on, days=days),
        *_cases(user, on=on, days=days),
        *_grants(user),
        *_imports(user),
        *_given_up(user),
    )
    return Worklist((*lines, *_alerts(user, lines, on=on, days=days)), landing, progress)


def _evaluation(landing: Landing) -> Iterator[Line]:
    own = landing.own
    if own is not None and own.open:
        period = own.sheet.cycle.period
        yield Line(
            kind=LineKind.EVALUATION,
            title=_("Your self-assessment of %(month)s") % {"month": f"{period:%m/%Y}"},
            text=own.sheet.return_reason or _("Filled from the tasks recorded for you; check it and hand it in."),
            number=_number(period),
            url=reverse("evaluations:self", kwargs={"period": period}),
            act=_("Assess"),
            due=own.due.due if own.due else None,
            left=own.due.left if own.due else None,
        )
    for duty in landing.to_score:
        if duty.done < duty.total and duty.state in (UnitCycleState.OPEN, UnitCycleState.SUBMITTED):
            yield _to_score(duty)
    for duty in landing.to_decide:
        line = _to_decide(duty)
        if line is not None:
            yield line


def _late_units(user: Any, progress: MonthProgress | None) -> Iterator[Line]:
    """For those who open months: the units that have not begun."""
    if progress is None or not progress.not_begun or not allows(user, "cycle.open"):
        return
    count, month = progress.not_begun, f"{progress.period:%m/%Y}"
    yield Line(
        kind=LineKind.EVALUATION,
        title=ngettext("%(n)s unit has not begun %(month)s", "%(n)s units have not begun %(month)s", count)
        % {"n": count, "month": month},
        text=progress.not_begun_names,
        number=_number(progress.period),
        url=f"{progress.url}?show=waiting",
        act=_("See the units"),
        due=progress.due.due if progress.due else None,
        left=progress.due.left if progress.due else None,
    )


def _to_score(duty: Duty) -> Line:
    rest = duty.total - duty.done
    return Line(
        kind=LineKind.EVALUATION,
        title=_("Score %(unit)s, %(month)s") % {"unit": duty.unit_name, "month": f"{duty.period:%m/%Y}"},
        text=ngettext("%(n)s of %(all)s sheet is not scored", "%(n)s of %(all)s sheets are not scored", rest)
        % {"n": rest, "all": duty.total}
        + (f" · {duty.above}" if duty.above else ""),
        number=_number(duty.period),
        url=reverse("evaluations:grid", kwargs={"period": duty.period, "code": duty.unit_code}),
        act=_("Open the grid"),
        due=duty.due.due if duty.due else None,
        left=duty.due.left if duty.due else None,
    )


def _to_decide(duty: Duty) -> Line | None:
    """A unit's month that can be decided or published; nothing while its sheets are still being scored."""
    month = {"unit": duty.unit_name, "month": f"{duty.period:%m/%Y}"}
    where = {"period": duty.period, "code": duty.unit_code}
    if duty.state == UnitCycleState.DECIDED:
        title, act = _("Publish %(unit)s, %(month)s") % month, _("Publish")
        text = _("Decided. People see their grade once it is published.")
        url = reverse("evaluations:publish", kwargs=where)
    elif duty.done == duty.total:
        title, act = _("Decide %(unit)s, %(month)s") % month, _("Decide")
        text = ngettext("%(n)s sheet is ready", "%(n)s sheets are ready", duty.total) % {"n": duty.total}
        url = reverse("evaluations:decide", kwargs=where)
    else:
        return None
    return Line(
        kind=LineKind.EVALUATION,
        title=title,
        text=text,
        number=_number(duty.period),
        url=url,
        act=act,
        due=duty.due.due if duty.due else None,
        left=duty.due.left if duty.due else None,
    )


def _objections(user: Any, *, on: date, days: WorkingCalendar) -> Iterator[Line]:
    if not allows(user, "objection.read"):
        return
    for objection in seen_by(user, show="waiting")[:MOST]:
        above = objection.state == ObjectionState.ESCALATED
        if not allows(user, "objection.answer_above" if above else "objection.answer", objection):
            continue
        sheet = objection.evaluation
        due = None if above else objection.answer_due_on
        yield Line(
            kind=LineKind.EVALUATION,
            title=_("Objection of %(name)s to grade %(grade)s of %(month)s")
            % {"name": sheet.person, "grade": sheet.grade, "month": f"{sheet.cycle.period:%m/%Y}"},
            text=f"{sheet.post_title}, {sheet.unit.name}",
            number=objection.code,
            url=reverse("evaluations:objection", kwargs={"code": objection.code}),
            act=_("Answer"),
            due=due,
            left=None if due is None else days_left(due, on=on, days=days),
        )


def _revisions(user: Any) -> Iterator[Line]:
    """Corrections of published grades for which this person may be the second one."""
    if not allows(user, "revision.execute"):
        return
    for revision in revisions_waiting_for(user)[:MOST]:
        sheet = revision.evaluation
        yield Line(
            kind=LineKind.EVALUATION,
            title=_("Correction of %(name)s, %(month)s: %(old)s to %(new)s")
            % {
                "name": sheet.person or sheet.unit.name,
                "month": f"{sheet.cycle.period:%m/%Y}",
                "old": sheet.grade,
                "new": revision.grade,
            },
            text=_("Proposed by %(name)s; a second person puts it into force.")
            % {"name": revision.proposed_by or _("the system")},
            number=revision.code,
            url=reverse("evaluations:revision", kwargs={"code": revision.code}),
            act=_("Look and decide"),
            due=None,
            left=None,
        )


def _tasks(user: Any, *, on: date, days: WorkingCalendar) -> Iterator[Line]:
    if not user.person_id:
        return
    until = add_working_days(on, TASK_DAYS, days)
    for task in open_of_person(person_id=user.person_id).filter(due_on__lte=until)[:MOST]:
        yield Line(
            kind=LineKind.TASK,
            title=task.title,
            text=_("Product: %(product)s") % {"product": task.product},
            number=task.code,
            url=reverse("directives:assignment", kwargs={"code": task.code}),
            act=_("Report done"),
            due=task.due_on,
            left=days_left(task.due_on, on=on, days=days),
        )


def _cases(user: Any, *, on: date, days: WorkingCalendar) -> Iterator[Line]:
    """Cases in the reader's hands whose term runs, by number only."""
    if not allows(user, "case.handle"):
        return
    for case in in_hand(user, on=on)[:MOST]:
        due = case.handling_due_on if case.opened_on else None
        yield Line(
            kind=LineKind.CASE,
            title=_("Case %(code)s") % {"code": case.code},
            text=str(case.get_state_display()),
            number=case.code,
            url=reverse("discipline:case", kwargs={"code": case.code}),
            act=_("Open the case"),
            due=due,
            left=days_left(due, on=on, days=days) if due else None,
        )


def _grants(user: Any) -> Iterator[Line]:
    if not allows(user, "grant.execute"):
        return
    for grant in waiting_for(user).select_related("user", "unit", "proposed_by")[:MOST]:
        yield Line(
            kind=LineKind.GRANT,
            title=_("Role “%(role)s” proposed for %(name)s") % {"role": grant.get_role_display(), "name": grant.user},
            text=_("Proposed by %(name)s; a second person puts it into force.") % {"name": grant.proposed_by},
            number="",
            url=reverse("accounts:grants"),
            act=_("Look and decide"),
            due=None,
            left=None,
        )


def _imports(user: Any) -> Iterator[Line]:
    if not allows(user, "roster_import.commit"):
        return
    for roster in imports_for(user).filter(state=ImportState.READ)[:MOST]:
        yield Line(
            kind=LineKind.IMPORT,
            title=_("Staff list “%(file)s” is read and waits to be imported") % {"file": roster.file_name},
            text=_("Uploaded by %(name)s; nothing is written yet.") % {"name": roster.uploaded_by},
            number="",
            url=reverse("cadres:import", kwargs={"pk": roster.pk}),
            act=_("Check and import"),
            due=None,
            left=None,
        )


def _given_up(user: Any) -> Iterator[Line]:
    """Background work that was given up, as the inbox of whoever keeps the system running says."""
    count = unread(user=user).filter(kind="outbox.dead").count()
    if count:
        yield Line(
            kind=LineKind.SYSTEM,
            title=ngettext("%(n)s background job was given up", "%(n)s background jobs were given up", count)
            % {"n": count},
            text=_("Look at the error, mend its cause and start it again."),
            number="",
            url=reverse("notifications:inbox") + "?show=unread",
            act=_("Look"),
            due=None,
            left=None,
        )


def _alerts(user: Any, listed: Sequence[Line], *, on: date, days: WorkingCalendar) -> Iterator[Line]:
    """What the inbox holds that asks for an act and stands in no line of a room."""
    places, numbers = {line.url for line in listed}, {line.number for line in listed if line.number}
    things = [source.thing for source in sources() if source.on_worklist]
    rows = waiting(user=user, on=on).filter(alert__thing__in=things)
    nearest = rows.order_by(F("alert__due_on").asc(nulls_last=True), "-id")  # of two of one matter the first
    found = list(nearest[: MOST + 1])
    for told in found[:MOST]:
        alert = told.alert
        if told.url in places or (alert.code and alert.code in numbers):
            continue
        places.add(told.url)
        yield Line(
            kind=LineKind.ALERT,
            title=told.title_text,
            text=told.body_text or told.ends_when_text,
            number=alert.code,
            url=told.url or reverse("notifications:line", args=[told.pk]),
            act=_("Open"),
            due=alert.due_on,
            left=None if alert.due_on is None else days_left(alert.due_on, on=on, days=days),
        )
    if len(found) > MOST:
        rest = rows.count() - MOST
        yield Line(
            kind=LineKind.ALERT,
            title=ngettext("%(n)s more alert waits in your inbox", "%(n)s more alerts wait in your inbox", rest)
            % {"n": rest},
            text=_("Only the nearest stand here."),
            number="",
            url=reverse("notifications:inbox"),
            act=_("Open"),
            due=None,
            left=None,
        )


def _number(period: date) -> str:
    """The number under which a month is spoken of."""
    return _("EV-%(month)s") % {"month": f"{period:%Y-%m}"}
