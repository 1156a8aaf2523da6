"""Relatives of a person: the tab, declaring, ending, and the look at their names."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cadres.forms.people import RevealForm
from cadres.forms.ties import EndForm, TieForm
from cadres.models import FamilyTie, Person
from cadres.person_page import render_tab
from cadres.selectors.people import person_by_code
from cadres.selectors.ties import shown_ties, ties_of
from cadres.services.ties import declare_tie, end_tie, reveal_ties
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@require_GET
@login_required
def person_family(request: HttpRequest, code: str) -> HttpResponse:
    return _tab(request, code, revealed=False)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def family_reveal(request: HttpRequest, code: str) -> HttpResponse:
    """GET asks for the reason; POST shows the tab with the names, once."""
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "family_tie.reveal", FamilyTie(person=found))
    require_step_up(request)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ties = list(ties_of(user, found))
        reveal_ties(person=found, ties=ties, reason=form.cleaned_data["reason"], by=user)
        return _tab(request, code, revealed=True)
    context = {
        "title": _("Show the relatives"),
        "consequence": _("The names are shown once. Who looked, when and why is written into the trail."),
        "rows": [(_("Person"), found.full_name), (_("Code"), found.code)],
        "form": form,
        "act_label": _("Show the names"),
        "back_url": reverse("cadres:person_family", args=[code]),
        "crumbs": _crumbs(found),
    }
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tie_add(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "family_tie.create", FamilyTie(person=found))
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_tie(person=found, on=local_date(), by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The relative was declared."))
            return redirect("cadres:person_family", code=code)
    context = {"person": found, "form": form, "crumbs": _crumbs(found)}
    return render(request, "cadres/tie_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tie_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The consequence in words, the last day and the reason, the act."""
    user = cast("User", request.user)
    rows = FamilyTie.objects.filter(pk=pk, person__code=code).select_related("person__unit")
    tie = visible_to(user, rows).first()
    if tie is None:
        raise NotFound
    require(user, "family_tie.end", tie)
    form = EndForm(request.POST or None, initial={"on": local_date(), "row_version": tie.row_version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            end_tie(tie=tie, today=local_date(), version=data.pop("row_version"), by=user, **data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The declaration ends with that day."))
            return redirect("cadres:person_family", code=code)
    shown = shown_ties(user, [tie])[0]
    context = {
        "title": _("End a declaration"),
        "consequence": _("Until that day checks for conflicts count this relative; the line stays in the list."),
        "rows": [
            (_("Person"), tie.person.full_name),
            (_("Who it is"), tie.get_kind_display()),
            (_("Relative"), shown.name or _("name hidden")),
            (_("Declared on"), f"{tie.declared_on:%d/%m/%Y}"),
        ],
        "form": form,
        "act_label": _("End the declaration"),
        "act_kind": "danger",
        "back_url": reverse("cadres:person_family", args=[code]),
        "crumbs": _crumbs(tie.person),
    }
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


def _tab(request: HttpRequest, code: str, *, revealed: bool) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "family_tie.read")
    found = person_by_code(user, code)
    require(user, "family_tie.read", FamilyTie(person=found))
    lines = shown_ties(user, ties_of(user, found), revealed=revealed)
    own = user.person_id == found.pk
    context: dict[str, Any] = {
        "lines": lines,
        "own": own,
        "closed": bool(lines) and not own and not revealed and allows(user, "family_tie.reveal", lines[0].tie),
        "revealed": revealed,
        "may_add": allows(user, "family_tie.create", FamilyTie(person=found)),
    }
    return render_tab(request, found, key="family", template="cadres/_tab_family.html", context=context)


def _crumbs(person: Person) -> list[tuple[str, str]]:
    url = reverse("cadres:person_family", args=[person.code])
    return [(_("People"), reverse("cadres:people")), (person.full_name, url)]
