"""What keeps somebody from being moved for now: higher rooms say it, this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Hold:
    """A matter of another room that defers a rotation: `origin` is its key there, `ground` a ground of the rules."""

    person_id: int
    origin: str
    ground: str
    since: date


Provider = Callable[[Iterable[int] | None], list[Hold]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add what one room knows of, today: called with keys of persons, or None for everybody. Call it from `ready()`."""
    if provider not in _providers:
        _providers.append(provider)


def holds_of(people: Iterable[int] | None) -> list[Hold]:
    """Everything that holds these people (None: everybody) now."""
    wanted = None if people is None else list(people)
    return [hold for provider in _providers for hold in provider(wanted)]
