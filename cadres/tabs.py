"""Tabs of a person's page: higher rooms register theirs at start, so that this room need not know them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tab:
    """One tab; its route takes the person's code and answers a fragment for htmx, else a whole page."""

    order: int
    key: str
    label: Any
    url_name: str
    action: str


_tabs: dict[str, Tab] = {}


def register_tab(order: int, key: str, label: Any, url_name: str, action: str) -> None:
    """Add a tab; call it from `AppConfig.ready()` with a lazy label and the action that opens it."""
    _tabs[key] = Tab(order, key, label, url_name, action)


def tabs() -> list[Tab]:
    return sorted(_tabs.values(), key=lambda tab: tab.order)
