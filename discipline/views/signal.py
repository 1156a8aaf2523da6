"""Reporting a signal: whoever may give one names a person or unit, the act and where it comes from."""

from datetime import date, datetime
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from discipline.forms.signals import ASKED, SignalForm
from discipline.models import Case
from discipline.rules.values import RuleMissing
from discipline.selectors.reporting import (
    indicator_of,
    indicators_to_choose,
    people_known,
    person_by_both,
    units_to_report,
)
from discipline.services.signals import report
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused

SUGGESTED = 300


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: HttpRequest) -> HttpResponse:
    """The form; a confirmation is asked for only after the service asked for it."""
    user = cast("User", request.user)
    require(user, "unit.signal")
    today = local_date()
    people, units = people_known(user), units_to_report(user)
    data = request.POST if request.method == "POST" else None
    acted_on = _day(request.POST.get("acted_on", "")) or today
    form = SignalForm(
        data,
        choices={"indicator": [("", _("No indicator")), *indicators_to_choose(acted_on)]},
        pools={"people": people, "units": units, "by_both": partial(person_by_both, user)},
        initial={"discovered_on": today, "subject": request.GET.get("person", "")},
    )
    asked = {name for name in ASKED.values() if request.POST.get(name)}
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(user, dict(form.cleaned_data), today)
        except (InvalidInput, Refused, RuleMissing, Forbidden, NotFound) as error:
            asked |= {ASKED[error.code]} if error.code in ASKED else set()
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("Reported: %(code)s. Whoever handles it was told.") % {"code": made.code})
            seen = visible_to(user, Case.objects.filter(pk=made.pk), "list").exists()
            return redirect("discipline:case", code=made.code) if seen else redirect("discipline:board")
    context = {
        "form": form,
        "hidden": set(ASKED.values()) - asked,
        "people": people.filter(left_on=None).order_by("sort_key")[:SUGGESTED],
        "units": units.filter(valid_to=None).order_by("path")[:SUGGESTED],
        "crumbs": [(_("Cases of discipline"), reverse("discipline:board"))],
    }
    return render(request, "discipline/signal.html", context, status=status)


def _report(user: User, data: dict[str, Any], today: date) -> Case:
    code = data.pop("indicator")
    indicator = indicator_of(code, data["acted_on"]) if code else None
    if code and indicator is None:
        raise InvalidInput(
            _("This indicator was not in force on the day of the act; choose again."),
            field="indicator",
            code="indicator_not_in_force",
        )
    return report(by=user, today=today, indicator=indicator, **data)


def _day(text: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
