"""Creating, renaming and ending units and divisions."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.enums import UnitKind
from organization.models import Unit
from organization.rules.validity import in_force_on, overlaps
from organization.rules.words import collapsed, search_key
from organization.selectors.units import in_force
from organization.services.loading import Loaded, load_units
from organization.services.tree import lock_tree, new_unit_under

__all__ = ["Loaded", "create_division", "create_successor", "create_unit", "end_unit", "load_units", "rename_unit"]

DIVISION_SIGN = "-P"


def create_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    by: Actor | None,
    valid_from: date | None = None,
    name_en: str = "",
    short_name: str = "",
) -> Unit:
    """A new body of the political system below `parent`; divisions are made by `create_division`.

    Raises:
        InvalidInput: a name or code is missing, too long or taken; the kind is unknown.
        Refused: the parent is a division, or not in force on the first day.
    """
    code, name = _code(code), _name(name)
    if kind not in UnitKind.values or kind == UnitKind.DIVISION:
        raise InvalidInput(_("“%(value)s” is no kind of unit.") % {"value": kind}, field="kind", code="unknown_kind")
    with recorded(by=by):
        lock_tree()
        if Unit.objects.filter(code=code).exists():
            raise InvalidInput(_("The code %(code)s is taken.") % {"code": code}, field="code", code="code_taken")
        if parent is not None and parent.kind == UnitKind.DIVISION:
            raise Refused(_("Nothing but divisions stands below a division."), code="below_division")
        _refuse_parent_out_of_force(parent, valid_from)
        unit = Unit(
            code=code,
            name=name,
            name_en=collapsed(name_en),
            short_name=collapsed(short_name),
            kind=kind,
            search_key=search_key(name),
            valid_from=valid_from,
        )
        return new_unit_under(parent, unit)


def create_successor(
    *,
    like: Unit,
    parent: Unit | None,
    code: str,
    name: str,
    name_en: str,
    short_name: str,
    valid_from: date,
    by: Actor | None,
) -> Unit:
    """A new unit of the kind of `like`, below `parent`, that will take over from it; a division among them.

    Raises:
        InvalidInput: as create_unit. Refused: the parent is not in force on the first day.
    """
    if like.kind != UnitKind.DIVISION:
        return create_unit(
            code=code, name=name, kind=like.kind, parent=parent, by=by, valid_from=valid_from, name_en=name_en,
            short_name=short_name,
        )  # fmt: skip
    with recorded(by=by):
        lock_tree()
        _refuse_parent_out_of_force(parent, valid_from)
        code, name = _code(code), _name(name)
        division = Unit(
            code=code, name=name, name_en=collapsed(name_en), short_name=collapsed(short_name), kind=like.kind,
            search_key=search_key(name), valid_from=valid_from,
        )  # fmt: skip
        return new_unit_under(parent, division)


def create_division(*, unit: Unit, name: str, by: Actor | None, valid_from: date | None = None) -> Unit:
    """A division inside `unit`, numbered after its siblings: Q-BD-P01, Q-BD-P02, ...

    Raises:
        InvalidInput: the name is missing or too long.
        Refused: the unit is not in force on the first day, or has a division of that name at the time.
    """
    name = _name(name)
    with recorded(by=by):
        lock_tree()
        _refuse_parent_out_of_force(unit, valid_from)
        key = search_key(name)
        siblings = list(Unit.objects.filter(parent=unit, kind=UnitKind.DIVISION))
        for other in siblings:
            if other.search_key == key and overlaps(other.valid_from, other.valid_to, valid_from, None):
                raise Refused(
                    _("%(unit)s already has a division “%(name)s”.") % {"unit": unit.name, "name": other.name},
                    code="division_exists",
                )
        division = Unit(
            code=_next_code(unit, siblings),
            name=name,
            kind=UnitKind.DIVISION,
            search_key=key,
            valid_from=valid_from,
        )
        return new_unit_under(unit, division)


def rename_unit(
    *,
    unit: Unit,
    name: str,
    by: Actor | None,
    version: int | None,
    name_en: str | None = None,
    short_name: str | None = None,
    reason: str = "",
) -> Unit:
    """A corrected name for the same unit: people, posts and successors stay with it; the trail keeps the old name.

    A new name by decision is a reorganisation: another unit takes over.

    Raises:
        InvalidInput: the name is missing or too long.
        StaleVersion: somebody saved first.
    """
    name = _name(name)
    changes: dict[str, Any] = {"name": name, "search_key": search_key(name)}
    if name_en is not None:
        changes["name_en"] = collapsed(name_en)[:200]
    if short_name is not None:
        changes["short_name"] = collapsed(short_name)[:80]
    with recorded(by=by):
        old = unit.name
        renamed: Unit = update_version(unit, version=version, changes=changes)
        record_event(
            table=Unit._meta.db_table,
            object_type="organization.unit",
            object_id=unit.pk,
            name="unit.rename",
            reason=reason,
            details={"from": old, "to": name},
        )
    return renamed


def end_unit(*, unit: Unit, last_day: date, by: Actor | None, version: int | None, reason: str = "") -> Unit:
    """Close a unit after its last day, and its divisions with it.

    Raises:
        Refused: it had ended already, had not begun, or other bodies below it are still in force.
        StaleVersion: somebody saved first.
    """
    with recorded(by=by):
        lock_tree()
        _refuse_end(unit, last_day)
        for division in in_force(last_day).filter(parent=unit, kind=UnitKind.DIVISION):
            if division.valid_to is None or division.valid_to > last_day:
                end_unit(unit=division, last_day=last_day, by=by, version=division.row_version, reason=reason)
        ended: Unit = update_version(unit, version=version, changes={"valid_to": last_day})
        record_event(
            table=Unit._meta.db_table,
            object_type="organization.unit",
            object_id=unit.pk,
            name="unit.end",
            reason=reason,
            details={"last_day": last_day},
        )
    return ended


def _refuse_end(unit: Unit, last_day: date) -> None:
    named = {"unit": unit.name}
    if unit.valid_to is not None and unit.valid_to <= last_day:
        raise Refused(_("%(unit)s has ended before that day.") % named, code="ended_already")
    if unit.valid_from is not None and last_day < unit.valid_from:
        raise Refused(_("%(unit)s begins after that day.") % named, code="not_begun")
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    below = Unit.objects.filter(later, path__startswith=unit.path).exclude(pk=unit.pk)
    if child := below.exclude(kind=UnitKind.DIVISION).first():
        raise Refused(
            _("%(child)s stands below %(unit)s; it must end or move first.") % {**named, "child": child.name},
            code="bodies_below",
        )
    if child := below.filter(kind=UnitKind.DIVISION, valid_from__gt=last_day).first():
        raise Refused(
            _("The division %(child)s begins only after that day.") % {"child": child.name},
            code="division_begins_later",
        )


def _refuse_parent_out_of_force(parent: Unit | None, first_day: date | None) -> None:
    if parent is None:
        return
    if first_day is None:
        ended = parent.valid_to is not None
    else:
        ended = not in_force_on(parent.valid_from, parent.valid_to, first_day)
    if ended:
        raise Refused(_("%(unit)s is not in force on that day.") % {"unit": parent.name}, code="parent_not_in_force")


def _code(text: str) -> str:
    code = collapsed(text)
    if not code or len(code) > 40 or "/" in code:
        raise InvalidInput(_("Give a code of at most 40 characters without a slash."), field="code")
    return code


def _name(text: str) -> str:
    name = collapsed(text)
    if not name or len(name) > 200:
        raise InvalidInput(_("Give a name of at most 200 characters."), field="name")
    return name


def _next_code(unit: Unit, siblings: list[Unit]) -> str:
    start = f"{unit.code}{DIVISION_SIGN}"
    taken = [
        int(other.code[len(start) :])
        for other in siblings
        if other.code.startswith(start) and other.code[len(start) :].isdigit()
    ]
    code = f"{start}{max(taken, default=0) + 1:02d}"
    if len(code) > 40:
        raise Refused(_("The code %(code)s would be too long.") % {"code": code}, code="code_too_long")
    return code
