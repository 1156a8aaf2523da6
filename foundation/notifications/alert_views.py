"""Alerts of the units within reach: the list, one with everybody told, why somebody was not, the policies."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.access import allows, require, visible_to
from foundation.audit.context import Actor
from foundation.notifications import policy_changes, why
from foundation.notifications.filters import SHOWS, AlertFilter
from foundation.notifications.forms import PolicyForm, WhoForm, WhyNoneForm
from foundation.notifications.grouping import thing_label
from foundation.notifications.models import AlertPolicy
from foundation.notifications.sources import sources
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, StaleVersion, StateChanged


def things() -> list[tuple[str, Any]]:
    """Kinds of things whose alerts others than those told may know of."""
    return [(source.thing, source.label) for source in sources() if not source.confined]


@login_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    require(request.user, "alert.list")
    found = AlertFilter(request.GET, queryset=why.alerts_for(request.user), request=request)
    page = paginate(request, found.qs)
    context = {
        "page": page,
        "rows": [(alert, thing_label(alert.thing)) for alert in page.rows],
        "today": local_date(),
        "things": things(),
        "stages": [("", _("All")), *SHOWS],
        "filtered": any(request.GET.get(name) for name in ("thing", "stage", "code")),
    }
    return render(request, "notifications/alerts.html", context)


@login_required
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "alert.read")
    found = why.alerts_for(request.user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    form = WhoForm(request.GET or None)
    answer = (
        why.why_not(found, username=form.cleaned_data["who"], reader=request.user)
        if form.is_bound and form.is_valid()
        else None
    )
    context = {
        "alert": found,
        "thing": thing_label(found.thing),
        "facts": why.facts(found),
        "recipients": why.recipients(found),
        "form": form,
        "answer": answer,
    }
    return render(request, "notifications/alert.html", context)


@login_required
@require_safe
def why_none(request: HttpRequest) -> HttpResponse:
    """Why a thing has no alert, or which it has."""
    require(request.user, "alert.list")
    explained = [(source.thing, source.label) for source in sources() if not source.confined and source.explain]
    form = WhyNoneForm(request.GET or None, things=explained)
    answer = None
    if form.is_bound and form.is_valid():
        answer = why.why_none(request.user, on=local_date(), **form.cleaned_data)
    return render(request, "notifications/why_none.html", {"form": form, "answer": answer})


@login_required
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    require(request.user, "alert_policy.read")
    rows = visible_to(request.user, AlertPolicy.objects.all()).order_by("rule", "-valid_from")
    page = paginate(request, rows)
    may_change = allows(request.user, "alert_policy.change")
    context = {"page": page, "today": local_date(), "may_change": may_change}
    return render(request, "notifications/policies.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The next dated row of a rule."""
    found = get_visible(request.user, pk)
    today = local_date()
    if found.valid_to is not None:
        messages.error(request, _("This row was replaced already; change the newest one of its rule."))
        return redirect("notifications:policies")
    parts, rises = policy_changes.may_choose(found), policy_changes.may_rise(found)
    first = max(today, found.valid_from) + timedelta(days=1)
    form = PolicyForm(request.POST or None, policy=found, parts=parts, rises=rises, first=first)
    if form.is_bound and form.is_valid():
        try:
            policy_changes.change_policy(policy=found, on=today, by=cast(Actor, request.user), **form.change())
            messages.success(request, _("The next row of the rule stands."))
            return redirect("notifications:policies")
        except (InvalidInput, StateChanged, StaleVersion) as error:
            show_on(form, error)
    context = {"policy": found, "form": form, "fixed": {"told": len(parts) < 2, "rises": rises}}
    return render(request, "notifications/policy_change.html", context, status=422 if form.is_bound else 200)


def get_visible(user: Any, pk: int) -> AlertPolicy:
    """A policy this person may change; NotFound for a row that never was."""
    require(user, "alert_policy.change")
    found = visible_to(user, AlertPolicy.objects.filter(pk=pk), "change").first()
    if found is None:
        raise NotFound
    return found
