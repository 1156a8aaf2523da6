"""What the pages of a visit share: who is there, the frame's context, showing a refusal."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, Refused, StaleVersion, StateChanged
from inspections.enums import InspectionState
from inspections.models import Inspection
from inspections.selectors import visits as selectors

REFUSALS = (InvalidInput, Refused, StateChanged, StaleVersion)


def who(request: HttpRequest) -> User:
    return cast("User", request.user)


def frame(request: HttpRequest, row: Inspection, step: str, **more: Any) -> dict[str, Any]:
    """Context of every page of a visit; `step` is the one shown."""
    visit = selectors.visit_of(request.user, row)
    titles = step_titles()
    number = selectors.STEPS.index(step) + 1 if step in selectors.STEPS else 0
    after = selectors.STEPS[number] if 0 < number < len(selectors.STEPS) else ""
    return {
        "visit": visit,
        "row": row,
        "over": row.state == InspectionState.CLOSED,
        "step": step,
        "step_number": number,
        "step_count": len(selectors.STEPS),
        "step_title": titles.get(step, ""),
        "steps": [(one, titles[one.name], reverse(f"visits:{one.name}", args=[row.public_id])) for one in visit.steps],
        "next_title": titles.get(after, ""),
        "next_url": reverse(f"visits:{after}", args=[row.public_id]) if after else "",
        **more,
    }


def step_titles() -> dict[str, str]:
    return {
        "attendance": _("Attendance"),
        "samples": _("Sampled files"),
        "checklist": _("Contents"),
        "findings": _("Findings"),
        "minutes": _("Minutes"),
    }


def taken(
    request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], Any], said: str, to: str
) -> tuple[HttpResponse | None, int]:
    """Carry out what a valid form asks; what is refused is shown on it. The answer, or None with the page's status."""
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except REFUSALS as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, said)
            return redirect(to), 302
    elif request.method == "POST":
        status = 422
    return None, status


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"inspections/{name}.html", context, status=status)
