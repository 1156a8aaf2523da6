"""The cast for every test of the registry, and rooms above it that say bars and follow people."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from cadres import bars, moving
from cadres.bars import Bar
from tests.cadres.registry.conftest import as_user, cast

__all__ = ["as_user", "barred", "cast", "followed"]

Barred = dict[int, list[Bar]]
GROUND = "Quy định 377-QĐ/TW"
UNTIL = date(2028, 3, 12)


@pytest.fixture
def barred() -> Iterator[Barred]:
    """Bars by person, as a higher room would say them."""
    said: Barred = {}

    def say(person_id: int, on: date) -> list[Bar]:
        return said.get(person_id, [])

    bars.register(say)
    yield said
    bars._providers.remove(say)


@pytest.fixture
def followed() -> Iterator[list[tuple[str, str | None, date]]]:
    """Code of the person, code of the unit and day of every move told of; a test may append a follower's refusal."""
    told: list[tuple[str, str | None, date]] = []

    def follow(person: object, unit: object, on: date, by: object) -> None:
        told.append((person.code, unit.code if unit else None, on))  # type: ignore[attr-defined]  # a Person and a Unit

    moving.register(follow)
    yield told
    moving._followers.remove(follow)


def for_a_while(follower: Callable[..., None]) -> Callable[[], None]:
    """Register a follower; what is returned takes it away."""
    moving.register(follower)
    return lambda: moving._followers.remove(follower)
