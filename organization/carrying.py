"""What higher rooms carry over when units are reorganised: each registers at start, this room knows none of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from organization.models import Unit
from organization.rules.order import Order

NAMES_SHOWN = 200
Target = tuple[int, str]
"""Where something goes: the place of the successor in the order, and the key of a division in it ("" = the unit)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of what will happen; `names` are those it concerns, `count` all of them."""

    group: str
    text: str
    names: tuple[str, ...] = ()
    count: int = 0
    tone: str = ""

    @property
    def unnamed(self) -> int:
        return max(0, self.count - len(self.names))


def line(group: str, text: str, names: Sequence[str] = (), *, tone: str = "") -> Line:
    """A line about these people or things, the first of them by name."""
    return Line(group, text, tuple(names[:NAMES_SHOWN]), len(names), tone)


@dataclass(slots=True)
class Plan:
    """The units of an order as they stand, and where each leads.

    `old` are the units that end with their divisions; `successors` the units that exist already, by their place.
    Rooms that carry over write into `people` (person -> where their main post goes), `heads` (who heads the unit of a
    place afterwards; None: nobody) and `replaced` (a superior who loses the post -> who has it now).
    """

    order: Order
    effective_on: date
    basis: str
    units: list[Unit]
    old: dict[int, Unit]
    where: dict[int, Target]
    new_divisions: dict[Target, str]
    found: dict[Target, Unit]
    bodies: list[tuple[Unit, int]]
    names: list[str]
    people: dict[int, Target] = field(default_factory=dict)
    heads: dict[int, int | None] = field(default_factory=dict)
    replaced: dict[int, int | None] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        return self.effective_on - timedelta(days=1)

    @property
    def lasting(self) -> bool:
        """Whether anybody takes over."""
        return bool(self.order.parts)

    def target(self, unit_id: int, person_id: int | None = None) -> Target | None:
        """Where somebody of that unit goes; None where nobody takes over."""
        if not self.lasting:
            return None
        part, division = self.where[unit_id]
        chosen = self.order.people.get(person_id) if person_id is not None else None
        if chosen is None or chosen == part:
            return part, division
        return chosen, division if (chosen, division) in self.found or (chosen, division) in self.new_divisions else ""

    def name_of(self, target: Target) -> str:
        """The unit or division a target stands for, in words."""
        part, division = target
        if not division:
            return self.names[part]
        found = self.found.get(target)
        return f"{found.name if found else self.new_divisions[target]}, {self.names[part]}"


class Foreseen(Protocol):
    """What one room would do: said in lines, sealed for comparison, and done by `carry`."""

    @property
    def lines(self) -> Sequence[Line]: ...

    @property
    def seal(self) -> Sequence[Any]: ...

    def carry(self, units: Mapping[Target, Unit], by: Any) -> None:
        """Do it, inside the transaction in which the units changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A person who can be chosen or placed; `unit_id` is where they are now, `part` where an order would put them."""

    person_id: int
    name: str
    post: str
    unit_id: int
    part: int = 0


Carrier = Callable[[Plan], Foreseen]
Choices = Callable[[Plan], Sequence[Choice]]
_carriers: dict[int, Carrier] = {}
_heads: list[Choices] = []
_staff: list[Choices] = []


def register_carrier(place: int, carrier: Carrier) -> None:
    """Add a room's part; carriers run in the order of `place`. Call it from `AppConfig.ready()`."""
    _carriers[place] = carrier


def register_choices(*, heads: Choices, staff: Choices) -> None:
    """Says who may head a successor, and whom a split can place one by one."""
    _heads[:], _staff[:] = [heads], [staff]


def carriers() -> list[Carrier]:
    return [_carriers[place] for place in sorted(_carriers)]


def heads_to_choose(plan: Plan) -> Sequence[Choice]:
    return _heads[0](plan) if _heads else ()


def staff_to_place(plan: Plan) -> Sequence[Choice]:
    return _staff[0](plan) if _staff else ()
