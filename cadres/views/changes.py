"""Changing a person: profile, transfer with its check, a new person."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums import PostingKind
from cadres.forms.people import NewPersonForm, TransferForm, VersionForm, profile_form
from cadres.models import Position
from cadres.selectors.bars import bars_shown
from cadres.selectors.people import person_by_code
from cadres.selectors.postings import primary_in_force
from cadres.selectors.units import units_to_place, units_to_suggest
from cadres.services.people import edit_person
from cadres.services.postings import check_transfer, transfer
from cadres.services.registration import register_person
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.navigation import url_or_empty
from foundation.web.step_up import require_step_up, stepped_up
from foundation.workflow.errors import InvalidInput, Refused


def _version(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["row_version"] if form.is_valid() else None


@login_required
def person_edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "person.update", found)
    if request.POST.get("national_id"):
        require_step_up(request)
    data = request.POST if request.method == "POST" else None
    form = profile_form(found, data, protected=stepped_up(request))
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(person=found, version=_version(request), changes=form.changes(), by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("cadres:person", code=found.code)
    crumbs = [(_("People"), reverse("cadres:people")), (found.full_name, reverse("cadres:person", args=[code]))]
    version = request.POST.get("row_version") or found.row_version
    context = {"person": found, "form": form, "crumbs": crumbs, "version": version}
    if not stepped_up(request) and (page := url_or_empty("accounts:step_up")):
        context["step_up_url"] = f"{page}?next={request.path}"
    return render(request, "cadres/person_edit.html", context, status=422 if form.errors else 200)


@login_required
def person_new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "person.create")
    units = units_to_place(user, "person.create")
    form = NewPersonForm(request.POST or None, units=units, initial={"valid_from": local_date()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = register_person(
                code=data["code"],
                profile=form.changes(),
                unit=data["unit"],
                position=data["position"],
                valid_from=data["valid_from"],
                decision_number=data["decision_number"],
                by=user,
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": person.full_name})
            return redirect("cadres:person", code=person.code)
    context = {"form": form, "crumbs": [(_("People"), reverse("cadres:people"))], **_choices(user, "person.create")}
    return render(request, "cadres/person_new.html", context, status=422 if form.errors else 200)


@login_required
def person_transfer(request: HttpRequest, code: str) -> HttpResponse:
    """First the form, then the answers to check, then the act."""
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "person.transfer", found)
    units = units_to_place(user, "person.transfer")
    bars = bars_shown(user, found, on=local_date())
    form = TransferForm(request.POST or None, units=units, barred=bool(bars), initial={"on": local_date()})
    present = primary_in_force(person=found, on=local_date())
    crumbs = [(_("People"), reverse("cadres:people")), (found.full_name, reverse("cadres:person", args=[code]))]
    version = request.POST.get("row_version") or found.row_version
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "present": present,
        "crumbs": crumbs,
        "version": version,
        "bars": bars,
    }
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = {
            "unit": data["unit"],
            "position": data["position"],
            "on": data["on"],
            "kind": data["kind"],
            "exception": form.exception(),
        }
        try:
            if "confirm" in request.POST:
                transfer(
                    person=found,
                    **asked,
                    until=data["until"],
                    decision_number=data["decision_number"],
                    version=_required(_version(request)),
                    today=local_date(),
                    by=user,
                )
                messages.success(request, _("%(name)s was transferred.") % {"name": found.full_name})
                return redirect("cadres:person_posts", code=found.code)
            check_transfer(person=found, **asked, until=data["until"], today=local_date())
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            if "change" not in request.POST:
                answers = _transfer_answers(found, data, present)
                return render(request, "cadres/person_transfer_check.html", context | {"answers": answers})
    context |= _choices(user, "person.transfer")
    return render(request, "cadres/person_transfer.html", context, status=422 if form.errors else 200)


def _required(version: int | None) -> int:
    if version is None:
        raise InvalidInput(_("Load the page again; the version of the row is missing."), code="version_missing")
    return version


def _choices(user: User, action: str) -> dict[str, Any]:
    return {
        "suggested_units": units_to_suggest(user, action, on=local_date()),
        "suggested_positions": list(Position.objects.order_by("name").values_list("name", flat=True)[:500]),
    }


def _transfer_answers(found: Any, data: dict[str, Any], present: Any) -> list[tuple[Any, Any]]:
    primary = data["kind"] == PostingKind.PRIMARY
    now = f"{present.position.name}, {present.unit.name}" if present else _("none")
    answers = [
        (_("Person"), f"{found.full_name} ({found.code})"),
        (_("Present main post"), now),
        (_("What kind of post"), dict(PostingKind.choices)[data["kind"]]),
        (_("New post"), f"{data['position'].name}, {data['unit'].name}"),
        (_("From"), f"{data['on']:%d/%m/%Y}"),
        (_("Number of the decision"), data["decision_number"]),
    ]
    if data["until"]:
        answers.insert(5, (_("Until"), f"{data['until']:%d/%m/%Y}"))
    if data.get("exception_document"):
        words = {"number": data["exception_document"], "day": f"{data['exception_document_date']:%d/%m/%Y}"}
        answers.append((_("Exception by document"), _("%(number)s of %(day)s") % words))
    if not primary:
        answers.append((_("Main post"), _("stays as it is")))
    return answers
