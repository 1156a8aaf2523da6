"""Publication: the consequence on a page of its own, then for good."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import UnitCycleState
from evaluations.forms.reasons import VersionForm
from evaluations.selectors.pages.places import sheets_of
from evaluations.services import publishing
from evaluations.views.guards import SignedIn, open_month
from foundation.web.formats import vn_month


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedIn, period: date, code: str) -> HttpResponse:
    """What is published, to whom, and that nobody can edit it afterwards."""
    where, spec = open_month(request.user, period, code, "unit_cycle.publish")
    month = where.unit_cycle
    grid_url = reverse("evaluations:grid", args=[period, where.unit.code])
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        publishing.publish(unit_cycle=month, version=form.cleaned_data["row_version"], by=request.user)
        messages.success(request, _("Published. Each person was told."))
        return redirect(grid_url)
    sheets = list(sheets_of(where))
    people = [sheet for sheet in sheets if sheet.person_id]
    grades = ((letter, sum(1 for sheet in sheets if sheet.grade == letter)) for letter in "ABCDN")
    departing = sum(1 for sheet in sheets if sheet.departure_reason)
    context = {
        "title": _("Publish the grades of %(month)s") % {"month": vn_month(period)},
        "consequence": _(
            "%(people)s people are told their grade with points and reasons, and may object within %(days)s working "
            "days. Nobody can edit the sheets afterwards; a correction is a new version with its own reason."
        )
        % {"people": len(people), "days": spec.parameters.objection_days},
        "rows": [
            (_("Unit"), where.unit.name),
            (_("Sheets"), str(len(sheets)), grid_url),
            (
                _("Grades"),
                ", ".join(
                    _("not graded %(n)s") % {"n": count} if letter == "N" else f"{letter} {count}"
                    for letter, count in grades
                    if count
                ),
            ),
            (_("Departing from the proposal"), str(departing)),
        ],
        "form": VersionForm(initial={"row_version": month.row_version}),
        "act_label": _("Publish %(n)s sheets") % {"n": len(sheets)},
        "back_url": reverse("evaluations:decide", args=[period, where.unit.code]),
        "blocked_reasons": []
        if month.state == UnitCycleState.DECIDED
        else [
            _("Already published.")
            if month.state == UnitCycleState.PUBLISHED
            else _("The month of this unit is not decided yet.")
        ],
    }
    return render(request, "evaluations/confirm.html", context)
