"""Transition tables: which act leads from which states to which, and which duties must stay apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Move:
    """One act on an object.

    `duties_apart` names duties of the object (see `duty_persons` of the model) whose holder may not perform the act:
    "subject" (the person it is about), "proposer", "drafter", ...
    """

    action: str
    sources: tuple[str, ...]
    target: str
    duties_apart: tuple[str, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True)
class TransitionTable:
    """All legal moves of one kind of object; checked once, when it is built."""

    name: str
    initial: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]
    _by_action: dict[str, Move] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_action: dict[str, Move] = {}
        for move in self.moves:
            if move.action in by_action:
                raise ValueError(f"{self.name}: the act {move.action!r} stands twice")
            unknown = {*move.sources, move.target} - set(self.states)
            if unknown or not move.sources:
                raise ValueError(f"{self.name}.{move.action}: unknown states {sorted(unknown)} or no source")
            by_action[move.action] = move
        if self.initial not in self.states:
            raise ValueError(f"{self.name}: unknown initial state {self.initial!r}")
        object.__setattr__(self, "_by_action", by_action)

    def find(self, action: str) -> Move:
        """The move of that name; KeyError when the table has none."""
        return self._by_action[action]

    def pairs(self) -> list[tuple[str, str]]:
        """Every legal (from, to), sorted, for the trigger in the database."""
        return sorted({(source, move.target) for move in self.moves for source in move.sources})

    def actions_from(self, state: str) -> tuple[str, ...]:
        """Acts that may start from this state."""
        return tuple(move.action for move in self.moves if state in move.sources)


def illegal_pairs(table: TransitionTable) -> Iterable[tuple[str, str]]:
    """Every (from, to) that the table does not know; a row that keeps its state is not a transition."""
    legal = set(table.pairs())
    return [(a, b) for a in table.states for b in table.states if a != b and (a, b) not in legal]


def holders(*people: int | None) -> frozenset[int]:
    """The persons who hold a duty; an unknown one (None) holds nothing."""
    return frozenset(person for person in people if person is not None)
