"""Browsers that signed in before: a signed cookie by which their tries are counted apart (M-49)."""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.rules.usernames import one_form

SALT = "kc.known_device"
PEOPLE = 5  # at one browser; the sixth pushes out the first


def device_of(request: HttpRequest, *, username: str) -> str:
    """The mark of this browser if this user name signed in from it before, else empty."""
    kept = _read(request)
    return str(kept["device"]) if kept and _who(kept["device"], username) in kept["people"] else ""


def remember(request: HttpRequest, response: HttpResponse, *, username: str) -> None:
    """Set or renew the cookie after a sign-in. No name stands in it."""
    kept = _read(request) or {"device": secrets.token_hex(16), "people": []}
    who = _who(kept["device"], username)
    people = [*(one for one in kept["people"] if one != who), who][-PEOPLE:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"device": kept["device"], "people": people}, salt=SALT),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, Any] | None:
    try:
        kept = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=settings.DEVICE_COOKIE_AGE
        )
    except signing.BadSignature:
        return None
    return kept if isinstance(kept, dict) else None


def _who(device: str, username: str) -> str:
    return salted_hmac(SALT, f"{device}:{one_form(username)}", algorithm="sha256").hexdigest()[:24]
