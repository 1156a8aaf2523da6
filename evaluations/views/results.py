"""The own results: all months, one published sheet, objecting to it."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.enums import GRADES_BEST_FIRST
from evaluations.forms.objections import ObjectForm
from evaluations.forms.reasons import VersionForm
from evaluations.selectors.pages import results as pages
from evaluations.selectors.pages.self_sheet import own_sheet
from evaluations.selectors.timetable import working_calendar
from evaluations.services import objections
from evaluations.views.guards import SignedIn
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.formats import vn_month
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """The own months."""
    found = pages.months_of(request.user.person_id)
    graded = [month for month in found if month.grade in GRADES_BEST_FIRST]
    context = {
        "months": found,
        "parts": [(letter, sum(1 for month in graded if month.grade == letter)) for letter in GRADES_BEST_FIRST],
        "graded": len(graded),
        "crumbs": [(_("Evaluation"), reverse("evaluations:months")), (_("My results"), "")],
    }
    return render(request, "evaluations/own.html", context)


@login_required
@require_safe
def show(request: SignedIn, period: date) -> HttpResponse:
    """One published sheet."""
    return _page(request, period, ObjectForm())


@login_required
@require_POST
def object_to(request: SignedIn, period: date) -> HttpResponse:
    """File an objection."""
    form = ObjectForm(request.POST)
    if not form.is_valid():
        return _page(request, period, form, status=422)
    sheet = own_sheet(request.user.person_id, period)
    try:
        filed = objections.file(
            evaluation=sheet, grounds=form.cleaned_data["grounds"], by=request.user, on=local_date()
        )
    except (InvalidInput, Refused) as refusal:
        form.add_error("grounds", str(refusal))
        return _page(request, period, form, status=422)
    messages.success(request, _("Objection %(code)s was handed in.") % {"code": filed.code})
    return redirect(reverse("evaluations:result", args=[period]))


@login_required
@require_POST
def step(request: SignedIn, period: date, step: str) -> HttpResponse:
    """Take an objection back, or carry it to the level above."""
    sheet = own_sheet(request.user.person_id, period)
    objection = pages.objection_of(sheet)
    if objection is None or step not in ("withdraw", "escalate"):
        raise NotFound
    require(request.user, f"objection.{step}", objection)
    form = VersionForm(request.POST)
    version = form.cleaned_data["row_version"] if form.is_valid() else None
    if step == "withdraw":
        objections.withdraw(objection=objection, version=version, by=request.user)
        messages.success(request, _("Objection taken back."))
    else:
        objections.escalate(objection=objection, version=version, by=request.user, on=local_date())
        messages.success(request, _("The objection is now with the level above."))
    return redirect(reverse("evaluations:result", args=[period]))


def _page(request: SignedIn, period: date, form: ObjectForm, *, status: int = 200) -> HttpResponse:
    found = pages.result_of(request.user.person_id, period, on=local_date(), days=working_calendar())
    require(request.user, "evaluation.read", found.sheet)
    context = {
        "result": found,
        "sheet": found.sheet,
        "period": period,
        "form": form,
        "crumbs": [
            (_("Evaluation"), reverse("evaluations:months")),
            (_("My results"), reverse("evaluations:own")),
            (vn_month(period), ""),
        ],
    }
    return render(request, "evaluations/result.html", context, status=status)
