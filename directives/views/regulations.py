"""Working regulations of units: the list with what is overdue, one with its reviews, recording, reviewing."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.forms.offices import EditRegulationForm, IssueForm, ReviewForm
from directives.models import WorkingRegulation
from directives.office_filters import REGULATION_STAGES, RegulationFilter, filtered
from directives.selectors import regulations as selectors
from directives.services import regulations as services
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused

SUGGESTED = 300


@login_required
@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "working_regulation.read")
    today = local_date()
    rows = filtered(RegulationFilter, request.GET, selectors.listed(user), request)
    page = paginate(request, rows)
    context = {
        "page": page,
        "lines": selectors.lines(user, page.rows, on=today),
        "stages": [("", _("All")), *REGULATION_STAGES],
        "without": list(selectors.units_without(user, on=today)),
        "may_create": allows(user, "working_regulation.create"),
        "filtered": any(request.GET.get(name) for name in ("stage", "unit")),
        "tab": "regulations",
    }
    return page_or_fragment(request, "directives/regulations.html", "directives/_regulations.html", context)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    context = {
        "row": row,
        "overdue": selectors.is_overdue(row, local_date()),
        "reviews": selectors.reviews_of(user, row),
        "earlier": selectors.earlier_of(user, row),
        "may": {act: allows(user, f"working_regulation.{act}", row) for act in ("update", "review")},
        "crumbs": _crumbs(),
    }
    return render(request, "directives/regulation.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Record the regulation a unit works under; the one before ends the day before."""
    user = cast("User", request.user)
    require(user, "working_regulation.create")
    today = local_date()
    units = selectors.units_of(user, on=today, action="working_regulation.create")
    first = list(units[:2])
    initial = {"unit": request.GET.get("unit") or (first[0].code if len(first) == 1 else "")}
    form = IssueForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        require(user, "working_regulation.create", WorkingRegulation(unit=form.cleaned_data["unit"]))
        try:
            made = services.issue(today=today, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("regulations:one", pk=made.pk)
    context = {"title": _("Record a working regulation"), "act": _("Save"), "units": units[:SUGGESTED]}
    return _form(request, form, context)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "working_regulation.update", row)
    initial = {name: getattr(row, name) for name in (*services.EDITABLE, "row_version")}
    form = EditRegulationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.edit(regulation=row, version=data.pop("row_version"), changes=data, today=local_date(), by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("regulations:one", pk=pk)
    return _form(request, form, {"title": row.number, "act": _("Save"), "row": row})


@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was looked at and what came of it."""
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "working_regulation.review", row)
    today = local_date()
    form = ReviewForm(request.POST or None, initial={"reviewed_on": today, "row_version": row.row_version})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.review(regulation=row, version=data.pop("row_version"), today=today, by=user, **data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The review was recorded."))
            return redirect("regulations:one", pk=pk)
    return _form(request, form, {"title": _("Record a review"), "act": _("Save"), "row": row})


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Working regulations"), reverse("regulations:list"))]


def _form(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    row = context.get("row")
    back = reverse("regulations:one", args=[row.pk]) if row else reverse("regulations:list")
    context |= {"form": form, "back_url": back, "crumbs": _crumbs(), "under": row.unit.name if row else ""}
    return render(request, "directives/office_form.html", context, status=422 if form.errors else 200)
