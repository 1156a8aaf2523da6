"""What must follow a person who moves or leaves: higher rooms register, this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from cadres.models import Person
    from organization.models import Unit

Follower = Callable[["Person", "Unit | None", date, "User | None"], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called with the person, the unit from that day on (None: no main post any more), the day and who did it.

    It runs inside the transaction of the move, after the person was moved: what it raises undoes the move. Call this
    from `AppConfig.ready()`.
    """
    if follower not in _followers:
        _followers.append(follower)


def followed() -> bool:
    """Whether anybody wants to know."""
    return bool(_followers)


def moved(person: Person, unit: Unit | None, on: date, by: User | None) -> None:
    """Tell every room; the services that move people call it."""
    for follower in _followers:
        follower(person, unit, on, by)
