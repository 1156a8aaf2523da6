"""One assignment: reading, giving, editing, ending it."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.models import Person
from directives.forms.assignments import AssignForm, EditForm, FinishForm, OwnTaskForm, ReasonForm
from directives.models import Assignment
from directives.selectors import listing
from directives.selectors import story as stories
from directives.selectors.assignments import may_drop
from directives.selectors.evidence import proofs_for
from directives.services import assignments as services
from directives.services.evidence import may_add
from directives.services.mandates import mandate_from
from directives.views.written import crumbs, written
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.workflow.errors import NotFound
from organization.selectors.calendar import working_calendar

SUGGESTED = 300


@login_required
@require_safe
def assignment(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = listing.one(user, code)
    today = local_date()
    story = stories.story_of(user, row, on=today)
    context = {
        "story": story,
        "waiting": stories.waiting(user, story),
        "story_acts": stories.acts_on(user, row),
        "line": listing.line_of(row, on=today, days=working_calendar()),
        "crumbs": crumbs(),
        "proofs": proofs_for(user, row),
        "may_add_proof": may_add(assignment=row, by=user),
        "add_proof_url": reverse("directives:evidence_add", args=[row.code]),
        "may": {act: allows(user, f"assignment.{act}", row) for act in ("update", "finish", "reopen")}
        | {"cancel": allows(user, "assignment.cancel", row) and may_drop(row, by=user)},
    }
    return render(request, "directives/assignment.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Give a task."""
    user = cast("User", request.user)
    require(user, "assignment.create")
    people = listing.people_to_assign(user)
    initial = {"person": request.GET.get("person", "")}
    form = AssignForm(request.POST or None, people=people, today=local_date(), initial=initial)

    def write(data: dict[str, Any]) -> Assignment:
        require(user, "assignment.create", Assignment(person=data["person"], unit=data["person"].unit))
        return services.assign(by=user, mandate=mandate_from(data), **data)

    serving = people.filter(left_on__isnull=True).order_by("sort_key")
    context = {"people": serving[:SUGGESTED], "title": _("Give a task"), "act": _("Give the task")}
    return written(request, form, write, context)


@login_required
def record_own(request: HttpRequest) -> HttpResponse:
    """A cadre adds a task nobody recorded."""
    user = cast("User", request.user)
    person = Person.objects.select_related("unit").filter(pk=user.person_id or 0).first()
    if person is None:
        raise NotFound
    require(user, "assignment.record_own", Assignment(person=person, unit=person.unit))
    form = OwnTaskForm(request.POST or None, initial={"assigned_on": local_date()})

    def write(data: dict[str, Any]) -> Assignment:
        return services.record_own(person=person, by=user, **data)

    context = {"title": _("Record a task of your own"), "act": _("Record"), "own": True}
    return written(request, form, write, context)


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, "assignment.update", row)
    names = [*services.EDITABLE, "row_version"]
    form = EditForm(request.POST or None, initial={name: getattr(row, name) for name in names})

    def write(data: dict[str, Any]) -> Assignment:
        version, confirmed = data.pop("row_version"), data.pop("day_off_confirmed")
        return services.edit(assignment=row, version=version, changes=data, by=user, day_off_confirmed=confirmed)

    return written(request, form, write, {"title": row.code, "act": _("Save"), "row": row})


@login_required
def finish(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, "assignment.finish", row)
    form = FinishForm(request.POST or None, initial={"done_on": local_date()})

    def write(data: dict[str, Any]) -> Assignment:
        return services.finish(assignment=row, by=user, **data)

    return written(request, form, write, {"title": _("Report done"), "act": _("Report done"), "row": row})


@login_required
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Reopen or cancel, with a reason."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, f"assignment.{act}", row)
    form = ReasonForm(request.POST or None)
    service = services.reopen if act == "reopen" else services.cancel
    title = _("Reopen the task") if act == "reopen" else _("Cancel the task")
    consequence = (
        _("The task is open again with its old deadline; the person sees your reason.")
        if act == "reopen"
        else _("A cancelled task counts neither for nor against the person. This cannot be undone.")
    )

    def write(data: dict[str, Any]) -> Assignment:
        return service(assignment=row, by=user, **data)

    return written(request, form, write, {"title": title, "act": title, "row": row, "consequence": consequence})
