"""What an order would do to the units themselves; every refusal is raised here, before anything is written."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.workflow.errors import InvalidInput, Refused
from organization.carrying import Foreseen, Line, Plan, Target, carriers, line
from organization.enums import ReorganisationState, UnitKind
from organization.models import Reorganisation, Unit
from organization.rules.order import Order, problem_of
from organization.rules.validity import in_force_on
from organization.services.succession import refuse_pair

UNITS = "units"
STAYS = "stays"


class _Units:
    """The part of the units: said here, done by organization.services.reorganisation."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def lines(self) -> Sequence[Line]:
        plan, day = self.plan, f"{self.plan.last_day:%d/%m/%Y}"
        names = [unit.name for unit in plan.units]
        found = [line(UNITS, _("These units end after %(day)s, their divisions too") % {"day": day}, names)]
        for place, part in enumerate(plan.order.parts):
            text = _("%(unit)s begins on %(day)s") if part.unit_id is None else _("%(unit)s goes on and takes over")
            words = {"unit": plan.names[place], "day": f"{plan.effective_on:%d/%m/%Y}"}
            found.append(Line(UNITS, text % words, tone="ok"))
        divisions = [plan.name_of(target) for target in plan.new_divisions]
        if divisions:
            found.append(line(UNITS, _("Divisions that begin anew"), divisions))
        for body, place in plan.bodies:
            words = {"body": body.name, "unit": plan.names[place]}
            found.append(Line(UNITS, _("%(body)s from then on stands below %(unit)s") % words))
        found.append(Line(STAYS, _("Months already published, the trail and the old units stay as they are, readable")))
        return found

    @property
    def seal(self) -> Sequence[Any]:
        return [[pk, unit.row_version] for pk, unit in sorted(self.plan.old.items())]


def plan_of(*, order: Order, effective_on: date, basis: str, but: int | None = None) -> Plan:
    """The units of the order and where each leads; some six queries.

    Args:
        but: the reorganisation this is, which does not stand in its own way.

    Raises:
        InvalidInput: the order contradicts itself, names a unit that is not there or a code that is taken.
        Refused: a unit is not in force, ended or part of another confirmed reorganisation; a dissolved unit has bodies
            below it.
    """
    _refuse_order(order)
    units = _in_order(order.units)
    successors = _in_order([part.unit_id for part in order.parts if part.unit_id is not None])
    by_id = {unit.pk: unit for unit in successors}
    found: dict[Target, Unit] = {
        (place, ""): by_id[part.unit_id] for place, part in enumerate(order.parts) if part.unit_id is not None
    }
    _refuse_units(order, units, effective_on)
    _refuse_planned_twice(units, but)
    for unit in units:
        for successor in [*successors, None]:
            refuse_pair(unit, successor, effective_on)
    names = [found[place, ""].name if (place, "") in found else part.name for place, part in enumerate(order.parts)]
    old, where = _where(order, units, effective_on)
    plan = Plan(order, effective_on, basis, units, old, where, {}, found, [], names)
    _find_divisions(plan, successors)
    plan.bodies = _bodies(plan)
    if not plan.lasting and plan.bodies:
        words = {"child": plan.bodies[0][0].name, "unit": units[0].name}
        raise Refused(_("%(child)s stands below %(unit)s; it must end or move first.") % words, code="bodies_below")
    return plan


def foresee(plan: Plan) -> tuple[list[Foreseen], list[Line], str]:
    """What every room would do, said in lines, and the fingerprint that tells whether it is still the same later."""
    own = _Units(plan)
    rooms = [carrier(plan) for carrier in carriers()]
    lines = [*own.lines, *(one for room in rooms for one in room.lines)]
    sealed = [plan.order.to_json(), plan.effective_on, own.seal, *(room.seal for room in rooms)]
    text = json.dumps(sealed, cls=DjangoJSONEncoder, sort_keys=True)
    return rooms, lines, hashlib.sha256(text.encode()).hexdigest()


def _refuse_order(order: Order) -> None:
    problem = problem_of(order)
    if not problem:
        return
    texts = {
        "units_wrong": _("Name other units, each once."),
        "too_many": _("At most 20 units and 6 successors in one decision."),
        "successor_unnamed": _("Give the code and the name of the new unit."),
        "code_twice": _("Two new units have the same code."),
        "merge_of_one": _("Name at least two units."),
        "one_unit_only": _("Name one unit."),
        "parts_wrong": _("Name who takes over: one unit of a merger, at least two of a split."),
        "no_such_part": _("There is no such successor."),
    }
    raise InvalidInput(texts[problem], field="units", code=problem)


def _in_order(ids: Sequence[int]) -> list[Unit]:
    found = Unit.objects.select_related("parent").in_bulk(list(ids))
    missing = [key for key in ids if key not in found]
    if missing:
        raise InvalidInput(_("There is no such unit within your reach."), field="units", code="unit_unknown")
    return [found[key] for key in ids]


def _refuse_units(order: Order, units: Sequence[Unit], effective_on: date) -> None:
    for unit in units:
        if unit.parent_id is None and unit.kind == UnitKind.CITY:
            raise Refused(_("The city itself is not reorganised here."), code="the_city")
        if unit.valid_from is not None and effective_on <= unit.valid_from:
            raise Refused(
                _("%(unit)s begins on %(day)s; it can be reorganised only after that.")
                % {"unit": unit.name, "day": f"{unit.valid_from:%d/%m/%Y}"},
                field="effective_on",
                code="before_the_unit",
            )
        if not in_force_on(unit.valid_from, unit.valid_to, effective_on):
            raise Refused(
                _("%(unit)s ended on %(day)s; it was reorganised already.")
                % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"},
                field="units",
                code="ended_already",
            )
    if len({unit.kind == UnitKind.DIVISION for unit in units}) > 1:
        raise Refused(_("A division takes over from divisions only."), code="division_and_body")
    codes = [part.code for part in order.parts if part.unit_id is None]
    if taken := Unit.objects.filter(code__in=codes).values_list("code", flat=True).first():
        raise InvalidInput(_("The code %(code)s is taken.") % {"code": taken}, field="code", code="code_taken")
    parent = parent_of(units) if codes else None
    if parent is not None and not in_force_on(parent.valid_from, parent.valid_to, effective_on):
        raise Refused(_("%(unit)s is not in force on that day.") % {"unit": parent.name}, code="parent_not_in_force")


def parent_of(units: Sequence[Unit]) -> Unit | None:
    """What a new successor stands below: the parent of the first unit that is not itself among those that end."""
    ends = {unit.pk for unit in units}
    return next((unit.parent for unit in units if unit.parent_id not in ends), None)


def _refuse_planned_twice(units: Sequence[Unit], but: int | None) -> None:
    waiting = Reorganisation.objects.filter(state=ReorganisationState.CONFIRMED).exclude(pk=but or 0)
    taken = {key: row for row in waiting for key in row.content["units"]}
    for unit in units:
        if unit.pk in taken:
            day = f"{taken[unit.pk].effective_on:%d/%m/%Y}"
            raise Refused(
                _("%(unit)s is already part of a reorganisation confirmed for %(day)s.")
                % {"unit": unit.name, "day": day},
                field="units",
                code="planned_already",
            )


def _where(order: Order, units: Sequence[Unit], on: date) -> tuple[dict[int, Unit], dict[int, Target]]:
    """The ending units with their divisions, and where the people of each go by default."""
    below = Q()
    for unit in units:
        below |= Q(path__startswith=unit.path)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Unit.objects.filter(below, lasting, Q(kind=UnitKind.DIVISION) | Q(pk__in=order.units))
    old: dict[int, Unit] = {}
    where: dict[int, Target] = {}
    for unit in rows.order_by("path"):
        if unit.pk in order.units:
            old[unit.pk], where[unit.pk] = unit, (order.rest, "")
        elif unit.parent_id in old:  # a division of a body that stays is none of ours
            part, above = where[unit.parent_id]
            old[unit.pk] = unit
            where[unit.pk] = order.divisions.get(unit.pk, part), "/".join(filter(None, (above, unit.search_key)))
    return old, where


def _find_divisions(plan: Plan, successors: Sequence[Unit]) -> None:
    """Divisions the successors have already, and those that must be made."""
    if not plan.lasting:
        return
    paths: dict[int, str] = {}
    places = {unit.pk: place for (place, _division), unit in plan.found.items()}
    below = Q(pk__in=[])
    for successor in successors:
        below |= Q(path__startswith=successor.path)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.effective_on)
    for unit in Unit.objects.filter(below, lasting, kind=UnitKind.DIVISION).order_by("path"):
        if unit.parent_id in places:
            places[unit.pk] = places[unit.parent_id]
            paths[unit.pk] = "/".join(filter(None, (paths.get(unit.parent_id or 0, ""), unit.search_key)))
            plan.found.setdefault((places[unit.pk], paths[unit.pk]), unit)
    for pk, target in plan.where.items():
        if target[1] and target not in plan.found:
            plan.new_divisions.setdefault(target, plan.old[pk].name)
    for part, division in list(plan.new_divisions):
        above = division.rpartition("/")[0]
        if above and (part, above) not in plan.found and (part, above) not in plan.new_divisions:
            named = next(unit.name for pk, unit in plan.old.items() if plan.where[pk][1] == above)
            plan.new_divisions[part, above] = named


def _bodies(plan: Plan) -> list[tuple[Unit, int]]:
    """Bodies right below what ends: they go on, below the successor."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.effective_on)
    rows = Unit.objects.filter(lasting, parent_id__in=plan.old).exclude(kind=UnitKind.DIVISION)
    kept = rows.exclude(pk__in=[*plan.old, *(unit.pk for unit in plan.found.values())])
    return [(body, plan.where[body.parent_id or 0][0]) for body in kept.order_by("path")]
