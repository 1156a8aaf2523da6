"""Turns every exception of an API view into the one shape of API errors."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from foundation.web.api_shape import error_body
from foundation.web.denied import note_denied
from foundation.web.errors import status_of
from foundation.workflow.errors import DomainError


def field_lines(detail: Any, path: str = "") -> list[dict[str, str]]:
    """A nested validation detail of DRF as a flat list of {field, code, message}."""
    if isinstance(detail, dict):
        lines = []
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            lines += field_lines(value, ".".join(part for part in (path, name) if part))
        return lines
    if isinstance(detail, list):
        lines = []
        for position, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            lines += field_lines(value, f"{path}.{position}".strip(".") if nested else path)
        return lines
    return [{"field": path, "code": str(getattr(detail, "code", "invalid")), "message": str(detail)}]


def _validation(exc: exceptions.ValidationError) -> Response:
    lines = field_lines(exc.detail)
    first = lines[0] if lines else {"field": "", "message": _("The request cannot be read.")}
    body = error_body("invalid", first["message"], field=first["field"], details={"fields": lines})
    return Response(body, status=status.HTTP_400_BAD_REQUEST)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST_FRAMEWORK["EXCEPTION_HANDLER"]; anything unknown stays an error of the server; refusals are recorded."""
    request = context.get("request")
    if request is not None:
        note_denied(request._request, exc, source="api", user=getattr(exc, "by", None) or request.user)
    if isinstance(exc, DomainError):
        set_rollback()
        code = status_of(exc)
        if code == 404:
            return Response(error_body("not_found", _("Not found.")), status=404)
        body = error_body(exc.code, exc.message or _("Not allowed."), field=exc.field, row=exc.row, details=exc.details)
        return Response(body, status=code)
    if isinstance(exc, Http404 | exceptions.NotFound):
        set_rollback()
        return Response(error_body("not_found", _("Not found.")), status=404)
    if isinstance(exc, PermissionDenied):
        set_rollback()
        return Response(error_body("forbidden", _("Not allowed.")), status=403)
    if isinstance(exc, exceptions.ValidationError):
        set_rollback()
        return _validation(exc)
    if isinstance(exc, exceptions.APIException):
        set_rollback()
        headers = {}
        if getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]  # set by DRF on 401
        if getattr(exc, "wait", None):
            headers["Retry-After"] = str(int(exc.wait))  # type: ignore[attr-defined]  # set by DRF on 429
        return Response(error_body(exc.default_code, exc.detail), status=exc.status_code, headers=headers)
    return None
