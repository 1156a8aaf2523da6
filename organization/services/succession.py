"""Merging, splitting and dissolving units: dated, with a row for each unit that takes over."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import InvalidInput, Refused
from organization.enums import SuccessionKind, UnitKind
from organization.models import Unit, UnitSuccession
from organization.rules.validity import in_force_on
from organization.services.tree import lock_tree
from organization.services.units import end_unit

ONE_DAY = timedelta(days=1)


def merge_units(
    *, units: Sequence[Unit], into: Unit, effective_on: date, by: Actor | None, legal_basis: str = ""
) -> list[UnitSuccession]:
    """`into` takes over from all `units`, which end the day before.

    Raises:
        InvalidInput: no unit is named, or one twice, or `into` is among them.
        Refused: a unit is not in force the day before, or `into` is not on the day itself.
    """
    _refuse_list(units, into)
    return hand_over(
        [(unit, into) for unit in units],
        SuccessionKind.MERGE,
        effective_on=effective_on,
        by=by,
        legal_basis=legal_basis,
    )


def split_unit(
    *, unit: Unit, into: Sequence[Unit], effective_on: date, by: Actor | None, legal_basis: str = ""
) -> list[UnitSuccession]:
    """All of `into` take over from `unit`, which ends the day before.

    Raises:
        InvalidInput: fewer than two successors are named, or one twice, or the unit itself.
        Refused: the unit is not in force the day before, or a successor is not on the day itself.
    """
    _refuse_list(into, unit)
    if len(into) < 2:
        raise InvalidInput(_("Name at least two units that take over."), field="into", code="too_few")
    return hand_over(
        [(unit, successor) for successor in into],
        SuccessionKind.SPLIT,
        effective_on=effective_on,
        by=by,
        legal_basis=legal_basis,
    )


def dissolve_unit(*, unit: Unit, effective_on: date, by: Actor | None, legal_basis: str = "") -> UnitSuccession:
    """The unit ends the day before, and nobody takes over.

    Raises:
        Refused: the unit is not in force the day before, or other bodies below it still are.
    """
    (edge,) = hand_over(
        [(unit, None)], SuccessionKind.DISSOLVE, effective_on=effective_on, by=by, legal_basis=legal_basis
    )
    return edge


def hand_over(
    pairs: Sequence[tuple[Unit, Unit | None]],
    kind: SuccessionKind,
    *,
    effective_on: date,
    by: Actor | None,
    legal_basis: str,
) -> list[UnitSuccession]:
    """End the old unit of each pair, its divisions too, and write who takes over; the deepest units end first."""
    last_day = effective_on - ONE_DAY
    with recorded(by=by):
        lock_tree()
        for old, successor in pairs:
            refuse_pair(old, successor, effective_on)
        for old in sorted({old.pk: old for old, _new in pairs}.values(), key=lambda unit: unit.path, reverse=True):
            if old.valid_to != last_day:
                end_unit(unit=old, last_day=last_day, by=by, version=old.row_version, reason=legal_basis)
        edges = [
            UnitSuccession.objects.create(
                predecessor=old, successor=successor, effective_on=effective_on, kind=kind, legal_basis=legal_basis
            )
            for old, successor in pairs
        ]
        for edge in edges:
            record_event(
                table=Unit._meta.db_table,
                object_type="organization.unit",
                object_id=edge.predecessor_id,
                name=f"unit.{kind.value}",
                reason=legal_basis,
                details={
                    "successor": edge.successor.code if edge.successor else None,
                    "effective_on": effective_on,
                },
            )
    return edges


def refuse_pair(old: Unit, successor: Unit | None, effective_on: date) -> None:
    """Raise Refused where `successor` cannot take over from `old` on that day."""
    if not in_force_on(old.valid_from, old.valid_to, effective_on - ONE_DAY):
        raise Refused(_("%(unit)s is not in force the day before.") % {"unit": old.name}, code="not_in_force")
    if successor is None:
        return
    if not in_force_on(successor.valid_from, successor.valid_to, effective_on):
        raise Refused(
            _("%(unit)s is not in force on that day.") % {"unit": successor.name}, code="successor_not_in_force"
        )
    if (old.kind == UnitKind.DIVISION) != (successor.kind == UnitKind.DIVISION):
        raise Refused(_("A division takes over from divisions only."), code="division_and_body")
    if successor.path.startswith(old.path):
        raise Refused(
            _("%(successor)s stands below %(unit)s and would end with it.")
            % {"successor": successor.name, "unit": old.name},
            code="successor_below",
        )


def _refuse_list(units: Sequence[Unit], other: Unit) -> None:
    ids = [unit.pk for unit in units]
    if not ids or len(ids) != len(set(ids)) or other.pk in ids:
        raise InvalidInput(_("Name other units, each once."), field="units", code="units_wrong")
