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
from evaluations.selectors.pages.days import days_left
from evaluations.selectors.pages.months import Landing
from evaluations.selectors.pages.months import landing as landing_of
from foundation.access import allows
from foundation.notifications.selectors import unread, waiting
from foundation.notifications.sources import sources
from organization.rules.calendar import WorkingCalendar, add_working_days
from organization.selectors.calendar import working_calendar
from reports.enums import LineKind
from reports.rules import Line
from reports.selectors.month_progress import MonthProgress, month_progress
from reports.selectors.worklist_months import MOST, month_lines

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
        *month_lines(user, landing, progress, on=on, days=days),
        *_tasks(user, on=on, days=days),
        *_cases(user, on=on, days=days),
        *_grants(user),
        *_imports(user),
        *_given_up(user),
    )
    return Worklist((*lines, *_alerts(user, lines, on=on, days=days)), landing, progress)


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
