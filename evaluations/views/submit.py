"""Passing a unit's month on to the decider, and sending it back for correction."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.forms.reasons import ReasonForm, VersionForm
from evaluations.selectors.pages.evidence import RowEvidence
from evaluations.selectors.pages.grid import grid_of
from evaluations.selectors.pages.summary import may_submit, missing_in
from evaluations.services import unit_month
from evaluations.views.guards import SignedIn, open_grid, open_month
from foundation.access import require
from foundation.web.formats import vn_month
from foundation.workflow.errors import Forbidden


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedIn, period: date, code: str) -> HttpResponse:
    """The consequence in words, what is passed on, what still stands in the way."""
    require(request.user, "evaluation.submit")
    opened = open_grid(request.user, period, code)
    where = opened.where
    if not may_submit(request.user, where.unit_cycle, opened.sheets):
        raise Forbidden(_("There is nothing here for you to submit."))
    grid_url = reverse("evaluations:grid", args=[period, code])
    form = VersionForm(request.POST or None, initial={"row_version": where.unit_cycle.row_version})
    if request.method == "POST" and form.is_valid():
        unit_month.submit(unit_cycle=where.unit_cycle, version=form.cleaned_data["row_version"], by=request.user)
        messages.success(request, _("Submitted to the decider."))
        return redirect(grid_url)
    person_id = request.user.person_id
    mine = [
        sheet for sheet in opened.sheets if sheet.superior_id != sheet.decider_id and sheet.superior_id == person_id
    ] or [sheet for sheet in opened.sheets if sheet.superior_id != sheet.decider_id and sheet.person_id != person_id]
    rows = grid_of(request.user, opened.spec, mine, dict.fromkeys((sheet.pk for sheet in mine), RowEvidence())).rows
    decider = where.unit_cycle.decider
    grades = [(letter, sum(1 for row in rows if row.proposed == letter)) for letter in "ABCD"]
    context = {
        "title": _("Submit the scores of %(month)s") % {"month": vn_month(period)},
        "consequence": _(
            "The scores go to the decider and stand still for you from then on. "
            "The decider can send them back for correction with a reason."
        ),
        "rows": [
            (_("Unit"), where.shown.name),
            (_("Goes to"), decider.full_name if decider else _("Nobody yet: the post is empty")),
            (_("Sheets"), str(len(rows)), grid_url),
            (_("Proposed grades"), ", ".join(f"{letter} {count}" for letter, count in grades if count) or "–"),
        ],
        "form": VersionForm(initial={"row_version": where.unit_cycle.row_version}),
        "act_label": _("Submit to the decider"),
        "back_url": grid_url,
        "blocked_reasons": [
            {"text": text, "url": f"{grid_url}?show=todo", "link": _("Show them")} for text in missing_in(rows)
        ],
    }
    return render(request, "evaluations/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_month(request: SignedIn, period: date, code: str) -> HttpResponse:
    """Send the whole month back with a sentence."""
    where, _spec = open_month(request.user, period, code, "unit_cycle.return")
    back = reverse("evaluations:decide", args=[period, where.unit.code])
    form = ReasonForm(request.POST or None, initial={"row_version": where.unit_cycle.row_version})
    if request.method == "POST" and form.is_valid():
        unit_month.return_for_correction(
            unit_cycle=where.unit_cycle, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("Sent back for correction."))
        return redirect(back)
    context = {
        "title": _("Send back for correction"),
        "consequence": _(
            "The superiors can change their scores again and see your reason. A decision already taken is lifted. "
            "Nothing is rejected and nothing is lost."
        ),
        "rows": [(_("Unit"), where.unit.name), (_("Month"), vn_month(period))],
        "form": form,
        "act_label": _("Send back"),
        "back_url": back,
    }
    return render(request, "evaluations/confirm.html", context, status=422 if form.is_bound else 200)
