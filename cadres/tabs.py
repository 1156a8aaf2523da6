"""Tabs of a person's page: higher rooms register theirs at start, so that this room need not know them."""

from collections.abc import Callable
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
    probe: Callable[[Any], Any] | None = None


_tabs: dict[str, Tab] = {}


def register_tab(
    order: int, key: str, label: Any, url_name: str, action: str, probe: Callable[[Any], Any] | None = None
) -> None:
    """Add a tab; call it from `AppConfig.ready()` with a lazy label and the action that opens it.

    Args:
        probe: makes an unsaved row about the person, where who may open the tab depends on whose it is.
    """
    _tabs[key] = Tab(order, key, label, url_name, action, probe)


def tabs() -> list[Tab]:
    return sorted(_tabs.values(), key=lambda tab: tab.order)
