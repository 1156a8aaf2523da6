"""What bars people from a higher post and the planning list: higher rooms say it, this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bar:
    """Why somebody is barred, the last day on which it holds (None: no end is known), and the rule it follows from.

    Who stands in `kept_out` (keys of persons) is kept out of the matter behind it and learns only that a bar holds.
    """

    reason: str
    until: date | None
    ground: str
    kept_out: frozenset[int] = frozenset()


Provider = Callable[[int, date], list[Bar]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add what one room knows of: called with the key of a person and a day. Call it from `AppConfig.ready()`."""
    if provider not in _providers:
        _providers.append(provider)


def bars_on(person_id: int, on: date) -> list[Bar]:
    """Everything that bars the person on a day, what holds longest first."""
    found = [bar for provider in _providers for bar in provider(person_id, on)]
    return sorted(
        (bar for bar in found if bar.until is None or bar.until >= on),
        key=lambda bar: bar.until or date.max,
        reverse=True,
    )
