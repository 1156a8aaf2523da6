"""What every act on an assignment does: show the form, or call the service and go to the assignment."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directives.models import Assignment
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, Refused


def written(
    request: HttpRequest, form: Any, write: Callable[[dict[str, Any]], Assignment], context: dict[str, Any]
) -> HttpResponse:
    """Show the form, or call the service and go to the assignment; a day off is asked about before it is taken."""
    day_off = bool(request.POST.get("day_off_confirmed"))
    if request.method == "POST" and form.is_valid():
        try:
            made = write(dict(form.cleaned_data))
        except (InvalidInput, Refused) as error:
            day_off = day_off or error.code == "day_off"
            show_on(form, error)
        else:
            messages.success(request, _("Saved: %(code)s.") % {"code": made.code})
            return redirect("directives:assignment", code=made.code)
    context |= {"form": form, "crumbs": crumbs(), "back": _back(context.get("row")), "day_off": day_off}
    return render(request, "directives/assignment_form.html", context, status=422 if form.errors else 200)


def crumbs() -> list[tuple[str, str]]:
    return [(_("Assignments"), reverse("directives:assignments"))]


def _back(row: Assignment | None) -> str:
    return reverse("directives:assignment", args=[row.code]) if row else reverse("directives:assignments")
