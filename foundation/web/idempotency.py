"""Unsafe API calls that carry an Idempotency-Key are done once; asking again gives the same answer (bar M-28)."""

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from foundation.access.identity import identity_of
from foundation.web.api_shape import error_body
from foundation.web.clock import HANOI
from foundation.web.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_FOR = timedelta(hours=24)
_NEVER = "_kc_never_kept"

Act = Callable[[HttpRequest], Any]


def never_kept(response: Any) -> Any:
    """Mark an answer that must not be stored, because it shows what is kept nowhere else: asked again, it is redone."""
    setattr(response, _NEVER, True)
    return response


def answered_once(request: HttpRequest, *, user: Any, key: str, act: Act) -> HttpResponse:
    """The answer kept under this person's key, else the answer of `act`, kept in the same transaction as its changes.

    Whoever holds the key's lock is the one at work; the lock ends with the transaction, however that ends. So there is
    no moment at which the work is saved and its answer is not, nor a key that stays claimed after a crash.

    Args:
        request: the call; its method, address and body are what a repetition must equal.
        user: whose key it is; the same text sent by somebody else is another key.
        key: the header's value.
        act: does the work and gives the answer; an answer that is no success is not kept.
    """
    if not KEY.fullmatch(key):
        message = _("An idempotency key has 1 to 200 visible characters.")
        return JsonResponse(error_body("idempotency_key_invalid", message), status=400)
    wanted = fingerprint(request)
    with transaction.atomic():
        if not _hold(user, key):
            message = _("The same request is still under way. Ask again in a moment.")
            return JsonResponse(error_body("in_progress", message), status=409, headers={"Retry-After": "1"})
        kept = KeptAnswer.objects.filter(user_id=user.pk, key=key).first()
        if kept is not None:
            return _again(kept, user, wanted)
        response = act(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif _worth_keeping(response):
            KeptAnswer.objects.create(
                user_id=user.pk,
                key=key,
                request=wanted,
                rights=_rights(user),
                status=response.status_code,
                content_type=response.headers.get("Content-Type", ""),
                body=response.content.decode(),
            )
        return response  # type: ignore[no-any-return]  # the answer of any view


def fingerprint(request: HttpRequest) -> str:
    """One hash over method, address and body; of a form with files over its fields and the files' bytes."""
    digest = hashlib.sha256()

    def add(part: str | bytes) -> None:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)

    add(request.method or "")
    add(request.get_full_path())
    if not (request.content_type or "").startswith("multipart/"):
        add(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        for value in (name, *(str(value) for value in values)):
            add(value)
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            add(name)
            add(str(file.name))
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            add(content.digest())
            file.seek(0)
    return digest.hexdigest()


def too_old(on: date) -> datetime:
    """Answers given before this moment are swept on the day `on`: each was kept for a day at least."""
    return datetime.combine(on, time(0), tzinfo=HANOI) - KEPT_FOR


def _hold(user: Any, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency:{user.pk}:{key}"])
        row = cursor.fetchone()
    return bool(row and row[0])


def _rights(user: Any) -> str:
    """A hash of what the person may do now: an answer is not given again to somebody who lost or gained a role."""
    identity = identity_of(user)
    held = sorted((held.role, held.path) for held in identity.held)
    return hashlib.sha256(repr((identity.person_id, identity.home_path, held)).encode()).hexdigest()


def _again(kept: KeptAnswer, user: Any, wanted: str) -> HttpResponse:
    if kept.request != wanted:
        message = _("This idempotency key was used for another request.")
        return JsonResponse(error_body("idempotency_key_used", message), status=422)
    if kept.rights != _rights(user):
        message = _("The request was done; your rights changed since. Look at its result under its own address.")
        return JsonResponse(error_body("rights_changed", message), status=409)
    answer = HttpResponse(kept.body, status=kept.status, headers={REPLAYED: "true"})
    answer["Content-Type"] = kept.content_type
    return answer


def _worth_keeping(response: Any) -> bool:
    done = 200 <= response.status_code < 300
    return done and not response.streaming and not getattr(response, _NEVER, False)
