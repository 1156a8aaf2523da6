"""Whose a file is: each room says how its objects decide who may read their files."""

from collections.abc import Callable
from typing import Any

MayRead = Callable[[Any, int], bool]
"""(user, key of the object) -> whether this user may read the object's files now."""

_parents: dict[str, MayRead] = {}


def register(kind: str, may_read: MayRead) -> None:
    """Called in an app's ready(); `kind` is the object's label, e.g. `directives.assignment`."""
    _parents[kind] = may_read


def known(kind: str) -> bool:
    return kind in _parents


def may_read(user: Any, kind: str, parent_id: int) -> bool:
    """Asked at each request; an object of a kind nobody registered is open to nobody."""
    return kind in _parents and _parents[kind](user, parent_id)
