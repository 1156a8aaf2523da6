"""Finding the header of a staff list: one row or two, anywhere below the letterhead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cadres.roster.fields import Field, field_of, guess_of, header_words
from foundation.sheets.cells import Cell, CellKind, Sheet
from foundation.sheets.problem import column_letter
from foundation.workflow.errors import InvalidInput

LOOKED_AT = 60
_NAMES = (Field.NAME, Field.FAMILY)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet; `field` is None where nobody knows it, `header` is the sheet's own text."""

    index: int
    header: str
    field: Field | None

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are row numbers as the spreadsheet shows them."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def column(self, *fields: Field) -> Column | None:
        return next((column for field in fields for column in self.columns if column.field == field), None)


def find_header(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Header:
    """The header row that names most fields.

    Args:
        mapping: column letter -> field name, or "" for a column that is not to be read; overrides what was recognised.

    Raises:
        InvalidInput: no row of the first 60 names a person and two facts more.
    """
    best: tuple[int, int, Header] | None = None
    for top in range(min(LOOKED_AT, len(sheet.rows))):
        for height in (2, 1):
            header = _header(sheet, top, height)
            known = {column.field for column in header.columns if column.field}
            if known.isdisjoint(_NAMES) or len(known) < 3:
                continue
            if best is None or (len(known), -height) > best[:2]:
                best = (len(known), -height, header)
    if best is None:
        if mapping:
            return _overridden(_widest(sheet), mapping)
        raise InvalidInput(
            _("No header row was found: the list needs a row of titles with “Họ và tên” and two columns more."),
            code="roster_no_header",
            field="file",
        )
    return _overridden(best[2], mapping or {})


def guessed_header(sheet: Sheet) -> Header:
    """The header as far as it can be told; where none is found, the row with most texts."""
    try:
        return find_header(sheet)
    except InvalidInput:
        return _widest(sheet)


def _header(sheet: Sheet, top: int, height: int) -> Header:
    upper = _texts(sheet.rows[top])
    lower = _texts(sheet.rows[top + 1]) if height == 2 and top + 1 < len(sheet.rows) else []
    if height == 2 and not _is_second_row(sheet, top, upper, lower):
        return Header(top + 1, top + 1, ())
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    groups = _groups(sheet, top, upper, lower)
    columns: list[Column] = []
    taken: set[Field] = set()
    for index in range(width):
        own, above = (lower[index], groups[index]) if lower[index] else (upper[index], "")
        field = field_of(own, above)
        if field is not None and field in taken:
            field = None
        if field is not None:
            taken.add(field)
        columns.append(Column(index, f"{above} / {own}" if above and own else own, field))
    return Header(top + 1, top + height, tuple(_settled(_guessed(columns, taken), taken)))


def _guessed(columns: list[Column], taken: set[Field]) -> list[Column]:
    """Columns no spelling fits, by what their words have in common with one; known spellings come first."""
    found: list[Column] = []
    for column in columns:
        field = column.field or guess_of(column.header)
        if column.field is None and field is not None:
            field = None if field in taken else field
            taken |= {field} if field else set()
        found.append(Column(column.index, column.header, field))
    return found


def _settled(columns: list[Column], taken: set[Field]) -> list[Column]:
    """A lone "Tên" is the whole name, a lone "Chức danh" the position."""
    lone: dict[Field | None, Field] = {}
    if Field.NAME not in taken and Field.FAMILY not in taken:
        lone[Field.GIVEN] = Field.NAME
    if Field.POSITION not in taken:
        lone[Field.JOB] = Field.POSITION
    return [Column(column.index, column.header, lone.get(column.field, column.field)) for column in columns]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [" ".join(str(cell.value).split()) if cell.kind == CellKind.TEXT else "" for cell in row]


def _is_second_row(sheet: Sheet, top: int, upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Sub-titles stand only under a group: a wide merged cell, a gap, or Nam and Nữ."""
    filled = [index for index, text in enumerate(lower) if text]
    if not filled or any(cell.kind not in (CellKind.TEXT, CellKind.EMPTY) for cell in sheet.rows[top + 1]):
        return False
    if any(any(sign.isdigit() for sign in lower[index]) for index in filled):
        return False
    merged = [area for area in sheet.merged if area[0] == top and area[2] == top]
    for index in filled:
        if any(left <= index <= right for _top, left, _bottom, right in merged):
            continue
        above = upper[index] if index < len(upper) else ""
        if above and field_of(lower[index], above) is None:
            return False
        if not above and field_of(lower[index], _left_of(upper, index)) is None:
            return False
    return True


def _groups(sheet: Sheet, top: int, upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    groups = [text if lower[index] else "" for index, text in enumerate(upper)]
    for area_top, left, bottom, right in sheet.merged:
        if area_top == top and bottom == top:
            for index in range(left, min(right + 1, len(groups))):
                groups[index] = upper[left]
    for index, text in enumerate(lower):
        if text and not groups[index]:
            groups[index] = _left_of(upper, index)
    return groups


def _left_of(upper: Sequence[str], index: int) -> str:
    return next((upper[place] for place in range(min(index, len(upper) - 1), -1, -1) if upper[place]), "")


def _widest(sheet: Sheet) -> Header:
    rows = sheet.rows[:LOOKED_AT]
    top = max(range(len(rows)), key=lambda place: len([text for text in _texts(rows[place]) if text]), default=0)
    texts = _texts(rows[top]) if rows else []
    return Header(top + 1, top + 1, tuple(Column(index, text, field_of(text)) for index, text in enumerate(texts)))


def _overridden(header: Header, mapping: Mapping[str, str]) -> Header:
    if unknown := {name for name in mapping.values() if name} - set(Field):
        raise InvalidInput(_("“%(name)s” is no field of a staff list.") % {"name": min(unknown)}, field="mapping")
    wanted = {letter.upper(): Field(name) if name else None for letter, name in mapping.items()}
    chosen = {field for field in wanted.values() if field}
    columns = []
    for column in header.columns:
        field = column.field
        if column.letter in wanted:
            field = wanted[column.letter]
        elif field in chosen:
            field = None
        columns.append(Column(column.index, column.header or column.letter, field))
    return Header(header.first, header.last, tuple(columns))


def is_numbering_row(row: Sequence[Cell]) -> bool:
    """The row 1, 2, 3, ... that stands under many headers."""
    first = next((cell.shown for cell in row if cell.value is not None), "")
    if "1" not in first:
        return False
    numbers = [header_words(str(cell.value)) for cell in row if cell.value is not None]
    return len(numbers) >= 4 and numbers == [str(place) for place in range(1, len(numbers) + 1)]
