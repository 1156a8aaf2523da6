"""Home: what waits for me, the oldest deadline first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discipline.selectors.own import concerning
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment
from reports.enums import LineKind, When
from reports.rules import grouped
from reports.selectors.worklist import worklist_of


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The worklist, and for those who control months how the month goes."""
    today = local_date()
    worklist = worklist_of(request.user, on=today)
    lines = worklist.lines
    kind = request.GET.get("kind", "")
    shown = [line for line in lines if line.kind == kind or kind not in LineKind.values]
    groups = grouped(shown, today)
    kinds = [(value, label, sum(1 for line in lines if line.kind == value)) for value, label in LineKind.choices]
    context = {
        "groups": groups,
        "count": len(lines),
        "overdue": sum(len(group.lines) for group in grouped(lines, today) if group.when == When.OVERDUE),
        "today": today,
        "kinds": [("", _("Everything"), len(lines)), *(entry for entry in kinds if entry[2])],
        "progress": worklist.progress,
        "own": worklist.landing.own,
        "cases": concerning(request.user),
    }
    return page_or_fragment(request, "reports/home.html", "reports/_worklist.html", context)
