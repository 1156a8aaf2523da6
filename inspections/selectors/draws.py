"""Draws as pages and the command read them: what is public, what is sealed, and the proof computed again."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from foundation.access import readable_fields, visible_to
from foundation.workflow.errors import NotFound
from inspections.models import Draw
from inspections.rules import draws as rules
from organization.models import Unit


@dataclass(frozen=True, slots=True)
class Proof:
    """What anybody can compute from the opened text: does the hash agree, do the same units come out."""

    commitment: str
    same_commitment: bool
    seed: str
    turns: tuple[rules.Turn, ...]
    same_turns: bool

    @property
    def holds(self) -> bool:
        return self.same_commitment and self.same_turns


@dataclass(frozen=True, slots=True)
class ListLine:
    """A unit of the sealed list; `turn` where it was drawn; its chance in the first turn in percent."""

    unit: rules.Weighed
    name: str
    turn: int | None
    chance: float


def readable(user: Any) -> QuerySet[Draw]:
    return visible_to(user, Draw.objects.select_related("team", "created_by"))


def draw_by_code(user: Any, code: str) -> Draw:
    """One draw.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = readable(user).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def sealed_text_for(user: Any, draw: Draw) -> rules.Sealed | None:
    """The sealed text for whoever may read it: its author, and everybody once it is opened."""
    return rules.read_sealed(draw.sealed_text) if "sealed_text" in readable_fields(user, draw) else None


def prove(draw: Draw) -> Proof:
    """Compute everything again from the sealed text and the outside number."""
    sealed = rules.read_sealed(draw.sealed_text)
    turns = rules.draw(sealed, draw.outside_number)
    stored = [(turn["turn"], int(turn["number"]), turn["code"]) for turn in draw.turns]
    commitment = rules.commitment_of(draw.sealed_text)
    return Proof(
        commitment=commitment,
        same_commitment=commitment == draw.commitment,
        seed=rules.seed_of(sealed.key, draw.outside_number),
        turns=turns,
        same_turns=stored == [(turn.turn, turn.number, turn.code) for turn in turns],
    )


def list_lines(draw: Draw, sealed: rules.Sealed) -> list[ListLine]:
    """The list, the units drawn first, then by weight; one query."""
    names = dict(Unit.objects.filter(code__in=[unit.code for unit in sealed.units]).values_list("code", "name"))
    turns = {turn["code"]: turn["turn"] for turn in draw.turns}
    total = sum(unit.weight for unit in sealed.units)
    lines = [
        ListLine(unit, names.get(unit.code, unit.code), turns.get(unit.code), 100 * unit.weight / total)
        for unit in sealed.units
    ]
    return sorted(lines, key=lambda line: (line.turn is None, line.turn or 0, -line.unit.weight, line.unit.code))
