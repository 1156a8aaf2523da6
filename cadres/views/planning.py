"""The planning list on a person's page: the tab, entering, taking off."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cadres.forms.ties import EndForm, PlanningForm
from cadres.models import Person, PlanningEntry, Position
from cadres.person_page import render_tab
from cadres.selectors.bars import bars_shown
from cadres.selectors.people import person_by_code
from cadres.selectors.planning import planning_of
from cadres.services.planning import end_planning, enter_planning
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@require_GET
@login_required
def person_planning(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "planning_entry.read")
    found = person_by_code(user, code)
    require(user, "planning_entry.read", PlanningEntry(person=found))
    rows = [(entry, _may_end(user, entry)) for entry in planning_of(user, found)]
    context = {
        "rows": rows,
        "may_add": allows(user, "planning_entry.create", PlanningEntry(person=found)),
        "may_end": any(may for _entry, may in rows),
    }
    return render_tab(request, found, key="planning", template="cadres/_tab_planning.html", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def planning_add(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "planning_entry.create", PlanningEntry(person=found))
    bars = bars_shown(user, found, on=local_date())
    form = PlanningForm(request.POST or None, barred=bool(bars), initial={"on": local_date()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = {name: data[name] for name in ("position", "post_text", "term", "on", "decision_number")}
        try:
            enter_planning(person=found, exception=form.exception(), by=user, **wanted)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The line was entered."))
            return redirect("cadres:person_planning", code=code)
    context = {
        "person": found,
        "form": form,
        "bars": bars,
        "crumbs": _crumbs(found),
        "suggested_positions": list(Position.objects.order_by("name").values_list("name", flat=True)[:500]),
    }
    return render(request, "cadres/planning_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def planning_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The line in words, the last day and the reason, the act."""
    user = cast("User", request.user)
    rows = PlanningEntry.objects.filter(pk=pk, person__code=code).select_related("person__unit", "position")
    entry = visible_to(user, rows).first()
    if entry is None:
        raise NotFound
    require(user, "planning_entry.end", entry)
    form = EndForm(request.POST or None, initial={"on": local_date(), "row_version": entry.row_version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            end_planning(entry=entry, today=local_date(), version=data.pop("row_version"), by=user, **data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The line ends with that day."))
            return redirect("cadres:person_planning", code=code)
    context = {
        "title": _("Take off the planning list"),
        "consequence": _("The person is no longer planned for this post after that day; the line stays readable."),
        "rows": [
            (_("Person"), entry.person.full_name),
            (_("Planned post"), entry.post),
            (_("Term"), entry.term),
            (_("Entered on"), f"{entry.entered_on:%d/%m/%Y}"),
        ],
        "form": form,
        "act_label": _("Take off the list"),
        "act_kind": "danger",
        "back_url": reverse("cadres:person_planning", args=[code]),
        "crumbs": _crumbs(entry.person),
    }
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


def _may_end(user: User, entry: PlanningEntry) -> bool:
    return entry.ended_on is None and allows(user, "planning_entry.end", entry)


def _crumbs(person: Person) -> list[tuple[str, str]]:
    url = reverse("cadres:person_planning", args=[person.code])
    return [(_("People"), reverse("cadres:people")), (person.full_name, url)]
