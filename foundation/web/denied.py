"""Attempts at what is not open: each refused request of a signed-in person leaves one denied event (bar M-20)."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest
from rest_framework import exceptions

from foundation.access.matrix import matrix
from foundation.audit.reading import record_denied
from foundation.workflow.errors import Forbidden, NotFound

REFUSALS = (Forbidden, NotFound, PermissionDenied, Http404, exceptions.PermissionDenied, exceptions.NotFound)
LONGEST_KEY = 64
_NOTED = "_kc_denied"
_log = logging.getLogger(__name__)


def note_denied(request: HttpRequest, error: Exception, *, source: str = "app", user: Any = None) -> None:
    """Record that `error` turned this request away: an act closed to the person, or a key with nothing behind it.

    Whether something exists under the key is not looked at: the event is the same for both, and so is the answer.
    An address that no route knows is not recorded, nor a page past the end of a list, nor a public page: no right is
    asked for there, and its key may be a secret.

    Args:
        request: the Django request; noted once, however many handlers it passes.
        error: the refusal; everything that is none is ignored.
        source: app or api.
        user: who asked, where it is not `request.user`.
    """
    user = user if user is not None else getattr(request, "user", None)
    match = request.resolver_match
    if not isinstance(error, REFUSALS) or match is None or not getattr(user, "is_authenticated", False):
        return
    if matrix().routes.get(match.view_name, {}).get("public"):
        return
    keys = {name: str(value)[:LONGEST_KEY] for name, value in match.kwargs.items()}
    status = 403 if isinstance(error, Forbidden | PermissionDenied | exceptions.PermissionDenied) else 404
    if getattr(request, _NOTED, False) or (status == 404 and not keys):
        return
    setattr(request, _NOTED, True)
    try:
        record_denied(
            by=user,
            name=match.view_name,
            object_type=_object_type(match.view_name),
            object_id="/".join(keys.values()),
            details={"status": status, "method": request.method, **({"keys": keys} if keys else {})},
            source=source,
        )
    except DatabaseError:  # the refusal stands with or without its line
        _log.exception("a denied attempt could not be recorded")


def _object_type(route: str) -> str:
    action = matrix().routes.get(route, {}).get("action")
    return matrix().policy(action)[0].model.lower() if action else ""
