"""The list of units as a page or the API shows it: filtered, in tree order, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from organization.enums import UnitKind
from organization.models import Unit
from organization.rules.validity import State, state_on
from organization.selectors import units as tree

BODIES = "bodies"
"""Every kind but divisions."""

ORDERS = {"": "path", "name": "search_key", "-name": "-search_key"}


@dataclass(frozen=True, slots=True)
class UnitsWanted:
    """What the reader asked for; `show` is "" (in force), "ended" or "all" as of the day `on`."""

    on: date
    show: str = ""
    kind: str = ""
    text: str = ""
    under: Unit | None = None
    order: str = ""

    @property
    def as_tree(self) -> bool:
        """Whether neighbours in the list are neighbours in the tree, so that an indent says something."""
        return not self.text and self.kind in ("", BODIES) and not self.order


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of the list: the unit, its indent (0 at the top of what is shown) and its state on the day."""

    unit: Unit
    indent: int
    state: State
    parent_name: str


def wanted_units(user: Any, wanted: UnitsWanted) -> QuerySet[Unit]:
    """Units in the reader's reach that fit."""
    units = tree.tree(user)
    if wanted.show == "":
        units = units.filter(tree.force_condition(wanted.on))
    elif wanted.show == "ended":
        units = units.filter(valid_to__lt=wanted.on)
    if wanted.kind == BODIES:
        units = units.exclude(kind=UnitKind.DIVISION)
    elif wanted.kind:
        units = units.filter(kind=wanted.kind)
    if wanted.under is not None:
        units = units.filter(path__startswith=wanted.under.path)
    units = tree.search(units, wanted.text)
    if wanted.text and not wanted.order:
        return units.order_by(tree.phrase_first(wanted.text), "path")
    return units.order_by(ORDERS.get(wanted.order, "path"), "path")


def lines_of(units: Iterable[Unit], visible: QuerySet[Unit], wanted: UnitsWanted) -> list[UnitLine]:
    """The rows of one page; names of parents come in one query, and only of parents the reader may see."""
    page = list(units)
    parents = dict(visible.filter(pk__in={unit.parent_id for unit in page}).values_list("pk", "name"))
    top = wanted.under.depth if wanted.under is not None else 0
    return [
        UnitLine(
            unit=unit,
            indent=max(0, unit.depth - top) if wanted.as_tree else 0,
            state=state_on(unit.valid_from, unit.valid_to, wanted.on),
            parent_name=parents.get(unit.parent_id or 0, ""),
        )
        for unit in page
    ]
