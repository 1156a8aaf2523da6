"""From the parts of an address (month, unit, person) to the rows they name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from evaluations.models import Cycle, Evaluation, UnitCycle
from foundation.access import allows, visible_to
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit

UNIT_SHEET = "unit-"
"""Begins the key of a unit's own sheet, which belongs to no person."""


@dataclass(frozen=True, slots=True)
class Place:
    """One unit's month as somebody opened it; `division` when only a division of the unit is shown."""

    cycle: Cycle
    unit_cycle: UnitCycle
    unit: Unit
    division: Unit | None

    @property
    def shown(self) -> Unit:
        return self.division or self.unit


def cycle_of(period: date) -> Cycle:
    """The month, with its framework."""
    cycle = Cycle.objects.select_related("framework").filter(period=period).first()
    if cycle is None:
        raise NotFound
    return cycle


def place(period: date, code: str) -> Place:
    """The month of the unit with this code; the code of a division leads to its part of the unit's month."""
    cycle = cycle_of(period)
    asked = Unit.objects.filter(code=code).first()
    if asked is None:
        raise NotFound
    parts = asked.path.split(".")[:-1]
    above = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    found = (
        UnitCycle.objects.filter(cycle=cycle, unit__path__in=above)
        .select_related("unit", "unit__parent", "decider", "decided_by", "submitted_by", "published_by")
        .order_by("-unit__path")
        .first()
    )
    if found is None or (found.unit_id != asked.pk and asked.kind != UnitKind.DIVISION):
        raise NotFound
    found.cycle = cycle
    return Place(cycle, found, found.unit, asked if found.unit_id != asked.pk else None)


def sheets_of(where: Place) -> QuerySet[Evaluation]:
    """Present sheets of the place, in the order of the grid; one query, with what a row shows."""
    rows = Evaluation.objects.filter(unit_cycle=where.unit_cycle, superseded_by__isnull=True)
    if where.division is not None:
        rows = rows.filter(division=where.division)
    return rows.select_related("person", "unit", "division").order_by("sort_key", "id")


def sheets_seen(user: Any, where: Place) -> list[Evaluation]:
    """Those of them the user may see, the own sheet left out; nothing in reach is "no such page"."""
    seen = visible_to(user, sheets_of(where))
    if user.person_id is not None:
        seen = seen.exclude(person_id=user.person_id)
    rows = list(seen)
    if not rows and not allows(user, "unit_cycle.read", where.unit_cycle):
        raise NotFound
    return rows


def sheet(user: Any, where: Place, key: str) -> Evaluation:
    """One sheet of the place by the code of its person, or by "unit-CODE" for a unit's own sheet."""
    rows = sheets_of(where).select_related("unit_cycle", "superior", "decider")
    if key.startswith(UNIT_SHEET):
        rows = rows.filter(person__isnull=True, unit__code=key.removeprefix(UNIT_SHEET))
    else:
        rows = rows.filter(person__code=key)
    found = visible_to(user, rows).first()
    if found is None:
        raise NotFound
    return found


def key_of(evaluation: Evaluation) -> str:
    """What stands for the sheet in an address."""
    return evaluation.person.code if evaluation.person else f"{UNIT_SHEET}{evaluation.unit.code}"


def name_of(evaluation: Evaluation) -> str:
    return evaluation.person.full_name if evaluation.person else evaluation.unit.name
