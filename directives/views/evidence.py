"""Attaching proof to an assignment."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from directives.selectors import listing
from directives.selectors.evidence import proofs_for
from directives.services import evidence as services
from foundation.files.forms import ProofForm, UploadForm, WithdrawForm
from foundation.files.pages import withdrawal
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@PAGE
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A first file under a new number."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    services.require_open(assignment=row, by=user)
    form = ProofForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> None:
        services.add_evidence(assignment=row, title=data["title"], upload=data["upload"], by=user)

    return _taken(request, form, keep, code, {"title": _("Add proof"), "under": f"{row.code} · {row.title}"})


@login_required
@PAGE
def replace(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A better file under the same number."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    proof = next((proof for proof in proofs_for(user, row) if proof.current.number == number), None)
    if proof is None:
        raise NotFound
    services.require_open(assignment=row, by=user)
    form = UploadForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> None:
        services.replace_evidence(assignment=row, number=number, upload=data["upload"], by=user)

    context = {
        "title": _("Newer version"),
        "under": f"{row.code} · {number}. {proof.current.title}",
        "note": _("The earlier version stays and stays readable."),
    }
    return _taken(request, form, keep, code, context)


@login_required
@PAGE
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take files attached by mistake out of sight."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    proof = next((proof for proof in proofs_for(user, row) if proof.current.number == number), None)
    if proof is None:
        raise NotFound
    services.require_open(assignment=row, by=user)
    form = WithdrawForm(request.POST or None)
    back = reverse("directives:assignment", args=[code])
    if request.method == "POST" and form.is_valid():
        services.withdraw_evidence(assignment=row, number=number, reason=form.cleaned_data["reason"], by=user)
        messages.success(request, _("The file was withdrawn."))
        return redirect(back)
    context = withdrawal(proof, form, back) | {"crumbs": _crumbs(code, back)}
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


def _crumbs(code: str, back: str) -> list[tuple[str, str]]:
    return [(_("Assignments"), reverse("directives:assignments")), (code, back)]


def _taken(request: HttpRequest, form: Any, keep: Any, code: str, context: dict[str, Any]) -> HttpResponse:
    """Show the form, or keep the file and go back to the assignment."""
    back = reverse("directives:assignment", args=[code])
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
    context |= {"form": form, "act": _("Attach"), "back": back, "crumbs": _crumbs(code, back)}
    return render(request, "files/upload.html", context, status=status)
