"""Objections of others: the list, and the answer with its reason."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import ObjectionOutcome, ObjectionState
from evaluations.forms.objections import AnswerForm
from evaluations.models import Objection
from evaluations.selectors.pages import objections as pages
from evaluations.selectors.pages.grid import reasons_of
from evaluations.selectors.pages.places import key_of
from evaluations.selectors.pages.revisions import latest_of
from evaluations.selectors.revising import has_newer_version, under_way
from evaluations.selectors.timetable import working_calendar
from evaluations.services import objections as services
from evaluations.views.guards import SignedIn
from foundation.access import allows, readable_fields, require
from foundation.access.sensitive import note_read
from foundation.web.clock import local_date
from foundation.web.paging import paginate


@login_required
@require_safe
def listed(request: SignedIn) -> HttpResponse:
    """What waits for an answer, nearest day first."""
    require(request.user, "objection.read")
    page = paginate(request, pages.seen_by(request.user, show=request.GET.get("show", "")))
    context = {
        "page": page,
        "lines": pages.with_days(page.rows, on=local_date(), days=working_calendar()),
        "filters": [("", _("All")), ("waiting", _("Waiting for an answer"))],
        "crumbs": [(_("Evaluation"), reverse("evaluations:months")), (_("Objections"), "")],
    }
    return render(request, "evaluations/objections.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedIn, code: str) -> HttpResponse:
    """Read one and, where it is one's turn, answer it."""
    objection = pages.one(request.user, code)
    require(request.user, "objection.read", objection)
    if request.method != "POST":
        note_read(request.user, objection)
    turn = _turn(request, objection)
    form = AnswerForm(request.POST or None, initial={"row_version": objection.row_version})
    if request.method == "POST":
        require(request.user, f"objection.{turn or 'answer'}", objection)
        if form.is_valid():
            return _answered(request, objection, form, turn, on=local_date())
    sheet = objection.evaluation
    may_read = readable_fields(request.user, sheet)
    context = {
        "objection": objection,
        "sheet": sheet,
        "turn": turn,
        "form": form,
        "groups": pages.lines_of(objection) if "scores" in may_read else (),
        "why": reasons_of(request.user, sheet) if "proposal" in may_read else (),
        "fate": latest_of(objection),
        "revise_url": _revise_url(request, objection),
        "waiting": pages.with_days([objection], on=local_date(), days=working_calendar())[0],
        "crumbs": [
            (_("Evaluation"), reverse("evaluations:months")),
            (_("Objections"), reverse("evaluations:objections")),
            (objection.code, ""),
        ],
    }
    return render(request, "evaluations/objection.html", context, status=422 if form.is_bound else 200)


def _turn(request: SignedIn, objection: Objection) -> str:
    """Which act waits for this reader, if any; the level above is never the one who decided."""
    if objection.state == ObjectionState.FILED and allows(request.user, "objection.answer", objection):
        return "answer"
    above = objection.state == ObjectionState.ESCALATED and allows(request.user, "objection.answer_above", objection)
    decided = request.user.person_id is not None and objection.evaluation.decider_id == request.user.person_id
    return "answer_above" if above and not decided else ""


def _answered(request: SignedIn, objection: Objection, form: AnswerForm, turn: str, *, on: date) -> HttpResponse:
    data = form.cleaned_data
    if turn == "answer_above":
        services.answer_above(
            objection=objection,
            text=data["answer"],
            outcome=data["outcome"],
            version=data["row_version"],
            by=request.user,
        )
    else:
        services.answer(
            objection=objection,
            text=data["answer"],
            outcome=data["outcome"],
            version=data["row_version"],
            by=request.user,
            on=on,
        )
    messages.success(request, _("Answered. The person was told."))
    if data["outcome"] == ObjectionOutcome.UPHELD and (
        address := _revise_url(request, pages.one(request.user, objection.code))
    ):
        return redirect(address)
    return redirect(reverse("evaluations:objection", args=[objection.code]))


def _revise_url(request: SignedIn, objection: Objection) -> str:
    """Where an upheld objection leads next: the correction, filled in from it; nothing while one is under way."""
    sheet = objection.evaluation
    if objection.outcome != ObjectionOutcome.UPHELD or not allows(request.user, "evaluation.revise", sheet):
        return ""
    if has_newer_version(sheet) or under_way(sheet):
        return ""
    where = [sheet.cycle.period, sheet.unit_cycle.unit.code, key_of(sheet)]
    return f"{reverse('evaluations:revise', args=where)}?kind=OBJECTION"
