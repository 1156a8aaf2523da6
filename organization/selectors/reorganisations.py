"""Reorganisations as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from foundation.access import visible_to
from organization.enums import ReorganisationState, UnitKind
from organization.models import Reorganisation, Unit
from organization.rules.order import Order
from organization.selectors.units import force_condition

SUGGESTED = 1000


@dataclass(frozen=True, slots=True)
class Described:
    """A reorganisation with its units in words; a successor that does not exist yet has no code to open."""

    row: Reorganisation
    units: tuple[Unit, ...]
    successors: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        names = ", ".join(unit.name for unit in self.units[:3])
        more = f" +{len(self.units) - 3}" if len(self.units) > 3 else ""
        return f"{self.row.get_kind_display()}: {names}{more}"


def reorganisations_for(user: Any, *, state: str = "") -> QuerySet[Reorganisation]:
    """Those the reader may see, the latest day first."""
    rows = visible_to(user, Reorganisation.objects.select_related("created_by", "confirmed_by"))
    return (rows.filter(state=state) if state else rows).order_by("-effective_on", "-id")


def described(rows: Iterable[Reorganisation]) -> list[Described]:
    """The same with names; two queries for all."""
    listed = [(row, Order.from_json(row.content)) for row in rows]
    ids = {pk for _row, order in listed for pk in (*order.units, *(one.unit_id for one in order.parts if one.unit_id))}
    units = Unit.objects.in_bulk(ids) if ids else {}
    made = [one.code for row, order in listed if row.state == ReorganisationState.DONE for one in order.parts]
    there = set(Unit.objects.filter(code__in=[code for code in made if code]).values_list("code", flat=True))
    return [
        Described(
            row,
            tuple(units[pk] for pk in order.units if pk in units),
            tuple(
                (units[one.unit_id].name, units[one.unit_id].code)
                if one.unit_id is not None
                else (one.name, one.code if one.code in there else "")
                for one in order.parts
            ),
        )
        for row, order in listed
    ]


def units_to_reorganise(user: Any, *, on: date) -> list[Unit]:
    """Bodies offered under a field; a division is named by its code."""
    units = visible_to(user, Unit.objects.filter(force_condition(on)), action="update").exclude(kind=UnitKind.DIVISION)
    return list(units.order_by("path").only("code", "name", "path")[:SUGGESTED])
