"""Acts on an inspection before and at its start, each on a page of its own."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from inspections.forms import inspections as forms
from inspections.models import Inspection
from inspections.selectors import inspections as selectors
from inspections.services import calling, drafting, starting
from inspections.services.reading import note_sealed
from inspections.views.inspections import frame

PAGE = require_http_methods(["GET", "HEAD", "POST"])
LIST = "inspections:list"


@login_required
@PAGE
def new(request: HttpRequest) -> HttpResponse:
    """Draft an inspection for one of the teams one may draft for."""
    user = cast("User", request.user)
    require(user, "team.inspect")
    teams = selectors.teams_to_inspect_with(user, local_date())
    team = teams.filter(number=request.GET.get("team", "")).first() or teams.first()
    if team is None:
        raise NotFound
    units = selectors.units_of_scope(team)
    form = forms.DraftForm(request.POST or None, units=units, team=team, but=user.pk)

    def run(data: dict[str, Any]) -> Inspection:
        return drafting.draft_inspection(team=team, on=local_date(), by=user, **data)

    context = {"title": _("Draft an inspection"), "act": _("Write the draft"), "under": f"{team.number} · {team.title}"}
    hint = _("From now on you and the person who approves know the unit, and nobody else.")
    return _answer(request, form, run, context | {"hint": hint, "back_url": reverse(LIST)})


@login_required
@PAGE
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    user, row = _asked(request, public_id, "update")
    start = {name: getattr(row, name) for name in ("kind", "contents", "basis", "overlap_note", "row_version")}
    form = forms.EditPlanForm(
        request.POST or None, units=selectors.units_of_scope(row.team), initial=start | {"unit": row.unit.code}
    )

    def run(data: dict[str, Any]) -> Inspection:
        version = data.pop("row_version")
        return drafting.edit_inspection(inspection=row, version=version, changes=data, on=local_date(), by=user)

    return _answer(request, form, run, _around(row, _("Change the draft"), _("Save")))


@login_required
@PAGE
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Call the team; whoever has a tie to the unit is not among those to choose."""
    user, row = _asked(request, public_id, "assign")
    barred = set(row.barred_ids)
    fit = [member.pk for member in forms.accounts(row.team.member_ids) if member.person_id not in barred]
    form = forms.AssignForm(request.POST or None, fit=fit)

    def run(data: dict[str, Any]) -> Inspection:
        members = list(data.pop("members"))
        return calling.assign_team(inspection=row, members=members, on=local_date(), by=user, **data)

    hint = _("Members read the time and the meeting place now, the unit only from the moment of reveal on.")
    return _answer(request, form, run, _around(row, _("Call the team"), _("Call the team")) | {"hint": hint})


@login_required
@PAGE
def reschedule(request: HttpRequest, public_id: str) -> HttpResponse:
    user, row = _asked(request, public_id, "assign")
    start = {name: getattr(row, name) for name in ("window_from", "window_to", "meeting_place", "row_version")}
    form = forms.RescheduleForm(request.POST or None, initial=start)

    def run(data: dict[str, Any]) -> Inspection:
        return calling.reschedule(inspection=row, version=data.pop("row_version"), by=user, **data)

    return _answer(request, form, run, _around(row, _("Move the window"), _("Move")))


@login_required
@PAGE
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    user, row = _asked(request, public_id, "approve")
    context = {
        "title": _("Approve the inspection"),
        "consequence": _("The system notes now, inside the seal, who of the team has a tie to the unit."),
        "rows": [
            (_("Unit to be inspected"), row.unit.name),
            (_("Kind"), row.get_kind_display()),
            (_("What it rests on"), row.basis),
            (_("Drafted by"), row.created_by.full_name if row.created_by else "–"),
        ],
        "act_label": _("Approve"),
        "back_url": _page(row),
        "crumbs": frame(user, row, "")["crumbs"],
    }
    if request.method == "POST":
        drafting.approve_inspection(inspection=row, on=local_date(), by=user)
        return redirect(_page(row))
    return render(request, "components/confirm_page.html", context)


@login_required
@PAGE
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    user, row = _asked(request, public_id, "approve")
    form = forms.WhyForm(request.POST or None)

    def run(data: dict[str, Any]) -> Inspection:
        return drafting.send_back_inspection(inspection=row, by=user, **data)

    return _answer(request, form, run, _around(row, _("Send back to the author"), _("Send back")))


@login_required
@PAGE
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    user, row = _asked(request, public_id, "cancel")
    form = forms.WhyForm(request.POST or None)

    def run(data: dict[str, Any]) -> Inspection:
        return drafting.cancel_inspection(inspection=row, on=local_date(), by=user, **data)

    hint = _("The unit never learns of it. Those called see that it is off; the auditor may read it in twelve months.")
    return _answer(request, form, run, _around(row, _("Call the inspection off"), _("Call off")) | {"hint": hint})


@login_required
@PAGE
def declare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say whether one has a tie to the unit that one just learned."""
    user, row = _asked(request, public_id, "declare")
    form = forms.DeclareForm(request.POST or None)

    def run(data: dict[str, Any]) -> Inspection | None:
        call = calling.declare_conflict(inspection=row, on=local_date(), by=user, **data)
        return row if call.ended_on is None else None

    return _answer(request, form, run, _around(row, _("Tie to the unit"), _("Declare")))


@login_required
@PAGE
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin, from the door of the unit; before the window only after a fresh confirmation."""
    user, row = _asked(request, public_id, "start")
    early = starting.is_early(row)
    if early:
        require_step_up(request)
    form = forms.StartForm(request.POST or None)
    if not early:
        del form.fields["early_reason"]

    def run(data: dict[str, Any]) -> Inspection:
        return starting.start_inspection(inspection=row, on=local_date(), by=user, **data)

    hint = _("Number and time are given by the database. From now on the unit and everybody above it see the order.")
    return _answer(request, form, run, _around(row, _("Begin the inspection"), _("Begin")) | {"hint": hint})


def _asked(request: HttpRequest, public_id: str, act: str) -> tuple[User, Inspection]:
    user = cast("User", request.user)
    row = selectors.one(user, public_id)
    require(user, f"inspection.{act}", row)
    note_sealed(user, [row])
    return user, row


def _page(row: Inspection) -> str:
    return reverse("inspections:inspection", args=[row.public_id])


def _around(row: Inspection, title: str, act: str) -> dict[str, Any]:
    return {"title": title, "act": act, "under": row.unit.name, "back_url": _page(row)}


def _answer(
    request: HttpRequest, form: Any, run: Callable[[dict[str, Any]], Inspection | None], context: dict[str, Any]
) -> HttpResponse:
    """The form, what is refused shown on it; after a success the inspection's page, or the list where it is shut."""
    if request.method == "POST" and form.is_valid():
        try:
            done = run(dict(form.cleaned_data))
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(_page(done) if done is not None else reverse(LIST))
    units = form.fields["unit"].units[:300] if "unit" in form.fields else ()
    context |= {"form": form, "units": units, "crumbs": [(_("Inspections"), reverse(LIST))]}
    return render(request, "inspections/form.html", context, status=422 if form.errors else 200)
