"""Context processor: what the frame of a page needs, worked out only when a template asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject

from foundation.web import navigation

THEME_COOKIE = "kc_theme"


def theme_of(request: HttpRequest) -> str:
    """The colours this browser asked for; empty means that the device decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in ("light", "dark") else ""


def _frame(request: HttpRequest) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "theme": theme_of(request),
        "version": getattr(settings, "VERSION", "0"),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "query": request.GET.get("q", "") if request.path == "/search/" else "",
        "login_path": resolve_url(settings.LOGIN_URL),
        "language_url": navigation.url_or_empty("set_language"),
        "theme_url": navigation.url_or_empty("web:theme"),
        "nav": [],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frame
    inbox_url, unread = navigation.inbox_for(user)
    return frame | {
        "nav": navigation.bar_for(user, request.path),
        "menu": navigation.menu_for(user, request.path),
        "inbox_url": inbox_url,
        "unread": unread,
        "name": getattr(user, "full_name", "") or user.get_username(),
        "subtitle": navigation.subtitle_for(user),
        "logout_url": navigation.url_or_empty("accounts:logout"),
    }


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Puts `chrome` into every template; costs nothing where it is not used."""
    return {"chrome": SimpleLazyObject(lambda: _frame(request))}
