"""Resets of lost second factors: what waits, proposing one, carrying one out."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.second_factor import ResetForm
from accounts.models import FactorReset, User
from accounts.selectors.second_factor import resets_for, resets_waiting_for
from accounts.services import factor_reset as services
from foundation.access import allows, require, visible_to
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import DomainError, InvalidInput, NotFound, Refused


@login_required
@require_safe
def reset_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "factor_reset.read")
    context = {
        "page": paginate(request, resets_for(user)),
        "waiting": list(resets_waiting_for(user)[:50]),
        "may_propose": allows(user, "factor_reset.propose"),
        "crumbs": [(_("Roles"), reverse("accounts:grants")), (_("Resets of second factors"), "")],
    }
    return render(request, "accounts/factor_resets.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset_propose(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "factor_reset.propose")
    require_step_up(request)
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.propose(user=data["username"], reason=data["reason"], at=timezone.now(), by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Proposed. Another person carries it out; the person it is about was told."))
            return redirect("accounts:factor_resets")
    crumbs = [(_("Resets of second factors"), reverse("accounts:factor_resets")), (_("Propose a reset"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "accounts/factor_reset_propose.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def reset_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out a reset, or refuse it."""
    user = cast("User", request.user)
    require(user, "factor_reset.execute")
    step = request.POST.get("step", "")
    if step not in {"execute", "refuse"}:
        raise InvalidInput(_("Choose what to do."), field="step")
    reset = visible_to(user, FactorReset.objects.filter(pk=pk)).select_related("user", "proposed_by").first()
    if reset is None:
        raise NotFound
    require(user, f"factor_reset.{step}", reset)
    require_step_up(request)
    try:
        if step == "execute":
            services.execute(reset=reset, at=timezone.now(), by=user)
        else:
            services.refuse(reset=reset, reason=request.POST.get("reason", ""), at=timezone.now(), by=user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done; the trail keeps who did it."))
    return redirect("accounts:factor_resets")
