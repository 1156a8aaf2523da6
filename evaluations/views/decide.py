"""The decider's page: choose, check, decide."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import Step, UnitCycleState
from evaluations.forms.choices import Chosen, read_choices
from evaluations.forms.reasons import DocumentForm
from evaluations.selectors.decision import sheets_of
from evaluations.selectors.pages.days import deadline
from evaluations.selectors.pages.decide import Ranking, ranking
from evaluations.selectors.pages.places import Place
from evaluations.selectors.timetable import working_calendar
from evaluations.services import deciding
from evaluations.views.guards import SignedIn, open_month
from foundation.access import allows
from foundation.access.sensitive import note_list
from foundation.web.clock import local_date
from foundation.web.formats import vn_month
from foundation.workflow.errors import DomainError, InvalidInput, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedIn, period: date, code: str) -> HttpResponse:
    """GET: the ranking. POST "check": the consequence. POST "decide": the decision."""
    where, _spec = open_month(request.user, period, code, "unit_cycle.decide")
    if request.method != "POST":
        found = ranking(where.unit_cycle, user=request.user)
        sheets = [line.sheet for line in found.lines]
        note_list(request.user, sheets, name="unit_cycle.ranking_opened", about=where.unit_cycle)
        return _page(request, where, found)
    picked = read_choices(request.POST, sheets_of(where.unit_cycle))
    if "check" in request.POST or "decide" not in request.POST:
        return _check(request, where, picked)
    version = request.POST.get("row_version", "")
    try:
        deciding.decide(
            unit_cycle=where.unit_cycle,
            choices={pk: deciding.Choice(one.grade, one.reason) for pk, one in picked.items() if one.grade},
            version=int(version) if version.isascii() and version.isdigit() else None,
            by=request.user,
        )
    except (InvalidInput, Refused) as refusal:
        return _again(request, where, picked, refusal)
    messages.success(request, _("Decided. Publish it when you are ready."))
    return redirect(reverse("evaluations:publish", args=[period, where.unit.code]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outstanding(request: SignedIn, period: date, code: str) -> HttpResponse:
    """Note the document that recognises the unit as outstanding: it widens the share of A."""
    where, _spec = open_month(request.user, period, code, "unit_cycle.decide")
    back = reverse("evaluations:decide", args=[period, where.unit.code])
    start = {"row_version": where.unit_cycle.row_version, "document": where.unit_cycle.outstanding_document}
    form = DocumentForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        deciding.set_outstanding_document(
            unit_cycle=where.unit_cycle,
            document=form.cleaned_data["document"],
            version=form.cleaned_data["row_version"],
            by=request.user,
        )
        messages.success(request, _("Document noted. The share of A is counted again."))
        return redirect(back)
    context = {
        "title": _("Document of an outstanding unit"),
        "consequence": _("With this document the wider share of A holds for the unit this month. Its number is kept."),
        "rows": [(_("Unit"), where.unit.name), (_("Month"), vn_month(period))],
        "form": form,
        "act_label": _("Save the document"),
        "back_url": back,
    }
    return render(request, "evaluations/confirm.html", context, status=422 if form.is_bound else 200)


def _ranking_of(
    request: SignedIn, where: Place, picked: dict[int, Chosen], problems: dict[int, str] | None = None
) -> Ranking:
    return ranking(
        where.unit_cycle,
        user=request.user,
        chosen={pk: one.grade for pk, one in picked.items() if one.grade},
        reasons={pk: one.reason for pk, one in picked.items()},
        problems=problems,
    )


def _check(request: SignedIn, where: Place, picked: dict[int, Chosen]) -> HttpResponse:
    """Check-your-answers; a departure without a sentence leads back at once."""
    found = _ranking_of(request, where, picked)
    bare = {line.sheet.pk: _("Say why the grade departs.") for line in found.departing if not line.reason}
    if bare:
        return _page(request, where, _ranking_of(request, where, picked, bare), status=422)
    return _page(request, where, found, template="evaluations/decide_check.html")


def _again(request: SignedIn, where: Place, picked: dict[int, Chosen], refusal: DomainError) -> HttpResponse:
    problems = {pk: str(refusal) for pk in refusal.details.get("sheets", [])}
    if refusal.field.isdigit():
        problems[int(refusal.field)] = str(refusal)
    return _page(request, where, _ranking_of(request, where, picked, problems), problem=str(refusal), status=422)


def _page(
    request: SignedIn,
    where: Place,
    found: Ranking,
    *,
    template: str = "evaluations/decide.html",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    month, cycle = where.unit_cycle, where.cycle
    grid_url = reverse("evaluations:grid", args=[cycle.period, where.unit.code])
    blocked = []
    if found.waiting:
        text = _("%(n)s of %(all)s sheets are not scored yet.") % {"n": found.waiting, "all": len(found.lines)}
        blocked.append({"text": text, "url": f"{grid_url}?show=todo", "link": _("Show them")})
    context = {
        "where": where,
        "period": cycle.period,
        "ranking": found,
        "grid_url": grid_url,
        "blocked": blocked,
        "open": month.state in (UnitCycleState.OPEN, UnitCycleState.SUBMITTED),
        "decided": month.state == UnitCycleState.DECIDED,
        "may_return": allows(request.user, "unit_cycle.return", month),
        "one_step": any(month.decider_id in (line.sheet.superior_id, line.sheet.scored_by_id) for line in found.lines),
        "due": deadline(Step.DECIDE, cycle, month, on=local_date(), days=working_calendar()),
        "crumbs": [(_("Evaluation"), "/evaluations/"), (where.unit.name, grid_url)],
        **more,
    }
    return render(request, template, context, status=status)
