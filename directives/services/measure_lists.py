"""A list of figures as units send it: one row a unit, one column a measure; read in the limited child."""

import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cadres.rules.names import search_key
from directives.models import MeasureKind
from directives.rules.measures import figure
from directives.services.measures import UnitFigures
from foundation.sheets.cells import Cell
from foundation.sheets.reader import read_table_file
from foundation.workflow.errors import InvalidInput
from organization.models import Unit

UNIT_WORDS = ("don vi", "ma don vi", "ten don vi", "unit", "code")
LOOKED_AT = 20


def read_figures(*, file: IO[bytes], units: QuerySet[Unit]) -> list[UnitFigures]:
    """Figures of every row of the list.

    Args:
        units: those the person may record figures for.

    Raises:
        InvalidInput: no header, an unknown unit, one twice, or a cell that is no number; all are listed in
            `details["problems"]`, `row` names the first.
    """
    with tempfile.TemporaryFile() as copy:
        copy.write(file.read())
        copy.flush()
        rows = read_table_file(copy).rows
    top, unit_at, columns = _header(rows)
    by_code = {unit.code.casefold(): unit for unit in units}
    by_name: dict[str, list[Unit]] = {}
    for unit in by_code.values():
        by_name.setdefault(search_key(unit.name), []).append(unit)
    found: list[UnitFigures] = []
    problems: list[dict[str, Any]] = []
    seen: set[int] = set()
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        named = _text(row, unit_at)
        if not named:
            continue
        candidates = [by_code[named.casefold()]] if named.casefold() in by_code else by_name.get(search_key(named), [])
        if len(candidates) != 1:
            said = _("There is no unit “%(name)s” within your reach, or several have this name: give its code.")
            problems.append({"row": number, "field": "unit", "message": said % {"name": named}})
            continue
        if candidates[0].pk in seen:
            said = _("The unit “%(name)s” stands twice.")
            problems.append({"row": number, "field": "unit", "message": said % {"name": named}})
        seen.add(candidates[0].pk)
        found.append(UnitFigures(candidates[0], _values(row, columns, number, problems), number))
    if problems:
        first = problems[0]
        raise InvalidInput(
            first["message"], field="file", row=first["row"], code="measure_list", details={"problems": problems}
        )
    if not found:
        raise InvalidInput(_("The list has no units below its header."), field="file", code="measure_list_empty")
    return found


def _header(rows: Sequence[Sequence[Cell]]) -> tuple[int, int, dict[int, MeasureKind]]:
    """Row of the header, column of the unit, column -> measure."""
    names: dict[str, MeasureKind] = {}
    for kind in MeasureKind.objects.all():
        names |= dict.fromkeys((kind.code, search_key(kind.name_vi), search_key(kind.name_en)), kind)
    for number, row in enumerate(rows[:LOOKED_AT]):
        texts = [search_key(cell.shown) for cell in row]
        columns = {place: names[text] for place, text in enumerate(texts) if text in names}
        unit_at = next((place for place, text in enumerate(texts) if text in UNIT_WORDS), None)
        if columns and unit_at is not None:
            return number, unit_at, columns
    raise InvalidInput(
        _("No header was found: the list needs a column “Đơn vị” and one with the name of a measure."),
        field="file",
        code="measure_list_header",
    )


def _values(
    row: Sequence[Cell], columns: Mapping[int, MeasureKind], number: int, problems: list[dict[str, Any]]
) -> dict[str, Decimal]:
    values: dict[str, Decimal] = {}
    for place, kind in columns.items():
        text = _text(row, place)
        if not text:
            continue
        value = figure(text)
        if value is None:
            said = _("%(name)s: “%(text)s” is no number.") % {"name": kind.name_vi, "text": text[:40]}
            problems.append({"row": number, "field": kind.code, "message": said})
        else:
            values[kind.code] = value
    return values


def _text(row: Sequence[Cell], place: int) -> str:
    if place >= len(row):
        return ""
    cell = row[place]
    return str(cell.value) if isinstance(cell.value, float) else cell.shown.strip()
