"""Loading a file of units: twice the same file changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput
from organization.enums import SuccessionKind
from organization.models import Unit, UnitSuccession
from organization.rules.paths import path_under
from organization.rules.unit_rows import RowProblem, UnitRow, read_unit_rows, reference_problems
from organization.rules.words import search_key
from organization.services.tree import lock_tree, next_ids, repath, write_paths

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file did; rows = created + updated + unchanged."""

    rows: int
    created: int
    updated: int
    unchanged: int


def load_units(rows: Iterable[Mapping[str, str | None]], by: Actor | None, *, source: str = "command") -> Loaded:
    """Bring the tree to what the rows say; all or nothing.

    Rows have the columns of `organization.rules.unit_rows.COLUMNS`; a parent may
    stand below its children. An empty cell says nothing: it never erases a date or a name that is stored.
    Units that the file does not name are left alone.

    Raises:
        InvalidInput: some cell cannot be taken; `row` and `field` name the first, `details["problems"]` all of them.
    """
    read, problems = read_unit_rows(rows)
    with recorded(by=by, source=source):
        lock_tree()
        stored = {unit.code: unit for unit in Unit.objects.all()}
        problems = problems or reference_problems(read, stored)
        if problems:
            raise _refusal(problems)
        new = [row for row in read if row.code not in stored]
        ids = dict(zip([row.code for row in new], next_ids(len(new)) if new else [], strict=True))
        ids |= {code: unit.pk for code, unit in stored.items()}
        _create(new, ids, stored)
        changed = _update([row for row in read if row.code in stored], ids, stored)
        changed |= _link(read, ids)
        updated = len(changed - {row.code for row in new})
    return Loaded(rows=len(read), created=len(new), updated=updated, unchanged=len(read) - len(new) - updated)


def _create(new: Sequence[UnitRow], ids: Mapping[str, int], stored: Mapping[str, Unit]) -> None:
    by_code = {row.code: row for row in new}
    paths = {code: unit.path for code, unit in stored.items()}

    def path_of(code: str) -> str:
        if code not in paths:
            parent = by_code[code].parent_code
            paths[code] = path_under(path_of(parent) if parent else "", ids[code])
        return paths[code]

    Unit.objects.bulk_create(
        Unit(
            pk=ids[row.code],
            code=row.code,
            parent_id=ids[row.parent_code] if row.parent_code else None,
            path=path_of(row.code),
            **_values(row),
        )
        for row in sorted(new, key=lambda row: path_of(row.code).count("."))
    )


def _update(rows: Sequence[UnitRow], ids: Mapping[str, int], stored: Mapping[str, Unit]) -> set[str]:
    changed: set[str] = set()
    moved: set[int] = set()
    for row in rows:
        unit = stored[row.code]
        wanted = {**_values(row)}
        if row.parent_code:
            wanted["parent_id"] = ids[row.parent_code]
        different = {name: value for name, value in wanted.items() if getattr(unit, name) != value}
        if not different:
            continue
        Unit.objects.filter(pk=unit.pk).update(**different, row_version=F("row_version") + 1)
        changed.add(row.code)
        if "parent_id" in different:
            moved.add(unit.pk)
    if moved:
        tree = list(Unit.objects.values_list("pk", "parent_id", "path"))
        parents = {number: parent for number, parent, _path in tree}
        _refuse_circles(parents, rows, ids)
        write_paths(repath(parents, {number: path for number, _parent, path in tree}, moved))
    return changed


def _values(row: UnitRow) -> dict[str, Any]:
    """Columns a row sets: what an empty cell leaves alone is not among them."""
    values: dict[str, Any] = {"name": row.name, "search_key": search_key(row.name), "kind": row.kind}
    optional: dict[str, str | date | None] = {
        "name_en": row.name_en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
    return values | {name: value for name, value in optional.items() if value}


def _link(rows: Sequence[UnitRow], ids: Mapping[str, int]) -> set[str]:
    """Write who takes over from whom, from the day after the end; gives the codes that gained a successor."""
    wanted = {
        (ids[row.code], ids[row.successor_code], row.valid_to + ONE_DAY): row.code
        for row in rows
        if row.successor_code and row.valid_to
    }
    if not wanted:
        return set()
    known = set(
        UnitSuccession.objects.filter(predecessor_id__in=[key[0] for key in wanted]).values_list(
            "predecessor_id", "successor_id", "effective_on"
        )
    )
    missing = {key: code for key, code in wanted.items() if key not in known}
    UnitSuccession.objects.bulk_create(
        UnitSuccession(predecessor_id=old, successor_id=new, effective_on=day, kind=SuccessionKind.MERGE)
        for old, new, day in missing
    )
    return set(missing.values())


def _refuse_circles(parents: Mapping[int, int | None], rows: Sequence[UnitRow], ids: Mapping[str, int]) -> None:
    """A file may move a unit below one of its own children that the file does not name."""
    for row in rows:
        seen: set[int] = set()
        number: int | None = ids[row.code]
        while number is not None:
            if number in seen:
                raise _refusal([RowProblem(row.row, "parent_code", row.parent_code, "circle")])
            seen.add(number)
            number = parents[number]


def _refusal(problems: Sequence[RowProblem]) -> InvalidInput:
    first = problems[0]
    return InvalidInput(
        _("Row %(row)s, column %(column)s: %(why)s") % {"row": first.row, "column": first.column, "why": why(first)},
        row=first.row,
        field=first.column,
        code=first.code,
        details={
            "problems": [
                {"row": one.row, "column": one.column, "value": one.value, "message": why(one)} for one in problems
            ]
        },
    )


def why(problem: RowProblem) -> str:
    """The problem as a sentence for the person who has the file open."""
    sentences = {
        "missing": _("This cell may not be empty."),
        "too_long": _("This text is too long."),
        "twice": _("This code stands twice in the file."),
        "unknown_kind": _("“%(value)s” is no kind of unit."),
        "no_date": _("“%(value)s” is no date; write it as 2025-07-01."),
        "ends_before_it_begins": _("The unit ends before it begins."),
        "successor_without_end": _("A unit with a successor needs the day it ends."),
        "unknown_unit": _("No unit has the code “%(value)s”."),
        "own_successor": _("A unit cannot take over from itself."),
        "circle": _("The unit would stand above itself."),
    }
    return sentences[problem.code] % {"value": problem.value}
