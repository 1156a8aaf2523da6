"""Who somebody is on a day: roles held, for which units, and which person of the registry."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

EVERYBODY = "CA"
"""The role every person with an account has."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role in force; `path` is the materialised path of its unit, empty for the whole city."""

    role: str
    path: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything the matrix asks about a person."""

    user_id: int
    person_id: int | None
    held: tuple[Held, ...]
    home_path: str
    _kept: dict[str, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    def relatives(self) -> frozenset[int]:
        """Persons of whom this one is a declared relative today; asked once, where the matrix keeps relatives out."""
        if "relatives" not in self._kept:
            found = _relatives[0](self.person_id, timezone.localdate()) if _relatives else frozenset[int]()
            self._kept["relatives"] = found
        return self._kept["relatives"]

    def paths(self, role: str) -> tuple[str, ...]:
        """Paths of the units for which the role is held."""
        return tuple(held.path for held in self.held if held.role == role and held.path)

    def has(self, role: str) -> bool:
        return any(held.role == role for held in self.held)


_grants: list[Callable[[Any, date], tuple[Held, ...]]] = []
_role_names: list[Callable[[str], str]] = []
_home: list[Callable[[int, date], str]] = []
_relatives: list[Callable[[int | None, date], frozenset[int]]] = []


def register_grants(resolver: Callable[[Any, date], tuple[Held, ...]]) -> None:
    """accounts says which roles a user holds on a day."""
    _grants[:] = [resolver]


def register_role_names(name: Callable[[str], str]) -> None:
    """accounts says what a role is called."""
    _role_names[:] = [name]


def register_home(resolver: Callable[[int, date], str]) -> None:
    """cadres says to which unit a person belongs on a day, as a materialised path."""
    _home[:] = [resolver]


def register_relatives(resolver: Callable[[int | None, date], frozenset[int]]) -> None:
    """cadres says of whom a person is a declared relative on a day."""
    _relatives[:] = [resolver]


def identity_of(user: Any) -> Identity:
    """The identity today; kept on the user object, which lives as long as one request."""
    today = timezone.localdate()
    kept = getattr(user, "_kc_identity", None)
    if kept is not None and kept[0] == today:
        identity: Identity = kept[1]
        return identity
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Identity(0, None, (), "")
    held = _grants[0](user, today) if _grants else ()
    home = _home[0](user.person_id, today) if _home and user.person_id else ""
    identity = Identity(user.pk, user.person_id, (*held, Held(EVERYBODY, "")), home)
    user._kc_identity = (today, identity)
    return identity


def roles_on(user: Any, day: date) -> list[str]:
    """Names of the roles an account held on a day, without the one everybody has."""
    roles = sorted({held.role for held in (_grants[0](user, day) if _grants else ())})
    return [_role_names[0](role) if _role_names else role for role in roles]


def forget(user: Any) -> None:
    """Drop what was kept, after a change of grants inside one request."""
    if hasattr(user, "_kc_identity"):
        del user._kc_identity
