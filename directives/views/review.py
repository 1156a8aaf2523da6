"""The review of delays and extensions: figures of a period, the rows behind each, the rows as a file."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.selectors.units import units_to_filter
from directives.enums import AssignmentKind
from directives.rules.periods import Period, containing, latest, period_of
from directives.selectors import listing
from directives.selectors import review as selectors
from foundation.access import allows, require
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.paging import PAGE_SIZE, paginate
from organization.selectors.calendar import working_calendar

QUARTERS, MONTHS, YEARS = 6, 12, 3


@login_required
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "assignment.read")
    period, seen = _seen(request, user)
    group = request.GET.get("group", "unit")
    group = group if group in ("unit", "person") else "unit"
    classes = selectors.by_class(seen)
    number = request.GET.get("page", "1")
    page = selectors.page_of(seen, group, number=int(number) if number.isdecimal() else 1, size=PAGE_SIZE)
    context = {
        "period": period,
        "said": words_of(period),
        "spans": periods(period),
        "groups": [("unit", _("By unit")), ("person", _("By person"))],
        "group": group,
        "labels": labels(),
        "total": _cells(selectors.total(classes)),
        "classes": [(dict(AssignmentKind.choices)[line.code], _cells(line)) for line in classes],
        "page": page,
        "lines": [_cells(line) for line in page.rows],
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=local_date())],
        "may_export": allows(user, "assignment.export"),
        "may_ask": allows(user, "avoidance_signal.read"),
    }
    return render(request, "directives/review.html", context)


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The tasks behind one number."""
    user = cast("User", request.user)
    require(user, "assignment.read")
    period, seen = _seen(request, user)
    found = _behind(request, seen)
    page = paginate(request, found)
    context = {
        "page": page,
        "lines": listing.lines(page.rows, on=seen.on, days=working_calendar()),
        "said": words_of(period),
        "counts": [(name, label) for name, label, _short in labels()],
        "crumbs": [
            (_("Assignments"), reverse("directives:assignments")),
            (_("Delays and extensions"), f"{reverse('reviews:delays')}?period={period.word}"),
        ],
    }
    return render(request, "directives/review_rows.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The tasks behind one number, with the figures above them, as XLSX."""
    user = cast("User", request.user)
    require(user, "assignment.export")
    period, seen = _seen(request, user, action="export")
    found, made_at = _behind(request, seen), local_moment()
    filters = [(_("Period"), words_of(period)), *_filter_words(request)]
    total, people = found.count(), found.order_by().values("person").distinct().count()
    mark = hand_out(
        request,
        object_type="directives.assignment",
        name="assignment.exported",
        rows=total,
        people=people,
        filters=filters,
        kind="xlsx",
        made_at=made_at,
    )
    figures = selectors.total(selectors.by_class(seen)).counts
    made = selectors.rows_listing(
        found,
        on=seen.on,
        days=working_calendar(),
        total=total,
        made_at=made_at,
        made_by=user.full_name,
        filters=[*filters, (_("Counted"), "; ".join(f"{label}: {figures[name]}" for name, label, _short in labels()))],
        mark=mark,
    )
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="cham-tre-gia-han-{period.word}.xlsx"'
    write_xlsx(made, cast(Any, response))
    return response


def labels() -> list[tuple[str, str, str]]:
    """Each number: its name, what it counts, and a short word for a narrow column."""
    return [
        ("assigned", _("Tasks of the period"), _("Tasks")),
        ("finished", _("Finished"), _("Finished")),
        ("late", _("Finished late"), _("Late")),
        ("overdue", _("Overdue, not finished"), _("Overdue")),
        ("excused", _("Delay excused by a confirmed cause"), _("Excused")),
        ("extended", _("Deadline moved"), _("Deadline moved")),
        ("extended_again", _("Deadline moved more than once"), _("Moved again")),
        ("with_opinion", _("Passed on with an opinion"), _("With opinion")),
        ("without_opinion", _("Passed on without an opinion"), _("No opinion")),
        ("claimed", _("Objective cause claimed"), _("Cause claimed")),
        ("confirmed", _("Objective cause confirmed"), _("Cause confirmed")),
    ]


def _cells(line: selectors.Figures) -> dict[str, Any]:
    """A line with its numbers in the order of the columns."""
    cells = [(name, label, line.counts[name]) for name, label, _short in labels()]
    return {"figures": line, "code": line.code, "cells": cells}


def words_of(period: Period) -> str:
    """The period in words."""
    if period.span == "quarter":
        return _("Quarter %(n)s of %(year)s") % {"n": period.quarter, "year": period.first.year}
    if period.span == "year":
        return _("Year %(year)s") % {"year": period.first.year}
    return _("Month %(month)s") % {"month": f"{period.first:%m/%Y}"}


def periods(chosen: Period) -> list[tuple[str, str]]:
    """What may be chosen, with the chosen one wherever it lies."""
    today = local_date()
    offered = [
        *latest(today, "quarter", QUARTERS), *latest(today, "month", MONTHS), *latest(today, "year", YEARS),
    ]  # fmt: skip
    known = offered if chosen in offered else [chosen, *offered]
    return [(period.word, words_of(period)) for period in known]


def _seen(request: HttpRequest, user: User, *, action: str = "read") -> tuple[Period, selectors.Review]:
    """The period asked for, this quarter unless the address says, and its tasks within reach and filters."""
    today = local_date()
    period = period_of(request.GET.get("period", "")) or containing(today, "quarter")
    seen = selectors.review(user, period=period, on=today, calendar=working_calendar(), action=action)
    unit, kind, text = (request.GET.get(name, "") for name in ("unit", "kind", "q"))
    return period, selectors.narrowed(seen, user, unit=unit, kind=kind, text=text)


def _behind(request: HttpRequest, seen: selectors.Review) -> Any:
    asked = {name: request.GET.get(name, "") for name in ("count", "group", "code")}
    return selectors.behind(seen, asked["count"], group=asked["group"], code=asked["code"])


def _filter_words(request: HttpRequest) -> list[tuple[str, str]]:
    names = {"unit": _("Unit"), "kind": _("Class"), "q": _("Search"), "count": _("Counted"), "code": _("Code")}
    said = {name: label for name, label, _short in labels()}
    return [
        (label, said.get(value, value) if name == "count" else value)
        for name, label in names.items()
        if (value := request.GET.get(name, ""))
    ]
