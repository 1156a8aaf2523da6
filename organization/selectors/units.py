"""Reading the tree: who is in force, who took over, who decides."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from foundation.access import visible_to
from organization.enums import UnitKind
from organization.models import Unit, UnitSuccession
from organization.rules.paths import ids_in
from organization.rules.validity import in_force_on
from organization.rules.words import search_key


def in_force(on: date, *, prefix: str = "") -> QuerySet[Unit]:
    """Units that exist on that day; a missing first or last day is no bound."""
    return Unit.objects.filter(force_condition(on, prefix=prefix))


def force_condition(on: date, *, prefix: str = "") -> Q:
    """The same as a condition, for a query over something that belongs to a unit (prefix "unit__")."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    return begun & not_ended


def tree(user: Any, on: date | None = None) -> QuerySet[Unit]:
    """Units this reader may see, in tree order; with `on`, only those in force on that day."""
    units = visible_to(user, Unit.objects.all(), action="read")
    if on is not None:
        units = units.filter(force_condition(on))
    found: QuerySet[Unit] = units.order_by("path")
    return found


def search(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Units whose name has words that begin so, with or without marks, or whose code begins with the text."""
    words = search_key(text).split()
    if not words:
        return units
    named = Q()
    for word in words[:8]:
        named &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return units.filter(named | Q(code__startswith=text.strip().upper()))


def phrase_first(text: str) -> Case:
    """An order that puts names with the words side by side, as they were typed, before the others."""
    return Case(When(search_key__contains=search_key(text), then=Value(0)), default=Value(1))


def subtree(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything below it."""
    return Unit.objects.filter(path__startswith=unit.path)


def ancestors(unit: Unit) -> list[Unit]:
    """From the root down to the unit's parent; one query."""
    above = [number for number in ids_in(unit.path) if number != unit.pk]
    found = Unit.objects.in_bulk(above) if above else {}
    return [found[number] for number in above]


def deciding_unit(unit: Unit) -> Unit:
    """The body a division belongs to: the nearest that is no division, the unit itself included."""
    if unit.kind != UnitKind.DIVISION:
        return unit
    bodies = [one for one in ancestors(unit) if one.kind != UnitKind.DIVISION]
    return bodies[-1] if bodies else unit


def deciding_units(units: Iterable[Unit]) -> dict[int, int]:
    """The same for many at once: id of each unit -> id of its deciding unit; one query."""
    given = list(units)
    ways = {unit.pk: ids_in(unit.path) for unit in given}
    divisions = {number for unit in given if unit.kind == UnitKind.DIVISION for number in ways[unit.pk]}
    bodies = set(
        Unit.objects.filter(pk__in=divisions).exclude(kind=UnitKind.DIVISION).values_list("pk", flat=True)
        if divisions
        else ()
    )
    return {
        unit.pk: unit.pk
        if unit.kind != UnitKind.DIVISION
        else next((number for number in reversed(ways[unit.pk]) if number in bodies), unit.pk)
        for unit in given
    }


def division_named(unit: Unit, name: str, on: date) -> Unit | None:
    """The division of that name in force on that day, whatever the marks and the case."""
    return in_force(on).filter(parent=unit, kind=UnitKind.DIVISION, search_key=search_key(name)).first()


def successors_on(unit: Unit, on: date) -> list[Unit]:
    """Who stands in the unit's place on that day: itself while in force, else those who took over, followed onward."""
    return _followed(unit, on, forward=True)


def predecessors_on(unit: Unit, on: date) -> list[Unit]:
    """Whose place the unit had taken, seen on an earlier day: itself while in force, else those it came from."""
    return _followed(unit, on, forward=False)


def _followed(unit: Unit, on: date, *, forward: bool) -> list[Unit]:
    found: dict[int, Unit] = {}
    seen: set[int] = set()
    waiting = [unit]
    while waiting:
        fresh = [one for one in waiting if one.pk not in seen]
        seen |= {one.pk for one in fresh}
        found |= {one.pk: one for one in fresh if in_force_on(one.valid_from, one.valid_to, on)}
        onward = [one.pk for one in fresh if one.pk not in found]
        if not onward:
            break
        edges = UnitSuccession.objects.filter(successor__isnull=False)
        if forward:
            steps = edges.filter(predecessor__in=onward, effective_on__lte=on).select_related("successor")
            waiting = [edge.successor for edge in steps if edge.successor is not None]
        else:
            steps = edges.filter(successor__in=onward, effective_on__gt=on).select_related("predecessor")
            waiting = [edge.predecessor for edge in steps]
    return sorted(found.values(), key=lambda one: one.path)
