"""Home: what waits for me, the oldest deadline first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.selectors.pages.months import landing as landing_of
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment
from organization.selectors.calendar import working_calendar
from reports.enums import LineKind, When
from reports.rules import grouped
from reports.selectors.month_progress import month_progress
from reports.selectors.worklist import lines_for


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The worklist, and for those who control months how the month goes."""
    on, days = local_date(), working_calendar()
    landing = landing_of(request.user, on=on, days=days)
    progress = month_progress(request.user, landing, on=on, days=days)
    lines = lines_for(request.user, landing, progress, on=on, days=days)
    kind = request.GET.get("kind", "")
    shown = [line for line in lines if line.kind == kind] if kind in LineKind.values else lines
    groups = grouped(shown, on)
    kinds = [(value, label, sum(1 for line in lines if line.kind == value)) for value, label in LineKind.choices]
    context = {
        "groups": groups,
        "count": len(lines),
        "overdue": sum(len(group.lines) for group in grouped(lines, on) if group.when == When.OVERDUE),
        "today": on,
        "kinds": [("", _("Everything"), len(lines)), *(entry for entry in kinds if entry[2])],
        "progress": progress,
        "own": landing.own,
    }
    return page_or_fragment(request, "reports/home.html", "reports/_worklist.html", context)
