"""Naming a decider or a superior where the chain found nobody, or where somebody cannot act."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cadres.models import Person
from evaluations.forms.assigning import DeciderForm, SuperiorForm
from evaluations.selectors.pages import assigning as pages
from evaluations.selectors.pages.places import Place
from evaluations.services import control as services
from evaluations.views.guards import SignedIn, open_month
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decider(request: SignedIn, period: date, code: str) -> HttpResponse:
    """Who decides the unit this month."""
    where, _spec = open_month(request.user, period, code, "unit_cycle.assign")
    form = DeciderForm(request.POST or None, initial={"row_version": where.unit_cycle.row_version})
    if request.method == "POST" and form.is_valid() and (person := _person(request, form)) is not None:
        data = form.cleaned_data
        try:
            services.assign_decider(
                unit_cycle=where.unit_cycle,
                person=person,
                reason=data["reason"],
                version=data["row_version"],
                by=request.user,
            )
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            text = _("%(name)s decides %(unit)s this month.")
            messages.success(request, text % {"name": person.full_name, "unit": where.unit.name})
            return redirect(reverse("evaluations:control", args=[period]))
    context = {
        "title": _("Who decides %(unit)s") % {"unit": where.unit.name},
        "act_label": _("Name the decider"),
        "consequence": _(
            "Sheets not decided yet go to this person; decided ones stay. The person is told, the reason is kept."
        ),
        "present": where.unit_cycle.decider.full_name if where.unit_cycle.decider else _("post empty"),
    }
    return _page(request, where, form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def superior(request: SignedIn, period: date, code: str) -> HttpResponse:
    """Who scores in the place of a superior who left or cannot act."""
    where, _spec = open_month(request.user, period, code, "unit_cycle.extend")
    superiors = pages.superiors_of(where.unit_cycle)
    form = SuperiorForm(
        request.POST or None, superiors=superiors, initial={"row_version": where.unit_cycle.row_version}
    )
    if request.method == "POST" and form.is_valid() and (person := _person(request, form)) is not None:
        data = form.cleaned_data
        try:
            moved = services.assign_superior(
                unit_cycle=where.unit_cycle,
                before=Person.objects.get(code=data["before"]),
                person=person,
                reason=data["reason"],
                version=data["row_version"],
                by=request.user,
            )
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            text = ngettext("%(n)s sheet goes to %(name)s.", "%(n)s sheets go to %(name)s.", moved)
            messages.success(request, text % {"n": moved, "name": person.full_name})
            return redirect(reverse("evaluations:control", args=[period]))
    context = {
        "title": _("Who scores in %(unit)s") % {"unit": where.unit.name},
        "act_label": _("Name who scores"),
        "consequence": _("Sheets not submitted yet go to this person; scores given so far are kept."),
        "present": ", ".join(name for _code, name, _count in superiors[:6]) or "–",
        "blocked_reasons": [] if superiors else [_("Nobody scores an open sheet here.")],
    }
    return _page(request, where, form, context)


def _person(request: SignedIn, form: DeciderForm) -> Person | None:
    found = pages.person_named(request.user, form.cleaned_data["person"].strip())
    if found is None:
        form.add_error("person", _("There is no such person in your reach."))
    return found


def _page(request: SignedIn, where: Place, form: DeciderForm, context: dict[str, Any]) -> HttpResponse:
    text = request.GET.get("q", "")
    context |= {
        "where": where,
        "period": where.cycle.period,
        "form": form,
        "candidates": pages.candidates(request.user, where.unit_cycle, text=text, on=local_date()),
        "asked": text,
        "chosen": form["person"].value() or "",
        "back_url": reverse("evaluations:control", args=[where.cycle.period]),
        "crumbs": [
            (_("Evaluation"), reverse("evaluations:months")),
            (_("Control"), reverse("evaluations:control", args=[where.cycle.period])),
            (where.unit.name, ""),
        ],
    }
    return render(request, "evaluations/assign.html", context, status=422 if form.is_bound else 200)
