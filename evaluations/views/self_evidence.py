"""Attaching files to the own self-assessment, made for a phone."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation
from evaluations.selectors.evidence import proofs_for
from evaluations.selectors.pages import self_sheet
from evaluations.services import evidence as services
from evaluations.views.guards import SignedIn
from foundation.files.forms import ProofForm, UploadForm, WithdrawForm
from foundation.files.pages import withdrawal
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused

Keep = Callable[[dict[str, Any]], object]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, period: date) -> HttpResponse:
    """A first file under a new number."""
    sheet = _draft(request, period)
    form = ProofForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> object:
        return services.add_evidence(evaluation=sheet, title=data["title"], upload=data["upload"], by=request.user)

    return _taken(request, form, keep, sheet, {"title": _("Add a photo or a file")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: SignedIn, period: date, number: int) -> HttpResponse:
    """A better file under the same number."""
    sheet = _draft(request, period)
    proof = next((proof for proof in proofs_for(request.user, sheet) if proof.current.number == number), None)
    if proof is None:
        raise NotFound
    form = UploadForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> object:
        return services.replace_evidence(evaluation=sheet, number=number, upload=data["upload"], by=request.user)

    context = {
        "title": _("Newer version"),
        "under": f"{number}. {proof.current.title}",
        "note": _("The earlier version stays and stays readable."),
    }
    return _taken(request, form, keep, sheet, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedIn, period: date, number: int) -> HttpResponse:
    """Take files attached by mistake out of sight."""
    sheet = _draft(request, period)
    proof = next((proof for proof in proofs_for(request.user, sheet) if proof.current.number == number), None)
    if proof is None:
        raise NotFound
    form = WithdrawForm(request.POST or None)
    back = reverse("evaluations:self", args=[sheet.cycle.period])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.withdraw_evidence(evaluation=sheet, number=number, reason=reason, by=request.user)
        messages.success(request, _("The file was withdrawn."))
        return redirect(back)
    context = withdrawal(proof, form, back)
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


def _draft(request: SignedIn, period: date) -> Evaluation:
    sheet = self_sheet.own_sheet(request.user.person_id, period)
    if sheet.state != EvaluationState.DRAFT:
        raise Refused(
            _("The self-assessment was handed in; files are added while it is a draft. Take it back first."),
            code="evidence_closed",
        )
    return sheet


def _taken(request: SignedIn, form: Any, keep: Keep, sheet: Evaluation, context: dict[str, Any]) -> HttpResponse:
    """Show the form, or keep the file and go back to the sheet."""
    back = reverse("evaluations:self", args=[sheet.cycle.period])
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            keep(form.cleaned_data)
        except InvalidInput as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The file was attached."))
            return redirect(back)
    month = _("Self-assessment of %(month)s") % {"month": f"{sheet.cycle.period:%m/%Y}"}
    context = {"under": month, **context, "form": form, "act": _("Attach"), "back": back}
    return render(request, "files/upload_phone.html", context, status=status)
