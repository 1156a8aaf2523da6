"""Matters passed on, as both sides read them: the list, one, the answer, taking it back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.enums import HandoffKind
from directives.filters import HANDOFF_STAGES, filtered_handoffs
from directives.forms.assignments import ReasonForm
from directives.forms.story import AnswerForm
from directives.selectors import handoffs as selectors
from directives.services import handoffs as services
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused
from organization.selectors.calendar import working_calendar


@login_required
@require_safe
def handoffs(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "assignment_handoff.read")
    page = paginate(request, filtered_handoffs(request.GET, selectors.readable(user), request))
    context = {
        "page": page,
        "lines": selectors.lines(page.rows, on=local_date(), days=working_calendar()),
        "stages": [("", _("All")), *HANDOFF_STAGES],
        "kinds": HandoffKind.choices,
        "may_ask": allows(user, "avoidance_signal.read"),
        "filtered": any(request.GET.get(name) for name in ("stage", "kind", "without_opinion", "delegated")),
    }
    return page_or_fragment(request, "directives/handoffs.html", "directives/_handoffs.html", context)


@login_required
@require_safe
def handoff(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    context = {
        "row": row,
        "days_late": selectors.days_late(row, on=local_date(), days=working_calendar()),
        "may_open_task": allows(user, "assignment.read", row.assignment),
        "may_answer": row.state == "sent" and services.may_answer(row, user),
        "may_take_back": row.state == "sent" and services.may_take_back(row, user),
        "crumbs": _crumbs(),
    }
    return render(request, "directives/handoff.html", context)


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the receiver's answer down."""
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "assignment_handoff.answer", row)
    form = AnswerForm(request.POST or None, initial={"on": local_date()})
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(handoff=row, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The answer was recorded."))
            return redirect("directives:handoff", pk=pk)
    return _form(request, form, row, _("Answer"))


@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The matter no longer waits for the receiver."""
    user = cast("User", request.user)
    row = selectors.one(user, pk)
    require(user, "assignment_handoff.withdraw", row)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.take_back(handoff=row, by=user, reason=form.cleaned_data["reason"])
        return redirect("directives:handoff", pk=pk)
    return _form(request, form, row, _("Take back"))


def _form(request: HttpRequest, form: Any, row: Any, act: str) -> HttpResponse:
    context = {
        "form": form,
        "title": f"{act}: {row.matter}",
        "act": act,
        "said": row.opinion,
        "back": reverse("directives:handoff", args=[row.pk]),
        "crumbs": _crumbs(),
    }
    return render(request, "directives/assignment_form.html", context, status=422 if form.errors else 200)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Assignments"), reverse("directives:assignments")),
        (_("Matters passed on"), reverse("directives:handoffs")),
    ]
