"""Tasks that come again: the list of rules, one rule, making, changing, pausing, ending."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.enums import RecurrenceState
from directives.forms.assignments import ReasonForm
from directives.forms.recurring import EditRecurrenceForm, NewRecurrenceForm
from directives.models import RecurringAssignment
from directives.selectors import listing
from directives.selectors import recurring as selectors
from directives.services import recurring as services
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.formats import vn_date
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from organization.selectors.calendar import working_calendar

SUGGESTED = 300
STEPS: dict[str, Any] = {"pause": services.pause, "resume": services.resume, "end": services.end}


@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "recurring.read")
    page = paginate(request, selectors.in_state(selectors.readable(user), request.GET.get("state", "")))
    context = {
        "page": page,
        "lines": selectors.lines(page.rows, on=local_date(), calendar=working_calendar()),
        "states": [("", _("All")), *RecurrenceState.choices],
        "may_create": allows(user, "recurring.create"),
        "filtered": bool(request.GET.get("state")),
    }
    return page_or_fragment(request, "directives/recurring.html", "directives/_recurring.html", context)


@login_required
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    calendar = working_calendar()
    context = {
        "row": row,
        "next": selectors.next_of(row, on=local_date(), calendar=calendar),
        "times": selectors.given_by(user, row),
        "may": {act: allows(user, f"recurring.{act}", row) for act in ("update", "pause", "resume", "end")},
        "crumbs": _crumbs(),
    }
    return render(request, "directives/recurring_one.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "recurring.create")
    people = listing.people_to_assign(user)
    form = NewRecurrenceForm(request.POST or None, people=people, today=local_date())
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        require(user, "recurring.create", RecurringAssignment(person=data["person"], unit=data["person"].unit))
        try:
            made = services.make_recurring(by=user, today=local_date(), **data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The rule was made; each night gives what has come due to be given."))
            return redirect("recurring:one", code=made.code)
    context = {
        "form": form,
        "people": people.order_by("sort_key")[:SUGGESTED],
        "title": _("A task that comes again"),
        "act": _("Make the rule"),
        "back_url": reverse("recurring:list"),
        "crumbs": _crumbs(),
    }
    return render(request, "directives/undertaking_form.html", context, status=422 if form.errors else 200)


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "recurring.update", row)
    initial = {name: getattr(row, name) for name in (*services.EDITABLE, "row_version")}
    form = EditRecurrenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.edit_recurring(rule=row, version=data.pop("row_version"), changes=data, by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("recurring:one", code=code)
    context = {"form": form, "row": row, "title": row.code, "act": _("Save"), "crumbs": _crumbs()}
    context["back_url"] = reverse("recurring:one", args=[code])
    return render(request, "directives/undertaking_form.html", context, status=422 if form.errors else 200)


@login_required
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Pause, take up again, end: on a page of its own."""
    user = cast("User", request.user)
    if act not in STEPS:
        raise NotFound
    row = selectors.one(user, code)
    require(user, f"recurring.{act}", row)
    form = None if act == "resume" else ReasonForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = {} if form is None else {"reason": form.cleaned_data["reason"]}
        STEPS[act](rule=row, by=user, today=local_date(), **reason)
        return redirect("recurring:one", code=code)
    words = {
        "pause": (_("Pause"), _("Nothing more is given until the rule is taken up again.")),
        "resume": (_("Take up again"), _("Tasks are given again from today; what fell into the pause is not made up.")),
        "end": (_("End for good"), _("Nothing more is given by this rule; tasks given before stay.")),
    }
    context = {
        "title": f"{words[act][0]}: {code}",
        "consequence": words[act][1],
        "rows": [
            (_("Person"), row.person.full_name),
            (_("Task"), row.title),
            (_("How often"), row.get_every_display()),
            (_("Begins on"), vn_date(row.begins_on)),
        ],
        "form": form,
        "act_label": words[act][0],
        "back_url": reverse("recurring:one", args=[code]),
        "crumbs": _crumbs(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "components/confirm_page.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Assignments"), reverse("directives:assignments")), (_("Recurring tasks"), reverse("recurring:list"))]
