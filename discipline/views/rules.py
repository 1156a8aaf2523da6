"""The rules of discipline in force on a day, with their ground and how sure each is."""

from datetime import date
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from discipline.selectors import rule_book
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.paging import paginate


@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Those of the day asked for, today if none or an impossible one is named; by kind of subject and standing."""
    user = cast("User", request.user)
    require(user, "discipline_rule.read")
    on = _day(request.GET.get("on", "")) or local_date()
    scope, standing = request.GET.get("scope", ""), request.GET.get("standing", "")
    rows = rule_book.listed(user, on=on, scope=scope, standing=standing)
    context = {
        "page": paginate(request, rows),
        "on": on,
        "scope": scope,
        "standing": standing,
        "counts": rule_book.counts(user, on),
        "kinds": rule_book.kinds(),
        "standings": rule_book.standings(),
    }
    return render(request, "discipline/rules.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
