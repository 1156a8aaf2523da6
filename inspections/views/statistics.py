"""Figures of inspections, and the inspections behind each number."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cadres.forms.fields import DayField
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.paging import paginate
from inspections.selectors import statistics as selectors
from inspections.selectors.whole_city import own_behind, whole_city
from inspections.views.visit_frame import who


@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Tables by kind, body or level and of everybody; `?key=` and `?own=` list the inspections behind a number."""
    user = who(request)
    require(user, "inspection.list")
    today = local_date()
    first, last = _day(request, "first", date(today.year, 1, 1)), _day(request, "last", today)
    group = request.GET.get("by", "kind")
    group = group if group in selectors.GROUPS else "kind"
    rows = selectors.by(user, group, first=first, last=last, today=today)
    units = selectors.in_reach(user, first=first, last=last).order_by().values("unit_id").distinct().count()
    chosen, own = request.GET.get("key"), request.GET.get("own")
    everybody = allows(user, "own_check.list")
    context: dict[str, Any] = {
        "rows": rows,
        "total": selectors.total_of(rows, units),
        "first": first,
        "last": last,
        "group": group,
        "groups": [("kind", _("By kind")), ("body", _("By body")), ("level", _("By level of unit"))],
        "chosen": chosen,
        "page": paginate(request, selectors.behind(user, group, chosen, first=first, last=last))
        if chosen is not None
        else None,
        "everybody": whole_city(user, first=first, last=last) if everybody else None,
        "own_page": paginate(request, own_behind(user, own, first=first, last=last))
        if everybody and own is not None
        else None,
        "crumbs": [(_("Inspections"), reverse("inspections:list"))],
    }
    return render(request, "inspections/statistics.html", context)


def _day(request: HttpRequest, name: str, usual: date) -> date:
    """The day asked for; what is no day is passed over."""
    try:
        asked: date | None = DayField(required=False).clean(request.GET.get(name, ""))
    except ValidationError:
        asked = None
    return asked or usual
