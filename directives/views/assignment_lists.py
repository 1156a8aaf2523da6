"""A list of tasks from a file: the template, what each row would do, giving them as a whole."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.forms.assignment_lists import TaskListForm
from directives.selectors import listing
from directives.services import assignment_lists as services
from foundation.access import require
from foundation.sheets.listing import Column, Listing
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput
from organization.selectors.calendar import working_calendar

SALT, SECONDS = "directives.task-list", 3600
WIDTHS = {"person": 28, "title": 48, "responsibility": 24, "product": 36}


@login_required
def import_tasks(request: HttpRequest) -> HttpResponse:
    """Send a list, see every row, give all of its tasks or none."""
    user = cast("User", request.user)
    require(user, "assignment.create")
    form = TaskListForm(None)
    seen: services.TaskList | None = None
    if request.method == "POST":
        form = TaskListForm(request.POST, request.FILES) if "read" not in request.POST else form
        try:
            if "read" in request.POST:
                return _give(request, user)
            if form.is_valid():
                seen = services.read_tasks(
                    file=form.cleaned_data["file"],
                    people=listing.people_to_assign(user),
                    today=local_date(),
                    calendar=working_calendar(),
                )
        except InvalidInput as error:
            form = form if form.is_bound else TaskListForm(request.POST, request.FILES)
            show_on(form, error)
    return _page(request, user, form, seen)


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the columns that are read."""
    require(cast("User", request.user), "assignment.create")
    empty = Listing(
        title=_("List of tasks"),
        columns=[Column(services.column_label(name), WIDTHS.get(name, 16)) for name in services.COLUMNS],
        rows=(),
        row_count=0,
        made_at=local_moment(),
        made_by=cast("User", request.user).full_name,
        filters=[
            (services.column_label("person"), _("code or full name of somebody in your units")),
            (services.column_label("assigned_on"), _("empty means the day of the import")),
            (services.column_label("due_on"), _("dd/mm/yyyy, not before the day of giving")),
        ],
    )
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-nhiem-vu.xlsx"'
    write_xlsx(empty, cast(Any, response))
    return response


def _give(request: HttpRequest, user: User) -> HttpResponse:
    """The rows that were seen, looked at again and given."""
    try:
        owner, rows = signing.loads(request.POST["read"], salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        said = _("What was read is too old or was changed; send the list again.")
        raise InvalidInput(said, field="file", code="task_list_stale") from error
    if owner != user.pk:
        raise InvalidInput(
            _("This list was read by somebody else; send it again."), field="file", code="task_list_stale"
        )
    tasks = services.unpacked(rows, people=listing.people_to_assign(user), calendar=working_calendar())
    count = services.give_tasks(tasks=tasks, by=user)
    messages.success(request, ngettext("%(n)s task was given.", "%(n)s tasks were given.", count) % {"n": count})
    return redirect("directives:assignments")


def _page(request: HttpRequest, user: User, form: TaskListForm, seen: services.TaskList | None) -> HttpResponse:
    bad = seen is not None and bool(seen.problems)
    sound = seen is not None and not bad and bool(seen.new)
    context = {
        "form": form,
        "columns": [(name, services.column_label(name)) for name in services.COLUMNS],
        "seen": seen,
        "lines": _lines(seen) if seen else [],
        "read": signing.dumps([user.pk, seen.packed()], salt=SALT, compress=True) if seen and sound else "",
        "crumbs": [(_("Assignments"), reverse("directives:assignments"))],
    }
    return render(request, "directives/assignment_import.html", context, status=422 if form.errors or bad else 200)


def _lines(seen: services.TaskList) -> list[dict[str, Any]]:
    """Rows with the cells in the order of the columns, those with problems first."""
    return [
        {
            "task": task,
            "cells": [
                (
                    services.column_label(name),
                    task.shown.get(name, ""),
                    [problem.message for problem in task.problems if problem.field == name],
                )
                for name in services.COLUMNS
            ],
        }
        for task in sorted(seen.rows, key=lambda task: (not task.problems, task.row))
    ]
