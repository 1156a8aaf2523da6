"""Databases that already hold the cast, or its open month: filled once a test process, then each test is rolled back.

A test that is given a `Cast`, a `Month` or the `World` of the access tests by a fixture runs in a copy of the template
in which that was built and committed; there `build_cast()` and the like hand out what they made, each time as a copy.
Every other test runs in an empty database, and there they build as ever.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, get_args, get_origin

import pytest
from django.db import connections

if TYPE_CHECKING:
    from tests.database import Workshop

PLAIN = ""
ALIASES = ("default", "audit")
P = ParamSpec("P")
T = TypeVar("T")
_builders: dict[type, tuple[str, Callable[..., Any]]] = {}


def world_of(kind: type, name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Say how the world is made of which a test with a fixture of type `kind` is given a copy."""

    def register(build: Callable[P, T]) -> Callable[P, T]:
        _builders[kind] = (name, build)
        return build

    return register


def wanted_by(item: pytest.Item) -> str:
    """The name of the fullest world among the item's fixtures; none for a test with a database of its own."""
    names = getattr(item, "fixturenames", [])
    if not isinstance(item, pytest.Function) or "committed_db" in names:
        return PLAIN
    definitions = item._fixtureinfo.name2fixturedefs  # no public way leads to the functions
    said = [found[-1].func.__annotations__.get("return") for name in names if (found := definitions.get(name))]
    given = [get_args(kind)[0] if get_origin(kind) is Iterator else kind for kind in said]
    wanted = [name for kind, (name, _build) in _builders.items() if kind in given]
    return wanted[-1] if wanted else PLAIN


class Worlds:
    """The databases of this process; `now` is the world in which the tests are."""

    def __init__(self) -> None:
        self.workshop: Workshop | None = None
        self.use: Callable[[str], None] = lambda name: None
        self.blocker: Any = None
        self.names: dict[str, str] = {}
        self.made: dict[str, bytes] = {}
        self.asleep: dict[str, dict[str, Any]] = {}
        self.now = self.wanted = PLAIN
        self.staying = False

    def begin(self, workshop: "Workshop", usual: str, use: Callable[[str], None], blocker: Any) -> None:
        """From here on tests can be moved; the first one asked before there was a database."""
        self.workshop, self.use, self.blocker, self.names = workshop, use, blocker, {PLAIN: usual}
        self.move(self.wanted)

    def end(self) -> None:
        assert self.workshop is not None
        self.move(PLAIN)
        for world, name in self.names.items():
            if world != PLAIN:
                self.workshop.drop(name)
        self.__init__()  # type: ignore[misc]  # as before the first test

    def move(self, world: str) -> None:
        """Bring this process into a world; the connections to the one it leaves are kept."""
        self.wanted = world
        if self.workshop is None or self.now == world or self.staying:
            return
        with self.blocker.unblock():
            new = world not in self.names
            if new:
                self.names[world] = f"{self.names[PLAIN]}_{world}"
                self.workshop.clone(self.names[world])
            self.asleep[self.now] = {alias: connections[alias].connection for alias in ALIASES}
            for alias in ALIASES:
                connections[alias].connection = None
            self.use(self.names[world])
            for alias, connection in self.asleep.pop(world, {}).items():
                connections[alias].connection = connection
            self.now = world
            if new:
                build = next(build for name, build in _builders.values() if name == world)
                self.made[world] = pickle.dumps(build())

    @contextmanager
    def stay(self) -> Iterator[None]:
        """For the time of a transaction around the tests of a module: all of them are in its world."""
        self.staying = True
        try:
            yield
        finally:
            self.staying = False

    def copy(self) -> Any:
        """What was made in the world of now, or None where nothing was (yet)."""
        inside = self.names.get(self.now) == connections.settings["default"].get("NAME")
        kept = self.made.get(self.now) if inside else None
        return pickle.loads(kept) if kept is not None else None


worlds = Worlds()
