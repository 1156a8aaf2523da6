"""The whole chain a unit stands in: those it came from, itself, those that took over, however many steps away."""

from dataclasses import dataclass
from typing import Any

from foundation.access import visible_to
from organization.models import Unit, UnitSuccession
from organization.selectors.units import tree

STEPS = 8
"""So many reorganisations back and forward; more would be no page to read."""


@dataclass(frozen=True, slots=True)
class Link:
    """One unit of the chain; None stands for one the reader may not see."""

    unit: Unit | None
    here: bool


def chain_of(user: Any, unit: Unit) -> list[Link]:
    """Oldest first; empty where nothing came before or after. Two queries a step, none more where the chain ends."""
    before, after = _walk(user, unit, forward=False), _walk(user, unit, forward=True)
    if not before and not after:
        return []
    seen = tree(user).in_bulk([*before, *after])
    return [
        *(Link(seen.get(pk), False) for pk in reversed(before)),
        Link(unit, True),
        *(Link(seen.get(pk), False) for pk in after),
    ]


def _walk(user: Any, unit: Unit, *, forward: bool) -> list[int]:
    """Keys in the order they are reached, only along successions the reader may see."""
    here, there = ("predecessor", "successor") if forward else ("successor", "predecessor")
    edges = visible_to(user, UnitSuccession.objects.filter(successor__isnull=False), action="read")
    found: dict[int, None] = {}
    waiting = [unit.pk]
    for _step in range(STEPS):
        rows = edges.filter(**{f"{here}__in": waiting}).order_by("effective_on", "pk")
        fresh = [pk for pk in rows.values_list(f"{there}_id", flat=True) if pk != unit.pk and pk not in found]
        found |= dict.fromkeys(fresh)
        if not fresh:
            break
        waiting = fresh
    return list(found)
