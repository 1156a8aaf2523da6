"""The pages of the person concerned: own cases, one of them, what may be done in it, what was opened to them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from discipline.forms.own import ComplaintForm, ReleaseForm, RepresentativeForm, StatementForm
from discipline.models import Case
from discipline.selectors import own as selectors
from discipline.selectors.rule_book import book
from discipline.services import complaints, procedure, representation
from foundation.access import require
from foundation.access.sensitive import note_read
from foundation.files.services.reading import opened
from foundation.files.serving import plain_response
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged

ACTS = ("statement", "representative", "release", "complaint")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Cases that concern the reader."""
    user = cast("User", request.user)
    require(user, "case.own")
    page = paginate(request, selectors.own_cases(user))
    return render(request, "discipline/own_cases.html", {"page": page, "person_id": user.person_id})


@login_required
@require_safe
def own_case(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    case = selectors.own_case(user, code)
    note_read(user, case)
    context = {"own": selectors.page_of(user, case, today=local_date()), "case": case, "crumbs": _crumbs()}
    return render(request, "discipline/own_case.html", context)


@login_required
@require_safe
def own_exhibit(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """An exhibit that was opened to the person concerned, without the name and marks of whoever made the file."""
    user = cast("User", request.user)
    file = selectors.disclosed_file(user, selectors.own_case(user, code), number)
    if request.method == "HEAD":
        return HttpResponse(content_type=file.media_type)
    return plain_response(file, opened(file=file, by=user), name=_("exhibit-%(number)s") % {"number": number})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Explain, name or release a representative, complain; on a page of its own."""
    user = cast("User", request.user)
    case = selectors.own_case(user, code)
    if act not in ACTS:
        raise NotFound
    require(user, "case.complain" if act == "complaint" else "case.answer", case)
    form = _form(act, case, request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            said = _carry_out(act, case, dict(form.cleaned_data), user)
        except (InvalidInput, Refused, StateChanged) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, said)
            return redirect("discipline:own_case", code=case.code)
    title, hint, button = _words(act)
    context = {
        "form": form,
        "case": case,
        "title": title,
        "hint": hint,
        "button": button,
        "back_url": reverse("discipline:own_case", args=[case.code]),
        "crumbs": [*_crumbs(), (case.code, reverse("discipline:own_case", args=[case.code]))],
    }
    return render(request, "discipline/own_step.html", context, status=status)


def _form(act: str, case: Case, data: Any) -> Any:
    if act == "statement":
        rules = book().forms(case.subject_kind, local_date())
        return StatementForm(data, choices=[(one.form, one.title) for one in rules])
    if act == "representative":
        return RepresentativeForm(data)
    if act == "release":
        rows = selectors.representatives_of(case)
        return ReleaseForm(data, choices=[(one.pk, one.user.full_name) for one in rows])
    return ComplaintForm(data)


def _carry_out(act: str, case: Case, data: dict[str, Any], user: User) -> str:
    today = local_date()
    if act == "statement":
        procedure.hand_in_statement(case=case, submitted_on=today, today=today, by=user, **data)
        return _("Your statement was handed in.")
    if act == "representative":
        made = representation.name_representative(case=case, today=today, by=user, **data)
        return _("%(name)s stands by you from today on.") % {"name": made.user.full_name}
    if act == "release":
        representation.release_representative(case=case, member_id=data["member"], today=today, by=user)
        return _("This person reads nothing more of the case.")
    complaints.lodge(case=case, lodged_on=today, today=today, by=user, **data)
    return _("Your complaint was lodged.")


def _words(act: str) -> tuple[str, str, str]:
    return {
        "statement": (
            _("Explain yourself in writing"),
            _("You are asked what happened; you are not asked to judge yourself."),
            _("Hand it in"),
        ),
        "representative": (
            _("Name a representative"),
            _("They read what you read in this case and come with you; they do nothing in your name here."),
            _("Name this person"),
        ),
        "release": (_("Release a representative"), _("They read nothing more from now on."), _("Release")),
        "complaint": (
            _("Complain"),
            _("The decision stays in force until the answer. Nobody may hold a complaint against you."),
            _("Lodge the complaint"),
        ),
    }[act]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Cases that concern me"), reverse("discipline:mine"))]
