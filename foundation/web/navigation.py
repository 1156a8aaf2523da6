"""Entries of the brand bar: each app registers its own at start, each reader sees only what they may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Entry:
    """One link of the bar or of the person's menu; `action` is an action of the matrix, empty for everybody.

    `also`: routes of other lists under this entry, which is the current one there too.
    """

    order: int
    label: Any
    url_name: str
    action: str = ""
    icon: str = ""
    also: tuple[str, ...] = ()


_bar: dict[str, Entry] = {}
_menu: dict[str, Entry] = {}
_unread: list[Callable[[Any], int]] = []
_subtitle: list[Callable[[Any], str]] = []
_inbox: list[str] = []


def register(order: int, label: Any, url_name: str, action: str = "", also: tuple[str, ...] = ()) -> None:
    """Adds an entry to the brand bar; call it from `AppConfig.ready()` with a lazy label."""
    _bar[url_name] = Entry(order, label, url_name, action, also=also)


def register_menu(order: int, label: Any, url_name: str, action: str = "", icon: str = "point") -> None:
    """Adds an entry to the menu under the person's name."""
    _menu[url_name] = Entry(order, label, url_name, action, icon)


def register_inbox(url_name: str, unread: Callable[[Any], int]) -> None:
    """Says where the bell leads, and who counts what is unread for a user."""
    _inbox[:] = [url_name]
    _unread[:] = [unread]


def register_subtitle(provider: Callable[[Any], str]) -> None:
    """Says what stands under the person's name, usually the unit."""
    _subtitle[:] = [provider]


def url_or_empty(name: str) -> str:
    """The address of a named route, or nothing while no app serves it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _may(user: Any, action: str) -> bool:
    if not action:
        return True
    from foundation.access import allows  # access loads the matrix; keep it out of app loading

    return bool(allows(user, action))


def _open_to(user: Any, entries: dict[str, Entry], path: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    fitting: list[tuple[int, dict[str, Any]]] = []
    for entry in sorted(entries.values(), key=lambda item: item.order):
        url = url_or_empty(entry.url_name)
        if url and _may(user, entry.action):
            item = {"label": entry.label, "url": url, "icon": entry.icon, "active": False}
            shown.append(item)
            fitting += [(len(one), item) for one in (url, *map(url_or_empty, entry.also)) if _leads_to(one, path)]
    if fitting:
        max(fitting, key=lambda found: found[0])[1]["active"] = True
    return shown


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url not in ("", "/") and path.startswith(url))


def bar_for(user: Any, path: str) -> list[dict[str, Any]]:
    """Entries of the brand bar this user may open, the current one marked."""
    return _open_to(user, _bar, path)


def menu_for(user: Any, path: str) -> list[dict[str, Any]]:
    """Entries of the person's menu."""
    return _open_to(user, _menu, path)


def inbox_for(user: Any) -> tuple[str, int]:
    """Where the bell leads and how many lines are unread."""
    url = url_or_empty(_inbox[0]) if _inbox else ""
    return url, (_unread[0](user) if url and _unread else 0)


def subtitle_for(user: Any) -> str:
    """The line under the person's name."""
    return _subtitle[0](user) if _subtitle else ""
