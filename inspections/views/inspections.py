"""The list of inspections, one's own calls, one inspection with its tabs, who knew of it."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from foundation.access import allows, readable_fields, require
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from inspections.enums import STARTED, InspectionKind, InspectionState
from inspections.filters import filtered
from inspections.models import AttendanceLine, Inspection
from inspections.selectors import inspections as selectors
from inspections.services.reading import note_sealed
from inspections.tabs import shown_tabs

ACTS = ("update", "approve", "assign", "cancel", "declare", "start")


@login_required
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Those that have begun; above them the sealed ones the reader knows of."""
    user = cast("User", request.user)
    require(user, "inspection.list")
    reach = selectors.begun(user)
    page = paginate(request, filtered(request.GET, reach, request))
    sealed = list(selectors.sealed_known(user)[:50])
    note_sealed(user, sealed)
    counts = selectors.kind_counts(reach)
    context = {
        "page": page,
        "sealed": sealed,
        "kinds": [("", _("All"), sum(counts.values()))]
        + [(kind.value, kind.label, counts[kind.value]) for kind in InspectionKind],
        "states": [(state.value, state.label) for state in InspectionState if state in STARTED],
        "may_draft": selectors.teams_to_inspect_with(user, local_date()).exists(),
        "called": allows(user, "duty.list"),
        "plans": allows(user, "programme.list"),
        "own": allows(user, "own_check.list"),
        "filtered": any(request.GET.get(name) for name in ("q", "kind", "state", "unit")),
    }
    return page_or_fragment(request, "inspections/list.html", "inspections/_list.html", context)


@login_required
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """One's own calls: when and where to meet; two at once are pointed out here, to the person called alone."""
    user = cast("User", request.user)
    require(user, "duty.list")
    page = paginate(request, selectors.calls_of(user))
    begun = {row.pk: row for row in selectors.begun(user).filter(pk__in=[call.inspection_id for call in page.rows])}
    open_ones = [call for call in page.rows if call.ended_on is None and call.inspection_id not in begun]
    clashing = {
        call.pk
        for call in open_ones
        for other in open_ones
        if other.pk != call.pk and call.window_from < other.window_to and other.window_from < call.window_to
    }
    lines = [(call, begun.get(call.inspection_id)) for call in page.rows]
    context = {"page": page, "lines": lines, "clashing": clashing, "crumbs": _crumbs()}
    return render(request, "inspections/calls.html", context)


@login_required
@require_safe
def inspection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where it stands, what may be done, its tabs."""
    user = cast("User", request.user)
    row = selectors.one(user, public_id)
    note_sealed(user, [row])
    fields = readable_fields(user, row)
    context = frame(user, row, "inspection") | {
        "shown": fields,
        "team": selectors.team_on(user, row),
        "may": _may(user, row),
    }
    return render(request, "inspections/inspection.html", context)


@login_required
@require_safe
def knowers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who could know the unit before the start, and when they looked (M-13)."""
    user = cast("User", request.user)
    row = selectors.one(user, public_id)
    require(user, "inspection.knowers", row)
    note_sealed(user, [row])
    context = frame(user, row, "knowers") | {"lines": selectors.knower_report(user, row)}
    return render(request, "inspections/knowers.html", context)


def frame(user: User, row: Inspection, here: str) -> dict[str, Any]:
    """What stands around every tab of an inspection."""
    return {"row": row, "tabs": shown_tabs(user, row, here), "crumbs": _crumbs()}


def _may(user: User, row: Inspection) -> dict[str, bool]:
    """Acts that are open now: right and state together."""
    starts = {
        "update": row.state == InspectionState.DRAFT,
        "approve": row.state == InspectionState.DRAFT and row.created_by_id != user.pk,
        "assign": row.state == InspectionState.APPROVED,
        "cancel": row.sealed,
        "declare": row.state == InspectionState.ASSIGNED,
        "start": row.state == InspectionState.ASSIGNED,
    }
    found = {act: starts[act] and allows(user, f"inspection.{act}", row) for act in ACTS}
    called = row.duties.filter(user=user, ended_on__isnull=True).first() if found["declare"] else None
    found["declare"] = called is not None and called.confirmed_at is None
    found["start"] = found["start"] and not found["declare"]
    moves = allows(user, "inspection.assign", row)
    found["reschedule"] = row.state == InspectionState.ASSIGNED and moves
    found["visit"] = row.state in STARTED and allows(user, "attendance_line.read", AttendanceLine(inspection=row))
    found["send_back"] = row.state == InspectionState.APPROVED and allows(user, "inspection.approve", row)
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Inspections"), reverse("inspections:list"))]
