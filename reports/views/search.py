"""The search box of the bar: people and units within the reader's reach."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import User
from cadres.selectors import people
from cadres.selectors.listing import lines
from foundation.access import require
from foundation.web.clock import local_date
from organization.selectors import units

SHOWN = 20


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """One person and nothing else found: straight to the person's page."""
    user = cast("User", request.user)
    require(user, "person.read")
    text = request.GET.get("q", "").strip()[:160]
    today = local_date()
    found_people = found_units = []
    if text:
        rows = people.ordered(people.searched(people.people_for(user), text), "")
        found_people = lines(user, list(people.with_posts(rows, on=today)[: SHOWN + 1]))
        found_units = list(units.search(units.tree(user, today), text).select_related("parent")[: SHOWN + 1])
    if len(found_people) == 1 and not found_units:
        return redirect("cadres:person", code=found_people[0].person.code)
    context = {
        "text": text,
        "people": found_people[:SHOWN],
        "more_people": len(found_people) > SHOWN,
        "units": found_units[:SHOWN],
        "more_units": len(found_units) > SHOWN,
    }
    return render(request, "reports/search.html", context)
