"""Where the evaluation pages begin."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.selectors.pages.months import landing
from evaluations.selectors.timetable import working_calendar
from evaluations.views.guards import SignedIn
from foundation.access import allows
from foundation.web.clock import local_date


@login_required
@require_safe
def show(request: SignedIn) -> HttpResponse:
    """Own sheet, units to score, units to decide, and the months."""
    found = landing(request.user, on=local_date(), days=working_calendar())
    context = {
        "landing": found,
        "may_control": allows(request.user, "cycle.control"),
        "reads_revisions": allows(request.user, "revision.execute") or bool(found.to_decide),
        "answers_objections": allows(request.user, "objection.answer")
        or allows(request.user, "objection.answer_above"),
    }
    return render(request, "evaluations/months.html", context)
