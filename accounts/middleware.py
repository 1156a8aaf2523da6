"""Around every request with a session: its limits, what was typed before it ended, a password that must be changed."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import kept_text, sessions
from foundation.access.matrix import matrix
from foundation.web import errors
from foundation.workflow.errors import Forbidden

IN_A_PAGE = ("HX-Request", "X-Grid", "X-Autosave")
GetResponse = Callable[[HttpRequest], HttpResponse]
PASSWORD_PAGES = {
    "accounts:second_factor", "accounts:second_factor_enrol", "accounts:password", "accounts:logout", "set_language",
    "web:theme", "healthz", "readyz",
}  # fmt: skip


class SessionLimits:
    """A session that stood idle or lasted too long is nobody's from this request on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ended = self._end_if_over(request) if request.session.session_key else None
        request.ended_for = ended  # type: ignore[attr-defined]  # read by process_view below
        response = self.get_response(request)
        if response.status_code == 302 and _waits_in_a_page(request) and _leads_to_sign_in(response):
            return HttpResponse(_("Your session has ended. Sign in again; what you typed is still here."), status=401)
        return response

    def _end_if_over(self, request: HttpRequest) -> User | None:
        user, now = request.user, timezone.now()
        if not isinstance(user, User):  # this also loads the session
            return None
        row = getattr(request.session, "row", None)
        if row is None:
            return None
        if not sessions.is_over(row, user=user, at=now):
            sessions.touch(row, at=now)
            return None
        request.session.flush()
        request.user = AnonymousUser()
        return user

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Runs after the check of the CSRF token: only what the person's own page sent is kept."""
        ended = getattr(request, "ended_for", None)
        if request.method == "POST":
            if ended is not None and not _waits_in_a_page(request) and not request.path.startswith(errors.API_PREFIX):
                kept_text.keep(request, user=ended)
                return redirect(f"{resolve_url('accounts:login')}?{urlencode({'next': reverse('accounts:resume')})}")
            kept_text.forget_sent(request)
        return self._password_first(request)

    def _password_first(self, request: HttpRequest) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not user.must_change_password:
            return None
        name = match.view_name if match is not None else ""
        if name in PASSWORD_PAGES or matrix().routes.get(name, {}).get("public"):
            return None
        if request.path.startswith(errors.API_PREFIX) or _waits_in_a_page(request):
            return errors.domain_error(request, Forbidden())
        return redirect("accounts:password")


def _waits_in_a_page(request: HttpRequest) -> bool:
    """Whether a script of an open page asked: a redirect would replace what was typed there."""
    return any(name in request.headers for name in IN_A_PAGE)


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return response.headers.get("Location", "").startswith(resolve_url("accounts:login"))
