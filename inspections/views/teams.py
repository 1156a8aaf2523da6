"""Decisions on teams: the list, one with its members, writing down, naming, putting in force, ending."""

from typing import Any, cast

from django.contrib import messages
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
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from inspections.enums import TeamState
from inspections.forms import teams as forms
from inspections.forms.inspections import WhyForm
from inspections.models import Team, TeamMember
from inspections.selectors import teams as selectors
from inspections.services import teams as services
from organization.models import Unit

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "team.list")
    page = paginate(request, selectors.readable(user))
    context = {"page": page, "may_create": allows(user, "team.create"), "today": local_date(), "crumbs": _crumbs()[:1]}
    return render(request, "inspections/teams.html", context)


@login_required
@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    today = local_date()
    runs = row.state != TeamState.ENDED and row.valid_to >= today
    may_name = runs and allows(user, "team.name", row)
    context = {
        "row": row,
        "today": today,
        "members": selectors.members_of(user, row),
        "may_name": may_name,
        "may_enact": row.state == TeamState.DRAFT and row.created_by_id != user.pk and allows(user, "team.enact", row),
        "may_end": runs and allows(user, "team.end", row),
        "crumbs": _crumbs(),
    }
    return render(request, "inspections/team.html", context)


@login_required
@PAGE
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "team.create")
    units = visible_to(user, Unit.objects.filter(valid_to__isnull=True))
    form = forms.TeamForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_team(by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:team", pk=made.pk)
    context = {"title": _("Write down a decision on a team"), "act": _("Write down")}
    return _form(request, form, reverse("inspections:teams"), context | {"units": units[:300]})


@login_required
@PAGE
def name(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "team.name", row)
    accounts = visible_to(user, User.objects.filter(is_active=True))
    form = forms.MemberForm(
        request.POST or None, accounts=accounts, initial={"since": max(row.valid_from, local_date())}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.name_member(team=row, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect("inspections:team", pk=pk)
    context = {"title": _("Name a member"), "act": _("Name"), "under": row.number}
    return _form(request, form, reverse("inspections:team", args=[pk]), context)


@login_required
@PAGE
def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of a team; `pk` is the row of the member."""
    user = cast("User", request.user)
    member = visible_to(user, TeamMember.objects.select_related("team", "user")).filter(pk=pk).first()
    if member is None:
        raise NotFound
    require(user, "team_member.end", member)
    form = forms.EndMemberForm(request.POST or None, initial={"on": local_date()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_member(member=member, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("inspections:team", pk=member.team_id)
    context = {"title": _("Take out of the team"), "act": _("Take out of the team"), "under": member.user.full_name}
    return _form(request, form, reverse("inspections:team", args=[member.team_id]), context)


@login_required
@PAGE
def enact(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "team.enact", row)
    if request.method == "POST":
        services.enact_team(team=row, by=user)
        return redirect("inspections:team", pk=pk)
    context = {
        "title": _("Put the team in force"),
        "consequence": _("From its first day on the team may draft and carry out inspections; its numbers stay fixed."),
        "rows": _facts(row),
        "act_label": _("Put in force"),
        "back_url": reverse("inspections:team", args=[pk]),
        "crumbs": _crumbs(),
    }
    return render(request, "components/confirm_page.html", context)


@login_required
@PAGE
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "team.end", row)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.end_team(team=row, on=local_date(), by=user, reason=form.cleaned_data["reason"])
        return redirect("inspections:team", pk=pk)
    context = {"title": _("End the team"), "act": _("End"), "under": row.number}
    return _form(request, form, reverse("inspections:team", args=[pk]), context)


def _facts(row: Team) -> list[tuple[str, Any]]:
    return [
        (_("Number of the decision"), row.number),
        (_("Name of the team"), row.title),
        (_("Valid"), f"{row.valid_from:%d/%m/%Y} – {row.valid_to:%d/%m/%Y}"),
        (_("May inspect this unit and everything below"), row.scope.name),
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Inspections"), reverse("inspections:list")), (_("Teams"), reverse("inspections:teams"))]


def _form(request: HttpRequest, form: Any, back: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "back_url": back, "crumbs": _crumbs()}
    return render(request, "inspections/form.html", context, status=422 if form.errors else 200)
