"""Absences of a month in the reader's units: filters, pager, confirming line by line."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from cadres.enums import AbsenceKind
from cadres.forms.absences import AbsenceListForm
from cadres.selectors.absences import absences_of_month, lines
from cadres.selectors.units import units_to_filter
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate


@login_required
@require_GET
def absence_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "absence.read")
    form = AbsenceListForm(request.GET)
    wanted = form.wanted(user, today=local_date())
    page = paginate(request, absences_of_month(user, wanted))
    context = {
        "page": page,
        "lines": lines(user, page.rows, wanted),
        "wanted": wanted,
        "states": [("open", _("Not confirmed")), ("confirmed", _("Confirmed")), ("cancelled", _("Cancelled"))],
        "kinds": AbsenceKind.choices,
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=local_date())],
        "filtered": any(request.GET.get(name) for name in ("q", "unit", "kind", "state")),
        "crumbs": [(_("People"), reverse("cadres:people"))],
    }  # fmt: skip
    return page_or_fragment(request, "cadres/absences.html", "cadres/_absences.html", context)
