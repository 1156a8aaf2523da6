"""What must follow a declared family tie: higher rooms register, this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from cadres.models import Person

Follower = Callable[["Person", "Person", date, "User | None"], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called with both people of a tie that was just declared, the day and who declared it.

    It runs inside the transaction of the declaration: what it raises undoes it. Call this from `AppConfig.ready()`.
    """
    if follower not in _followers:
        _followers.append(follower)


def tied(person: Person, relative: Person, on: date, by: User | None) -> None:
    """Tell every room; the service that writes ties calls it."""
    for follower in _followers:
        follower(person, relative, on, by)
