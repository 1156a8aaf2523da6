"""The board of cases: what the reader may list, by state, clock, unit and track; its export."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.selectors.units import units_to_filter
from discipline.enums import CaseState, Track
from discipline.filters import CASE_CLOCKS, CASE_STAGES, filtered_cases
from discipline.models import Case
from discipline.selectors import cases as selectors
from discipline.selectors.rule_book import book
from foundation.access import allows, require, visible_to
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.web.step_up import require_step_up
from organization.selectors.calendar import working_calendar

FILTERS = ("q", "stage", "state", "clock", "unit", "track")


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "case.list")
    today = local_date()
    reach = selectors.dated(selectors.readable(user), user, on=today)
    counts = selectors.counts(reach, user, on=today)
    filtered = any(request.GET.get(name) for name in FILTERS)
    rows = filtered_cases(request.GET, reach, request)
    page = paginate(request, rows, known=None if filtered else counts["all"])
    context = {
        "page": page,
        "lines": selectors.lines(user, page.rows, on=today, days=working_calendar(), rules=book()),
        "stages": [("", _("All"), counts["all"]), *((key, text, counts[key]) for key, text in CASE_STAGES)],
        "states": [(key, f"{text} ({counts[key]})") for key, text in CaseState.choices if counts[key]],
        "clocks": [(key, f"{text} ({counts[key]})") for key, text in CASE_CLOCKS],
        "tracks": Track.choices,
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=today)],
        "may_report": allows(user, "unit.signal"),
        "may_export": allows(user, "case.export"),
        "may_desk": allows(user, "desk_officer.read"),
        "may_replace": allows(user, "replacement.list"),
        "filtered": filtered,
    }
    return page_or_fragment(request, "discipline/board.html", "discipline/_board.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The rows of the board that may leave it, as XLSX; always after confirming once more who one is."""
    user = cast("User", request.user)
    require(user, "case.export")
    require_step_up(request)
    base = visible_to(user, Case.objects.select_related(*selectors.RELATED), "export")
    rows = filtered_cases(request.GET, base, request)
    total, filters, made_at = rows.count(), _filter_words(request), local_moment()
    mark = hand_out(
        request,
        object_type="discipline.case",
        name="case.exported",
        rows=total,
        people=rows.order_by().exclude(subject=None).values("subject").distinct().count(),
        filters=filters,
        kind="xlsx",
        made_at=made_at,
    )
    made = selectors.listing(
        user, rows, on=local_date(), days=working_calendar(), rules=book(), total=total, made_at=made_at,
        made_by=user.full_name, filters=filters, mark=mark,
    )  # fmt: skip
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="ho-so-ky-luat-{local_date():%Y%m%d}.xlsx"'
    write_xlsx(made, cast(Any, response))
    return response


def _filter_words(request: HttpRequest) -> list[tuple[str, str]]:
    labels = {
        "q": _("Search"), "stage": _("Stage"), "state": _("State"), "clock": _("Clock"), "unit": _("Unit"),
        "track": _("Track"),
    }  # fmt: skip
    words = {
        "stage": dict(CASE_STAGES), "state": dict(CaseState.choices), "clock": dict(CASE_CLOCKS),
        "track": dict(Track.choices),
    }  # fmt: skip
    return [
        (label, str(words.get(name, {}).get(value, value)))
        for name, label in labels.items()
        if (value := request.GET.get(name, ""))
    ]
