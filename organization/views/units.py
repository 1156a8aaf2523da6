"""The list of units and the page of one."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.forms import UnitFilter
from organization.models import Unit
from organization.selectors.unit_chain import chain_of
from organization.selectors.unit_lists import BODIES, lines_of, wanted_units
from organization.selectors.unit_page import unit_page
from organization.selectors.units import tree
from organization.views.unit_history import history_of


@require_GET
@login_required
def unit_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "unit.read")
    form = UnitFilter(request.GET)
    under = form.given().get("under", "")
    wanted = form.wanted(today=local_date(), under=_readable(request, under) if under else None)
    page = paginate(request, wanted_units(request.user, wanted))
    context = {
        "may_reorganise": allows(request.user, "reorganisation.read"),
        "page": replace(page, rows=lines_of(page.rows, tree(request.user), wanted)),
        "wanted": wanted,
        "is_today": wanted.on == local_date(),
        "shows": [("", _("Operating")), ("ended", _("Ended")), ("all", _("All"))],
        "kinds": [(BODIES, _("All but divisions")), *UnitKind.choices],
        "filtered": bool(wanted.text or wanted.kind or wanted.under),
    }
    return page_or_fragment(request, "organization/units.html", "organization/_unit_rows.html", context)


@require_GET
@login_required
def unit_detail(request: HttpRequest, code: str) -> HttpResponse:
    unit = _readable(request, code)
    require(request.user, "unit.read", unit)
    on = UnitFilter(request.GET).given().get("on") or local_date()
    page = unit_page(request.user, unit, on)
    above = [(one.name, reverse("organization:unit", args=[one.code])) for one in page.above]
    context = {
        "page": page,
        "unit": unit,
        "on": on,
        "is_today": on == local_date(),
        "history": history_of(page),
        "chain": chain_of(request.user, unit),
        "may_edit": allows(request.user, "unit.update", unit),
        "crumbs": [(_("Units"), reverse("organization:units")), *above],
    }
    return render(request, "organization/unit.html", context)


def _readable(request: HttpRequest, code: str) -> Unit:
    """The unit of that code, if it lies within the reader's reach."""
    unit = tree(request.user).filter(code=code).select_related("parent").first()
    if unit is None:
        raise NotFound
    return unit
