"""Units' own inspections: the list with the figures of the year, one, reporting, taking into the figures."""

from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused
from inspections.forms.inspections import WhyForm
from inspections.forms.programmes import OwnCheckForm
from inspections.models import OwnCheck
from inspections.programme_enums import OwnCheckState
from inspections.selectors import programmes as selectors
from inspections.selectors.whole_city import whole_city
from inspections.services import own_checks as services
from organization.models import Unit

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def own_checks(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "own_check.list")
    year = local_date().year
    context = {
        "page": paginate(request, selectors.own_checks(user)),
        "year": year,
        "figures": whole_city(user, first=date(year, 1, 1), last=date(year, 12, 31)),
        "may_report": allows(user, "own_check.report"),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "inspections/own_checks.html", context)


@login_required
@require_safe
def own_check(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.own_check(user, pk)
    open_now = row.state == OwnCheckState.REPORTED and allows(user, "own_check.aggregate", row)
    context = {
        "row": row,
        "further": selectors.further_of(row),
        "may_aggregate": open_now and row.reported_by_id != user.pk,
        "may_send_back": open_now,
        "crumbs": _crumbs(),
    }
    return render(request, "inspections/own_check.html", context)


@login_required
@PAGE
def report(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "own_check.report")
    units = visible_to(user, Unit.objects.filter(valid_to__isnull=True), "own_check.report").order_by("path")
    form = OwnCheckForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        require(user, "own_check.report", OwnCheck(unit=form.cleaned_data["unit"]))
        try:
            made = services.report_own_check(on=local_date(), by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:own_check", pk=made.pk)
    context = {"title": _("Report an own inspection"), "act": _("Report"), "units": units[:300]}
    return _form(request, form, reverse("inspections:own_checks"), context)


@login_required
@PAGE
def aggregate(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.own_check(user, pk)
    require(user, "own_check.aggregate", row)
    if request.method == "POST":
        services.aggregate_own_check(check=row, by=user)
        return redirect("inspections:own_check", pk=pk)
    joint = row.joint_with.code if row.joint_with else _("no")
    context = {
        "title": _("Take it into the figures"),
        "consequence": _("It is counted once in the city's figures; held together with a team it is counted there."),
        "rows": [
            (_("Unit inspected"), row.checked.name),
            (_("Held on"), f"{row.held_on:%d/%m/%Y}"),
            (_("Joint"), joint),
        ],
        "act_label": _("Take in"),
        "back_url": reverse("inspections:own_check", args=[pk]),
        "crumbs": _crumbs(),
    }
    return render(request, "components/confirm_page.html", context)


@login_required
@PAGE
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.own_check(user, pk)
    require(user, "own_check.aggregate", row)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.send_back_own_check(check=row, by=user, reason=form.cleaned_data["reason"])
        return redirect("inspections:own_check", pk=pk)
    context = {"title": _("Send back to the unit"), "act": _("Send back"), "under": row.checked.name}
    return _form(request, form, reverse("inspections:own_check", args=[pk]), context)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Inspections"), reverse("inspections:list")), (_("Units' own"), reverse("inspections:own_checks"))]


def _form(request: HttpRequest, form: Any, back: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "back_url": back, "crumbs": _crumbs()}
    return render(request, "inspections/form.html", context, status=422 if form.errors else 200)
