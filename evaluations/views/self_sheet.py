"""The self-assessment: writing it, reading it over, handing it in, taking it back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.enums import EvaluationState
from evaluations.forms.lines import LinesForm, read_lines
from evaluations.forms.reasons import VersionForm
from evaluations.models import Evaluation
from evaluations.selectors.evidence import proofs_for
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages import self_sheet
from evaluations.selectors.timetable import working_calendar
from evaluations.services import self_assessment
from evaluations.views.guards import SignedIn
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.formats import points as points_words
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StaleVersion, StateChanged


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, period: date, code: str = "") -> HttpResponse:
    """The sheet; every change is kept as a draft, by script as it is typed and without it by the button."""
    sheet = _sheet(request, period, code)
    if request.method != "POST":
        return render(request, "evaluations/self.html", _context(sheet, code, **_files(request, sheet, code)))
    card = spec_of(sheet.cycle.framework).card(sheet.subject_group)
    form = read_lines(request.POST, card, sheet.scores.get("self", {}), note=sheet.self_note)
    by_script = request.headers.get("X-Autosave") == "1"
    try:
        if not form.is_valid:
            raise InvalidInput(next(iter(form.errors.values())), field=next(iter(form.errors)))
        saved = self_assessment.save_draft(
            evaluation=sheet, lines=form.lines(), note=form.note, version=form.version, by=request.user
        )
    except (InvalidInput, StaleVersion, StateChanged) as error:
        return _not_saved(request, sheet, code, form, error, by_script=by_script)
    if by_script:
        return JsonResponse(_saved_body(saved))
    if "review" in request.POST:
        return redirect(_url("self_review", period, code))
    messages.success(request, _("Draft saved."))
    return redirect(_url("self", period, code))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedIn, period: date, code: str = "") -> HttpResponse:
    """Read it over, then hand it in."""
    sheet = _sheet(request, period, code)
    if request.method == "POST":
        form = VersionForm(request.POST)
        version = form.cleaned_data["row_version"] if form.is_valid() else None
        try:
            self_assessment.submit(evaluation=sheet, version=version, by=request.user, on=local_date())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(_url("self", period, code))
        messages.success(request, _("Handed in. Your direct superior sees it now."))
        return redirect(_url("self", period, code))
    return render(request, "evaluations/self_review.html", _context(sheet, code, **_files(request, sheet, code)))


@login_required
@require_POST
def withdraw(request: SignedIn, period: date, code: str = "") -> HttpResponse:
    """Take it back while the superior has not opened it."""
    sheet = _sheet(request, period, code)
    form = VersionForm(request.POST)
    version = form.cleaned_data["row_version"] if form.is_valid() else None
    self_assessment.withdraw(evaluation=sheet, version=version, by=request.user)
    messages.success(request, _("Taken back. You can change it again."))
    return redirect(_url("self", period, code))


def _sheet(request: SignedIn, period: date, code: str) -> Evaluation:
    """The own sheet, or that of the unit one heads."""
    if not code:
        return self_sheet.own_sheet(request.user.person_id, period)
    sheet = self_sheet.unit_sheet(code, period)
    require(request.user, "evaluation.read", sheet)
    if not self_assessment.writes_for_unit(request.user, sheet):
        raise Forbidden(_("The head of the unit fills in this sheet."))
    return sheet


def _context(sheet: Evaluation, code: str, **more: Any) -> dict[str, Any]:
    period = sheet.cycle.period
    page = self_sheet.page_of(sheet, on=local_date(), days=working_calendar())
    missing = [line.name for group in page.groups for line in group.lines if line.code in page.result.missing]
    bare = [line.name for group in page.groups for line in group.lines if line.code in page.result.without_evidence]
    blocked = [
        {"text": _("Not scored: %(line)s") % {"line": name}, "url": _url("self", period, code), "link": _("Fill in")}
        for name in missing
    ] + [
        {
            "text": _("Needs a reason: %(line)s") % {"line": name},
            "url": _url("self", period, code),
            "link": _("Write it"),
        }
        for name in bare
    ]
    return {
        "page": page,
        "sheet": sheet,
        "period": period,
        "unit_code": code,
        "who": sheet.person.full_name if sheet.person else sheet.unit.name,
        "self_url": _url("self", period, code),
        "review_url": _url("self_review", period, code),
        "withdraw_url": _url("self_withdraw", period, code),
        "blocked": blocked,
        **more,
    }


def _files(request: SignedIn, sheet: Evaluation, code: str) -> dict[str, Any]:
    """What is attached; a unit's own sheet has no files."""
    if code:
        return {}
    return {
        "proofs": proofs_for(request.user, sheet),
        "may_add_proof": sheet.state == EvaluationState.DRAFT,
        "add_proof_url": reverse("evaluations:self_evidence", args=[sheet.cycle.period]),
    }


def _not_saved(
    request: SignedIn, sheet: Evaluation, code: str, form: LinesForm, error: Any, *, by_script: bool
) -> HttpResponse:
    status = 409 if isinstance(error, StaleVersion | StateChanged) else 422
    if by_script:
        return JsonResponse({"error": str(error), "field": error.field}, status=status)
    typed = {name: line.text for name, line in form.typed.items()}
    context = _context(sheet, code, problem=str(error), typed=typed, field=error.field, **_files(request, sheet, code))
    return render(request, "evaluations/self.html", context, status=status)


def _saved_body(sheet: Evaluation) -> dict[str, Any]:
    """What the script puts on the page after a draft was kept."""
    page = self_sheet.page_of(sheet, on=local_date(), days=working_calendar())
    return {
        "version": sheet.row_version,
        "total": points_words(page.result.total),
        "grade": page.grade,
        "groups": {group.code: points_words(group.points) for group in page.groups},
        "missing": list(page.result.missing),
    }


def _url(name: str, period: date, code: str) -> str:
    return reverse(
        f"evaluations:unit_{name}" if code else f"evaluations:{name}", args=[period, code] if code else [period]
    )
