"""Absences and posts: adding, confirming, cancelling."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.views.safe_next import safe_next
from cadres.forms.people import AbsenceForm, VersionForm
from cadres.models import Absence, Posting
from cadres.selectors.people import person_by_code
from cadres.services.absences import cancel_absence, confirm_absence, edit_absence, record_absence
from cadres.services.postings import confirm_posting
from foundation.access import require, visible_to
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@login_required
def absence_add(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "absence.create", Absence(person=found))
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_absence(person=found, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The absence was recorded."))
            return redirect("cadres:person_absences", code=found.code)
    crumbs = [(_("People"), reverse("cadres:people")), (found.full_name, reverse("cadres:person", args=[code]))]
    context = {"person": found, "form": form, "crumbs": crumbs}
    return render(request, "cadres/absence_add.html", context, status=422 if form.errors else 200)


@login_required
def absence_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct the days, the ground or the document."""
    user = cast("User", request.user)
    found = _absence(user, code, pk)
    require(user, "absence.update", found)
    initial = {name: getattr(found, name) for name in AbsenceForm.base_fields}
    form = AbsenceForm(request.POST or None, initial=initial)
    version = VersionForm(request.POST)
    if request.method == "POST" and form.is_valid():
        row_version = version.cleaned_data["row_version"] if version.is_valid() else None
        try:
            edit_absence(absence=found, version=row_version, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("cadres:person_absences", code=code)
    person = found.person
    crumbs = [(_("People"), reverse("cadres:people")), (person.full_name, reverse("cadres:person", args=[code]))]
    seen = request.POST.get("row_version") or found.row_version
    context = {"person": person, "form": form, "crumbs": crumbs, "version": seen, "absence": found}
    return render(request, "cadres/absence_add.html", context, status=422 if form.errors else 200)


def _absence(user: User, code: str, pk: int) -> Absence:
    found = visible_to(user, Absence.objects.filter(pk=pk, person__code=code)).select_related("person__unit").first()
    if found is None:
        raise NotFound
    return found


@login_required
@require_POST
def absence_step(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Confirm or cancel an absence."""
    user = cast("User", request.user)
    found = _absence(user, code, pk)
    step = request.POST.get("step", "")
    if step not in {"confirm", "cancel"}:
        raise InvalidInput(_("Choose what to do."), field="step")
    require(user, f"absence.{step}", found)
    form = VersionForm(request.POST)
    version = form.cleaned_data["row_version"] if form.is_valid() else None
    try:
        if step == "confirm":
            confirm_absence(absence=found, version=version, by=user)
        else:
            cancel_absence(absence=found, version=version, reason=request.POST.get("reason", ""), by=user)
    except (InvalidInput, Refused) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    if request.POST.get("next"):
        return redirect(safe_next(request))
    return redirect("cadres:person_absences", code=code)


@login_required
@require_POST
def posting_confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    found = visible_to(user, Posting.objects.filter(pk=pk, person__code=code)).select_related("person__unit").first()
    if found is None:
        raise NotFound
    require(user, "posting.confirm", found)
    form = VersionForm(request.POST)
    confirm_posting(posting=found, version=form.cleaned_data["row_version"] if form.is_valid() else None, by=user)
    messages.success(request, _("The post is confirmed."))
    return redirect("cadres:person_posts", code=code)
