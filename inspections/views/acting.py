"""One act on a page of its own: a form, a service, the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, Refused, StaleVersion, StateChanged

REFUSALS = (InvalidInput, Refused, StateChanged, StaleVersion)


@dataclass(frozen=True)
class Act:
    """What an act's page shows, and what runs when its form is valid."""

    title: Any
    hint: Any
    said: Any
    form: Any
    run: Callable[[dict[str, Any]], Any]
    under: str = ""
    weighty: bool = False


def act_page(request: HttpRequest, act: Act, *, back: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    """The page of one act; what is refused stands on its form."""
    form, status = act.form, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act.run(dict(form.cleaned_data))
            except REFUSALS as error:
                show_on(form, error)
                status = status_of(error)
            else:
                messages.success(request, str(act.said))
                return redirect(back)
    context = {"act": act, "form": form, "back_url": back, "crumbs": crumbs}
    return render(request, "inspections/act.html", context, status=status)
