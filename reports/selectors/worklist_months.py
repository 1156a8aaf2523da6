"""What the month asks of one person: the own sheet, sheets to score, units to decide, objections, corrections."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import ObjectionState, UnitCycleState
from evaluations.selectors.pages.days import days_left
from evaluations.selectors.pages.months import Duty, Landing
from evaluations.selectors.pages.objections import seen_by
from evaluations.selectors.pages.revisions import waiting_for as revisions_waiting_for
from foundation.access import allows
from organization.rules.calendar import WorkingCalendar
from reports.enums import LineKind
from reports.rules import Line
from reports.selectors.month_progress import MonthProgress

MOST = 50
"""Lines of one kind; beyond them the room's own list is the better place."""


def month_lines(
    user: Any, landing: Landing, progress: MonthProgress | None, *, on: date, days: WorkingCalendar
) -> Iterator[Line]:
    """Every line of the evaluation of a month, in no order; a fixed number of queries."""
    yield from _evaluation(landing)
    yield from _late_units(user, progress)
    yield from _objections(user, on=on, days=days)
    yield from _revisions(user)


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


def _number(period: date) -> str:
    """The number under which a month is spoken of."""
    return _("EV-%(month)s") % {"month": f"{period:%Y-%m}"}
