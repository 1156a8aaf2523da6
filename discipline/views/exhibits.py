"""Exhibits of a case: added under a number, replaced by a better file, withdrawn by whoever attached them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from discipline.models import Case, CaseExhibit
from discipline.selectors.case_page import exhibits_of
from discipline.selectors.cases import one
from discipline.services import evidence as services
from foundation.access import require
from foundation.files.forms import ProofForm, UploadForm, WithdrawForm
from foundation.files.pages import withdrawal
from foundation.files.selectors import Proof
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@PAGE
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A first file under the next number."""
    user = cast("User", request.user)
    row = one(user, code)
    require(user, "case_exhibit.add", CaseExhibit(case=row))
    form = ProofForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> None:
        services.add_exhibit(case=row, title=data["title"], upload=data["upload"], by=user)

    return _taken(request, form, keep, code, {"title": _("Add an exhibit"), "under": row.code})


@login_required
@PAGE
def replace(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A better file under the same number."""
    user = cast("User", request.user)
    row, proof = _found(user, code, number, "case_exhibit.add")
    form = UploadForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> None:
        services.replace_exhibit(case=row, number=number, upload=data["upload"], by=user)

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
    row, proof = _found(user, code, number, "case_exhibit.withdraw")
    form = WithdrawForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_exhibit(case=row, number=number, reason=form.cleaned_data["reason"], by=user)
        except (InvalidInput, Refused, StateChanged) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The file was withdrawn."))
            return redirect(_back(code))
    context = withdrawal(proof, form, _back(code)) | {"crumbs": _crumbs(code)}
    return render(request, "components/confirm_page.html", context, status=status)


def _found(user: User, code: str, number: int, right: str) -> tuple[Case, Proof]:
    row = one(user, code)
    require(user, right, CaseExhibit(case=row))
    proof = next((proof for proof in exhibits_of(user, row) if proof.current.number == number), None)
    if proof is None:
        raise NotFound
    return row, proof


def _back(code: str) -> str:
    return reverse("discipline:case", args=[code]) + "?tab=proof"


def _crumbs(code: str) -> list[tuple[str, str]]:
    return [(_("Cases of discipline"), reverse("discipline:board")), (code, _back(code))]


def _taken(request: HttpRequest, form: Any, keep: Any, code: str, context: dict[str, Any]) -> HttpResponse:
    """Show the form, or keep the file and go back to the case."""
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            keep(form.cleaned_data)
        except (InvalidInput, Refused, StateChanged) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The file was attached."))
            return redirect(_back(code))
    context |= {"form": form, "act": _("Attach"), "back": _back(code), "crumbs": _crumbs(code)}
    return render(request, "files/upload.html", context, status=status)
