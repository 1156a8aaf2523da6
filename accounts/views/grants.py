"""Roles: who holds which, what waits for a second person."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.enums import GrantState
from accounts.forms.account import ProposeForm
from accounts.models import RoleGrant, User
from accounts.selectors.grants import grants_for, waiting_for
from accounts.services import grants
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import DomainError, InvalidInput, NotFound, Refused


@login_required
def grant_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "grant.read")
    rows = grants_for(user)
    state = request.GET.get("state", "")
    if state in GrantState.values:
        rows = rows.filter(state=state)
    waiting = list(waiting_for(user).select_related("user", "unit", "proposed_by")[:50])
    context = {
        "page": paginate(request, rows),
        "waiting": waiting,
        "state": state,
        "states": GrantState.choices,
        "may_propose": allows(user, "grant.propose"),
        "may_reset": allows(user, "factor_reset.propose"),
    }
    return render(request, "accounts/grants.html", context)


@login_required
def grant_propose(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "grant.propose")
    require_step_up(request)
    form = ProposeForm(request.POST or None, initial={"valid_from": local_date()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            grants.propose(
                user=data["username"],
                role=data["role"],
                unit=data["unit"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                reason=data["reason"],
                by=user,
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Proposed. Another person puts it into force."))
            return redirect("accounts:grants")
    return render(request, "accounts/grant_propose.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def grant_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Execute, refuse or end a grant."""
    user = cast("User", request.user)
    require(user, "grant.execute")
    step = request.POST.get("step", "")
    if step not in {"execute", "refuse", "end"}:
        raise InvalidInput(_("Choose what to do."), field="step")
    grant = visible_to(user, RoleGrant.objects.filter(pk=pk)).select_related("user", "proposed_by").first()
    if grant is None:
        raise NotFound
    require(user, f"grant.{step}", grant)
    require_step_up(request)
    reason = request.POST.get("reason", "")
    try:
        if step == "execute":
            grants.execute(grant=grant, by=user)
        elif step == "refuse":
            grants.refuse(grant=grant, reason=reason, by=user)
        else:
            grants.end(grant=grant, on=local_date(), reason=reason, by=user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done; the trail keeps who did it."))
    return redirect("accounts:grants")
