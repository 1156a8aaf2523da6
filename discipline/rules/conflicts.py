"""Who may sit: relatives and interested persons are refused, and every seat of the rules is filled once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from discipline.enums import SeatRole
from discipline.rules.book import RuleBook
from discipline.rules.values import Ground


@dataclass(frozen=True, slots=True)
class SeatFact:
    """One seat: its role, who holds it, and whether that person declared to have no tie with the one concerned."""

    role: str
    person_id: int | None
    declared: bool = False


@dataclass(frozen=True, slots=True)
class RefusedSeat:
    role: str
    person_id: int
    ground: str


@dataclass(frozen=True, slots=True)
class Composition:
    """What is wrong with a council; empty lists mean it may sit."""

    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]
    twice_seated: tuple[int, ...]
    undeclared: tuple[int, ...]
    refused: tuple[RefusedSeat, ...]
    filled: int
    needed: int
    ground: Ground

    @property
    def complete(self) -> bool:
        faults = (self.missing, self.doubled, self.unknown, self.twice_seated, self.undeclared, self.refused)
        return not any(faults)


def refused_seats(seats: Iterable[SeatFact], barred: Mapping[int, str]) -> tuple[RefusedSeat, ...]:
    """Seats held by somebody who is kept out of the case, with the ground."""
    return tuple(
        RefusedSeat(seat.role, seat.person_id, barred[seat.person_id])
        for seat in seats
        if seat.person_id is not None and seat.person_id in barred
    )


def barred_kin(ties: Mapping[int, str], on: date, book: RuleBook) -> dict[int, str]:
    """Of the relatives (person -> kind of tie) those the rules keep out, with the kind of tie."""
    kinds = set(book.barred_kinships(on).value)
    return {person_id: kind for person_id, kind in ties.items() if kind in kinds}


def composition(seats: Sequence[SeatFact], barred: Mapping[int, str], on: date, book: RuleBook) -> Composition:
    """A council against the seats of the rules of that day.

    One person for each role, nobody in two, nobody barred, everybody's declaration given. Raises RuleMissing where no
    rule of seats holds that day. Legal source: NĐ 112/2020 Art 28; under NĐ 172/2025 not verified.
    """
    rule = book.council_seats(on)
    held = [seat for seat in seats if seat.person_id is not None]
    roles = Counter(seat.role for seat in held)
    persons = Counter(seat.person_id for seat in held)
    return Composition(
        missing=tuple(role for role in rule.value if not roles[role]),
        doubled=tuple(role for role in rule.value if roles[role] > 1),
        unknown=tuple(sorted(role for role in roles if role not in rule.value)),
        twice_seated=tuple(sorted(person for person, times in persons.items() if person is not None and times > 1)),
        undeclared=tuple(seat.person_id for seat in held if seat.person_id is not None and not seat.declared),
        refused=refused_seats(held, barred),
        filled=sum(1 for role in rule.value if roles[role]),
        needed=len(rule.value),
        ground=rule.ground,
    )


def role_name(role: str) -> str:
    """In the reader's language."""
    return str(SeatRole(role).label) if role in SeatRole.values else role
