"""Sealed draws: the list, one with its proof, the sealed text, sealing, holding, opening."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from foundation.access import allows, readable_fields, require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from inspections.draw_enums import DrawState
from inspections.forms import teams as forms
from inspections.forms.inspections import WhyForm
from inspections.models import Team
from inspections.selectors import draws as selectors
from inspections.services import draws as services

PAGE = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 60


@login_required
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "draw.list")
    page = paginate(request, selectors.readable(user).order_by("-committed_at"))
    context = {"page": page, "may_seal": _teams(user).exists(), "crumbs": _crumbs()[:1]}
    return render(request, "inspections/draws.html", context)


@login_required
@require_safe
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """What is public; for who may read it the list with its weights; once it is opened the proof computed again."""
    user = cast("User", request.user)
    row = selectors.draw_by_code(user, code)
    sealed = selectors.sealed_text_for(user, row)
    lines = selectors.list_lines(row, sealed) if sealed else []
    names = {line.unit.code: line.name for line in lines}
    held = allows(user, "draw.hold", row)
    context = {
        "row": row,
        "shown": readable_fields(user, row),
        "sealed": sealed,
        "turns": [(turn, names.get(turn["code"], "")) for turn in row.turns] if lines else [],
        "lines": lines if request.GET.get("all") else lines[:SHOWN],
        "more": len(lines) > SHOWN and not request.GET.get("all"),
        "total": sum(unit.weight for unit in sealed.units) if sealed else 0,
        "proof": selectors.prove(row) if row.state == DrawState.OPENED else None,
        "may_hold": row.state == DrawState.SEALED and held,
        "number_is_out": local_date() >= row.outside_on,
        "may_open": row.state == DrawState.DRAWN and allows(user, "draw.open", row),
        "crumbs": _crumbs(),
    }
    return render(request, "inspections/draw.html", context)


@login_required
@require_safe
def text(request: HttpRequest, code: str) -> HttpResponse:
    """The sealed text byte for byte, for computing the hash and the draw elsewhere."""
    row = selectors.draw_by_code(request.user, code)
    if "sealed_text" not in readable_fields(request.user, row):
        raise NotFound
    answer = HttpResponse(row.sealed_text.encode(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.code}.txt"'
    return answer


@login_required
@PAGE
def seal(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "team.draw")
    form = forms.DrawForm(request.POST or None, teams=_teams(user))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.seal_draw(on=local_date(), by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:draw", code=made.code)
    context = {
        "title": _("Seal a draw"),
        "act": _("Seal and publish the commitment"),
        "hint": _("The list with its weights is frozen now. Nothing of it can be changed afterwards, by nobody."),
    }
    return _form(request, form, reverse("inspections:draws"), context)


@login_required
@PAGE
def hold(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.draw_by_code(user, code)
    require(user, "draw.hold", row)
    form = forms.NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold_draw(draw=row, on=local_date(), by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:draw", code=code)
    context = {
        "title": _("Hold the draw"),
        "act": _("Draw"),
        "under": f"{row.outside_name}, {row.outside_on:%d/%m/%Y}",
        "hint": _("A draw is held once. Only you see the units until it is opened."),
    }
    return _form(request, form, reverse("inspections:draw", args=[code]), context)


@login_required
@PAGE
def open_it(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.draw_by_code(user, code)
    require(user, "draw.open", row)
    if request.method == "POST":
        services.open_draw(draw=row, by=user)
        return redirect("inspections:draw", code=code)
    context = {
        "title": _("Open the draw"),
        "consequence": _("List, weights, key and the units drawn become public, also a unit that was not visited."),
        "rows": [(_("Draw"), row.code), (_("Name of the draw"), row.title), (_("Outside number"), row.outside_number)],
        "act_label": _("Open"),
        "back_url": reverse("inspections:draw", args=[code]),
        "crumbs": _crumbs(),
    }
    return render(request, "components/confirm_page.html", context)


@login_required
@PAGE
def void(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.draw_by_code(user, code)
    require(user, "draw.hold", row)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.void_draw(draw=row, by=user, reason=form.cleaned_data["reason"])
        return redirect("inspections:draw", code=code)
    context = {"title": _("Give the draw up"), "act": _("Give up"), "under": row.code}
    return _form(request, form, reverse("inspections:draw", args=[code]), context)


def _teams(user: User) -> Any:
    today = local_date()
    rows = Team.objects.filter(state="in_force", valid_from__lte=today, valid_to__gte=today)
    return visible_to(user, rows, "draw").order_by("number")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Inspections"), reverse("inspections:list")), (_("Sealed draws"), reverse("inspections:draws"))]


def _form(request: HttpRequest, form: Any, back: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "back_url": back, "crumbs": _crumbs()}
    return render(request, "inspections/form.html", context, status=422 if form.errors else 200)
