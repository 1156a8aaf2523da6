"""Everything the page of one unit shows, within the reader's reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from foundation.access import visible_to
from organization.enums import SuccessionKind, UnitKind
from organization.models import Unit, UnitSuccession
from organization.rules.paths import ids_in
from organization.rules.validity import State, state_on
from organization.selectors.units import force_condition, tree

DIVISIONS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A succession seen from the unit: `other` is None when nobody took over or the other lies out of reach."""

    on: date
    kind: SuccessionKind
    onward: bool
    other: Unit | None
    legal_basis: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The unit with its way from the root, what stands inside it and what became of it."""

    unit: Unit
    state: State
    above: list[Unit]
    divisions: list[Unit]
    bodies_below: int
    changes: list[Change]


def unit_page(user: Any, unit: Unit, on: date) -> UnitPage:
    """The page of a unit that the reader may read, as of the day `on`; five queries."""
    visible = tree(user)
    above = {one.pk: one for one in visible.filter(pk__in=ids_in(unit.path)).exclude(pk=unit.pk)}
    inside = visible.filter(force_condition(on), path__startswith=unit.path).exclude(pk=unit.pk)
    return UnitPage(
        unit=unit,
        state=state_on(unit.valid_from, unit.valid_to, on),
        above=[above[number] for number in ids_in(unit.path) if number in above],
        divisions=list(inside.filter(kind=UnitKind.DIVISION, parent=unit).order_by("code")[:DIVISIONS_SHOWN]),
        bodies_below=inside.exclude(kind=UnitKind.DIVISION).count(),
        changes=changes_of(user, unit),
    )


def changes_of(user: Any, unit: Unit) -> list[Change]:
    """Successions the reader may see, newest first; a unit out of reach is left unnamed."""
    edges = visible_to(user, UnitSuccession.objects.filter(Q(predecessor=unit) | Q(successor=unit)), action="read")
    found = list(edges.order_by("-effective_on", "pk"))
    others = {other for edge in found for other in (edge.predecessor_id, edge.successor_id) if other is not None}
    seen = {one.pk: one for one in tree(user).filter(pk__in=others)} if found else {}
    return [
        Change(
            on=edge.effective_on,
            kind=SuccessionKind(edge.kind),
            onward=edge.predecessor_id == unit.pk,
            other=seen.get((edge.successor_id if edge.predecessor_id == unit.pk else edge.predecessor_id) or 0),
            legal_basis=edge.legal_basis,
        )
        for edge in found
    ]
