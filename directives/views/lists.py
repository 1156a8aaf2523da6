"""The list of assignments, and its export."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.selectors.units import units_to_filter
from directives.filters import STAGES, filtered
from directives.models import Assignment
from directives.selectors import listing
from directives.selectors.assignments import readable
from foundation.access import allows, require, visible_to
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from organization.selectors.calendar import working_calendar

FIRST_STAGE, ALL = "open", "all"
FILTERS = ("q", "stage", "unit", "person", "due_from", "due_to", "own")


@login_required
@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "assignment.read")
    today = local_date()
    page = paginate(request, filtered(_asked(request), readable(user=user), request))
    context = {
        "page": page,
        "lines": listing.lines(page.rows, on=today, days=working_calendar()),
        "stages": [*STAGES, (ALL, _("All"))],
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=today)],
        "may_create": allows(user, "assignment.create"),
        "may_record_own": bool(user.person_id),
        "may_export": allows(user, "assignment.export"),
        "may_ask": allows(user, "avoidance_signal.read"),
        "filtered": any(request.GET.get(name) for name in FILTERS),
    }
    return page_or_fragment(request, "directives/assignments.html", "directives/_assignments.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows of the list, as XLSX."""
    user = cast("User", request.user)
    require(user, "assignment.export")
    base = visible_to(user, Assignment.objects.select_related("person", "unit"), "export")
    rows = filtered(_asked(request), base, request)
    total, filters, made_at = rows.count(), _filter_words(request), local_moment()
    mark = hand_out(
        request,
        object_type="directives.assignment",
        name="assignment.exported",
        rows=total,
        people=rows.order_by().values("person").distinct().count(),
        filters=filters,
        kind="xlsx",
        made_at=made_at,
    )
    made = listing.assignments_listing(
        rows,
        on=local_date(),
        days=working_calendar(),
        total=total,
        made_at=made_at,
        made_by=user.full_name,
        filters=filters,
        mark=mark,
    )
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="nhiem-vu-{local_date():%Y%m%d}.xlsx"'
    write_xlsx(made, cast(Any, response))
    return response


def _asked(request: HttpRequest) -> QueryDict:
    """What the address asks for; the page begins with the tasks in progress."""
    asked = request.GET.copy()
    asked.setdefault("stage", FIRST_STAGE)
    if asked["stage"] == ALL:
        del asked["stage"]
    return asked


def _filter_words(request: HttpRequest) -> list[tuple[str, str]]:
    labels = {
        "q": _("Search"),
        "stage": _("State"),
        "unit": _("Unit"),
        "person": _("Person"),
        "due_from": _("Due from"),
        "due_to": _("Due until"),
        "own": _("Recorded by oneself"),
    }
    stages = {key: str(text) for key, text in STAGES}
    return [
        (label, stages.get(value, value) if name == "stage" else value)
        for name, label in labels.items()
        if (value := _asked(request).get(name, ""))
    ]
