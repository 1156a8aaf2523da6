"""Programmes of the year: the list, one with its items, drawing up, adding, approving, ending."""

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
from inspections.forms import programmes as forms
from inspections.forms.inspections import WhyForm
from inspections.programme_enums import ProgrammeState
from inspections.selectors import programmes as selectors
from inspections.services import programmes as services
from organization.models import Unit

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "programme.list")
    page = paginate(request, selectors.programmes(user))
    context = {"page": page, "may_create": allows(user, "programme.create"), "crumbs": _crumbs()[:1]}
    return render(request, "inspections/programmes.html", context)


@login_required
@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.programme(user, pk)
    draft = row.state == ProgrammeState.DRAFT
    context = {
        "row": row,
        "page": paginate(request, selectors.items_of(user, row)),
        "may_add": draft and allows(user, "programme.add", row),
        "may_approve": draft and row.created_by_id != user.pk and allows(user, "programme.approve", row),
        "may_end": row.state != ProgrammeState.ENDED and allows(user, "programme.end", row),
        "crumbs": _crumbs(),
    }
    return render(request, "inspections/programme.html", context)


@login_required
@PAGE
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "programme.create")
    units = _units(user)
    form = forms.ProgrammeForm(request.POST or None, units=units, initial={"year": local_date().year})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_programme(by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:programme", pk=made.pk)
    context = {"title": _("Draw up a programme"), "act": _("Draw up"), "units": units[:300]}
    return _form(request, form, reverse("inspections:programmes"), context)


@login_required
@PAGE
def add(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.programme(user, pk)
    require(user, "programme.add", row)
    units = _units(user)
    form = forms.ItemForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(programme=row, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:programme", pk=pk)
    context = {"title": _("Add a unit"), "act": _("Add"), "under": row.number, "units": units[:300]}
    return _form(request, form, reverse("inspections:programme", args=[pk]), context)


@login_required
@PAGE
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.programme(user, pk)
    require(user, "programme.approve", row)
    if request.method == "POST":
        services.approve_programme(programme=row, by=user)
        return redirect("inspections:programme", pk=pk)
    context = {
        "title": _("Approve the programme"),
        "consequence": _("Its items are fixed from now on, and each unit reads its own."),
        "rows": [(_("Number"), row.number), (_("Year"), row.year), (_("Units"), row.items.count())],
        "act_label": _("Approve"),
        "back_url": reverse("inspections:programme", args=[pk]),
        "crumbs": _crumbs(),
    }
    return render(request, "components/confirm_page.html", context)


@login_required
@PAGE
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.programme(user, pk)
    require(user, "programme.end", row)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.end_programme(programme=row, by=user, reason=form.cleaned_data["reason"])
        return redirect("inspections:programme", pk=pk)
    context = {"title": _("End the programme"), "act": _("End"), "under": row.number}
    return _form(request, form, reverse("inspections:programme", args=[pk]), context)


def _units(user: User) -> Any:
    return visible_to(user, Unit.objects.filter(valid_to__isnull=True)).order_by("path")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Inspections"), reverse("inspections:list")), (_("Programmes"), reverse("inspections:programmes"))]


def _form(request: HttpRequest, form: Any, back: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "back_url": back, "crumbs": _crumbs()}
    return render(request, "inspections/form.html", context, status=422 if form.errors else 200)
