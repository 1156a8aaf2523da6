"""The desk: which officer receives the signals of which unit; one proposes, another confirms."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from discipline.enums import DeskState
from discipline.forms.naming import DeskForm
from discipline.forms.signals import ReasonForm
from discipline.models import DeskOfficer
from discipline.services import naming
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged
from organization.models import Unit

SUGGESTED = 300


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Who is on which desk, and the form that proposes somebody."""
    user = cast("User", request.user)
    require(user, "desk_officer.read")
    may_propose = allows(user, "desk_officer.propose")
    if request.method == "POST":
        require(user, "desk_officer.propose")
    accounts = visible_to(user, User.objects.filter(is_active=True))
    units = visible_to(user, Unit.objects.all())
    data = request.POST if request.method == "POST" else None
    form = DeskForm(data, pools={"accounts": accounts, "units": units}, initial={"since": local_date()})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            naming.propose_desk(by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("Proposed. Another officer confirms it."))
            return redirect("discipline:desk")
    rows = visible_to(user, DeskOfficer.objects.select_related("user", "unit", "proposed_by", "confirmed_by"))
    page = paginate(request, rows.order_by("unit__path", "-since", "-id"))
    context = {
        "page": page,
        "lines": [(row, _acts(user, row)) for row in page.rows],
        "form": form if may_propose else None,
        "accounts": accounts.order_by("full_name")[:SUGGESTED] if may_propose else [],
        "units": units.filter(valid_to=None).order_by("path")[:SUGGESTED] if may_propose else [],
        "crumbs": _crumbs()[:1],
    }
    return render(request, "discipline/desk.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Confirm or end an appointment, on a page of its own."""
    user = cast("User", request.user)
    row = visible_to(user, DeskOfficer.objects.select_related("user", "unit")).filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(user, f"desk_officer.{act}", row)
    form = ReasonForm(request.POST or None) if act == "end" else None
    status = 422 if form is not None and form.errors else 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _carry_out(act, row, form, user)
        except (InvalidInput, Refused, StateChanged) as error:
            if form is None:
                raise
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("Recorded."))
            return redirect("discipline:desk")
    ends = act == "end"
    context = {
        "title": _("Take off the desk") if ends else _("Confirm the appointment"),
        "consequence": _("Cases already in hand stay in hand until they are handed over.")
        if ends
        else _("From now on new signals of the unit reach this officer."),
        "rows": [(_("Officer"), row.user.full_name), (_("Unit"), row.unit.name), (_("Reason"), row.reason)],
        "form": form,
        "act_label": _("Take off the desk") if ends else _("Confirm"),
        "back_url": reverse("discipline:desk"),
        "crumbs": _crumbs(),
    }
    return render(request, "components/confirm_page.html", context, status=status)


def _carry_out(act: str, row: DeskOfficer, form: Any, user: User) -> None:
    if act == "confirm":
        naming.confirm_desk(officer=row, by=user)
    else:
        naming.end_desk(officer=row, on=local_date(), reason=form.cleaned_data["reason"], by=user)


def _acts(user: User, row: DeskOfficer) -> list[str]:
    acts = []
    apart = {row.proposed_by_id, row.user_id}
    if row.state == DeskState.PROPOSED and user.pk not in apart and allows(user, "desk_officer.confirm", row):
        acts.append("confirm")
    if row.state != DeskState.ENDED and allows(user, "desk_officer.end", row):
        acts.append("end")
    return acts


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Cases of discipline"), reverse("discipline:board")),
        (_("Who receives signals"), reverse("discipline:desk")),
    ]
