"""Commendations and good models: the list, one with its files, recording, mending; those of a person."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.person_page import render_tab
from cadres.selectors.people import person_by_code
from directives.enums import CommendationKind
from directives.forms.offices import CommendForm, EditCommendationForm
from directives.models import Commendation
from directives.office_filters import CommendationFilter, filtered
from directives.selectors import commendations as selectors
from directives.services import commendations as services
from foundation.access import allows, require
from foundation.files.forms import ProofForm
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused

SUGGESTED = 300


@login_required
@require_safe
def commendations(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "commendation.read")
    page = paginate(request, filtered(CommendationFilter, request.GET, selectors.readable(user), request))
    context = {
        "page": page,
        "kinds": [("", _("All")), *CommendationKind.choices],
        "may_create": allows(user, "commendation.create"),
        "filtered": any(request.GET.get(name) for name in CommendationFilter.base_filters),
        "tab": "commendations",
    }
    return page_or_fragment(request, "directives/commendations.html", "directives/_commendations.html", context)


@login_required
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    context = {
        "row": row,
        "proofs": selectors.proofs_for(user, row),
        "undertaking": selectors.undertakings_to_link(user).filter(pk=row.undertaking_id or 0).first(),
        "may_update": allows(user, "commendation.update", row),
        "crumbs": _crumbs(),
    }
    return render(request, "directives/commendation.html", context)


@login_required
@require_safe
def person(request: HttpRequest, key: str) -> HttpResponse:
    """The tab of a person's page."""
    user = cast("User", request.user)
    found = person_by_code(user, key)
    require(user, "commendation.read")
    context = {"rows": selectors.of_person(user, found)[:SUGGESTED]}
    return render_tab(
        request, found, key="commendations", template="directives/_person_commendations.html", context=context
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "commendation.create")
    units = selectors.units_to_commend(user)
    first = list(units.filter(valid_to__isnull=True)[:2])
    initial = {"unit": first[0].code if len(first) == 1 else "", "undertaking": request.GET.get("undertaking", "")}
    form = CommendForm(
        request.POST or None,
        units=units,
        people=selectors.people_to_name(user),
        undertakings=selectors.undertakings_to_link(user),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        require(user, "commendation.create", Commendation(unit=form.cleaned_data["unit"]))
        try:
            made = services.commend(today=local_date(), by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("commendations:one", code=made.code)
    context = {"title": _("Record a commendation or a good model"), "act": _("Save")}
    return _form(request, form, context | {"units": units.filter(valid_to__isnull=True)[:SUGGESTED]})


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "commendation.update", row)
    initial = {name: getattr(row, name) for name in (*services.EDITABLE, "row_version")}
    initial["undertaking"] = row.undertaking.code if row.undertaking else ""
    initial["people"] = "\n".join(f"{one.person.code} · {one.person.full_name}" for one in row.named.all())
    form = EditCommendationForm(
        request.POST or None,
        people=selectors.people_to_name(user, action="commendation.update"),
        undertakings=selectors.undertakings_to_link(user),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        version, people = data.pop("row_version"), data.pop("people")
        try:
            services.edit(commendation=row, version=version, changes=data, people=people, today=local_date(), by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("commendations:one", code=code)
    return _form(request, form, {"title": row.code, "act": _("Save"), "row": row})


@login_required
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Attach the decision or a file that shows the model."""
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "commendation.update", row)
    form = ProofForm(request.POST or None, request.FILES or None)
    status, back = 422 if form.errors else 200, reverse("commendations:one", args=[code])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.add_evidence(commendation=row, title=data["title"], upload=data["upload"], by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The file was attached."))
            return redirect(back)
    context = {"form": form, "act": _("Attach"), "back": back, "title": _("Attach a file"), "under": row.title}
    return render(request, "files/upload.html", context | {"crumbs": [*_crumbs(), (code, back)]}, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Commendations"), reverse("commendations:list"))]


def _form(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    row = context.get("row")
    back = reverse("commendations:one", args=[row.code]) if row else reverse("commendations:list")
    context |= {"form": form, "back_url": back, "crumbs": _crumbs(), "under": row.title if row else ""}
    return render(request, "directives/office_form.html", context, status=422 if form.errors else 200)
