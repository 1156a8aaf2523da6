"""Error pages: what happened, why, what to do. A missing page and one out of reach are the same bytes."""

from pathlib import Path
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.files.errors import FileRefused, FileTooLarge, FileTypeRefused, NoRoom
from foundation.web.api_shape import error_body
from foundation.web.context import theme_of
from foundation.web.htmx import wants_fragment
from foundation.workflow.errors import (
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    Refused,
    StaleVersion,
    StateChanged,
    StepUpNeeded,
    VersionMissing,
)

API_PREFIX = "/api/"
PAGES = Path(__file__).resolve().parents[2] / "templates" / "errors"
CODES = {400: "invalid", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "too_many"}
STATUS: list[tuple[type[DomainError], int]] = [
    (NotFound, 404),
    (Forbidden, 403),
    (StepUpNeeded, 403),
    (StateChanged, 409),
    (StaleVersion, 409),
    (VersionMissing, 428),
    (FileTooLarge, 413),
    (FileTypeRefused, 415),
    (NoRoom, 507),
    (FileRefused, 400),
    (InvalidInput, 422),
    (Refused, 422),
]


def status_of(error: DomainError) -> int:
    """The HTTP status of a domain error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 422)


def _page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    # No path, no name, no token goes into these pages: nothing in the bytes may depend on what was asked for.
    if request.path.startswith(API_PREFIX):
        code = CODES.get(status, "refused")
        return JsonResponse(error_body(code, context.get("message") or code), status=status)
    context = {"status": status, "theme": theme_of(request)} | context
    if wants_fragment(request):
        response = render(request, "errors/_notice.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#live", "innerHTML"
        return response
    name = str(status) if status in (400, 403, 404, 409, 413, 429) else "422"
    return render(request, f"errors/{name}.html", context, status=status)


def _way_back(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if safe else "/"


def _differences(error: DomainError) -> list[dict[str, Any]]:
    current, yours = error.details.get("current"), error.details.get("yours", {})
    if not isinstance(current, dict):
        return []
    return [
        {"field": name, "current": value, "yours": yours.get(name, "")}
        for name, value in current.items()
        if value != yours.get(name)
    ]


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page, or for htmx the notice, that tells about a domain error."""
    status = status_of(error)
    if status == 404:
        return not_found(request)
    context: dict[str, Any] = {"message": str(error)}
    if status in (409, 422, 428):
        context |= {"back": _way_back(request), "differences": _differences(error), "row": error.row}
    return _page(request, status, context)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, whether the thing does not exist or lies outside the reader's reach."""
    return _page(request, 404, {"message": _("There is no such page, or it is not open to you.")})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in reach, but not allowed."""
    return _page(request, 403, {"message": ""})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when the body is larger than what is taken."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return _page(request, 413 if too_big else 400, {"message": ""})


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with the words that help: the page stood open too long."""
    return _page(
        request,
        403,
        {
            "message": _("This page was open too long, or cookies are blocked. Load it again and repeat the step."),
            "retry": True,
        },
    )


def too_many(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """429: too many requests for a link from one network, or of one person."""
    return _page(request, 429, {"message": ""})


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fixed file, so that a broken database or template cannot break the page about it."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse(error_body("server_error", "The server failed; nothing was saved."), status=500)
    return HttpResponse((PAGES / "500.html").read_text(encoding="utf-8"), status=500)
