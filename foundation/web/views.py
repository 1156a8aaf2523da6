"""The choice of light or dark colours, kept in a cookie for a year."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from foundation.web.context import THEME_COOKIE


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Stores the colours and goes back to where the person was; works without JavaScript."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("theme")
    if chosen in ("light", "dark"):
        year = 365 * 24 * 3600
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=year, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response
