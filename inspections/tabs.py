"""Tabs of an inspection's page: parts of the room register theirs at start, each with the act that opens it."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from foundation.access import allows


@dataclass(frozen=True)
class Tab:
    """One tab; its route takes the public name of the inspection and answers a page of its own."""

    order: int
    key: str
    label: Any
    url_name: str
    action: str
    begun: bool = True


_tabs: dict[str, Tab] = {}


def register_tab(order: int, key: str, label: Any, url_name: str, action: str, *, begun: bool = True) -> None:
    """Add a tab; call it from `AppConfig.ready()` with a lazy label.

    Args:
        action: an act of the inspection itself (`inspection.read`) that opens it.
        begun: whether the tab means something only once the inspection has begun.
    """
    _tabs[key] = Tab(order, key, label, url_name, action, begun)


def shown_tabs(user: Any, inspection: Any, here: str) -> list[dict[str, Any]]:
    """Tabs this reader may open on this inspection, in their order."""
    shown = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        if (tab.begun and inspection.started_at is None) or not allows(user, tab.action, inspection):
            continue
        try:
            url = reverse(tab.url_name, args=[inspection.public_id])
        except NoReverseMatch:
            continue
        shown.append({"label": tab.label, "url": url, "here": tab.key == here})
    return shown
