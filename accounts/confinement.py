"""Before every view: a session that owes a second factor stays in three places; an act that asks again leads there."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.second_factor import ENROL, step_owed
from accounts.services import kept_text
from accounts.services.second_factor import is_verified
from foundation.access.matrix import matrix
from foundation.web import denied, errors
from foundation.web.api_shape import error_body
from foundation.web.context import theme_of
from foundation.web.htmx import wants_fragment
from foundation.workflow.errors import SecondFactorNeeded, StepUpNeeded

GetResponse = Callable[[HttpRequest], HttpResponse]
CONFINED_TO = {"accounts:second_factor_enrol", "accounts:second_factor", "accounts:logout"}
"""Where a session without its second factor may go; routes open to everybody stay open to it as to anybody."""


class SecondFactor:
    """A session of a role or account with a second factor reaches nothing until it was shown; keys of programs do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or is_verified(request):
            return None
        name = match.view_name if match is not None else ""
        if name in CONFINED_TO or (matrix().routes.get(name) or {}).get("public"):
            return None
        owed = step_owed(user)
        return _refuse(request, owed) if owed else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that asks again who one is: nothing typed is lost, the same person finds it behind the question."""
        if not isinstance(exception, StepUpNeeded) or request.path.startswith(errors.API_PREFIX):
            return None
        if wants_fragment(request) or "X-Grid" in request.headers:
            return None  # the notice says what to do; the open page keeps what was typed
        back = request.get_full_path()
        user = request.user
        if request.method == "POST" and isinstance(user, User):
            kept_text.keep(request, user=user)
            kept = kept_text.kept_for(request, user=user)
            back = reverse("accounts:resume") if kept and kept["path"] == back else back
        return redirect(f"{reverse('accounts:step_up')}?{urlencode({'next': back})}")


def _refuse(request: HttpRequest, owed: str) -> HttpResponse:
    error = SecondFactorNeeded(_("Sign-in is not complete: the second factor is missing."))
    denied.note_denied(request, error)
    if request.path.startswith(errors.API_PREFIX):
        return JsonResponse(error_body(error.code, str(error)), status=403)
    if wants_fragment(request) or "X-Grid" in request.headers:
        return errors.domain_error(request, error)
    page = "accounts:second_factor_enrol" if owed == ENROL else "accounts:second_factor"
    context = {"status": 403, "theme": theme_of(request), "message": str(error), "enrol": owed == ENROL}
    return render(request, "errors/second_factor.html", context | {"page": reverse(page)}, status=403)
