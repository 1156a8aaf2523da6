"""Reading the rows of a unit file: what each cell means, and which rows cannot be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from organization.enums import UnitKind
from organization.rules.words import collapsed

COLUMNS = ("code", "name_vi", "name_en", "kind", "parent_code", "active_from", "active_to", "successor_code")
REQUIRED = ("code", "name_vi", "kind")
LENGTHS = {"code": 40, "name_vi": 200, "name_en": 200}
FIRST_ROW = 2
"""The header is row 1, as a spreadsheet numbers it."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as the file describes it; an empty cell is None or ""."""

    row: int
    code: str
    name: str
    name_en: str
    kind: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None
    successor_code: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A cell that cannot be taken; `code` is a stable name, `value` what stood there."""

    row: int
    column: str
    value: str
    code: str


def missing_columns(names: Iterable[str]) -> list[str]:
    """Columns of the file's header that are missing; only code, name and kind are indispensable."""
    given = set(names)
    return [name for name in REQUIRED if name not in given]


def read_unit_rows(rows: Iterable[Mapping[str, str | None]]) -> tuple[list[UnitRow], list[RowProblem]]:
    """Units of the file in its order, and every cell that is wrong by itself or twice."""
    found: list[UnitRow] = []
    problems: list[RowProblem] = []
    first_seen: set[str] = set()
    for number, raw in enumerate(rows, start=FIRST_ROW):
        cell = {name: collapsed(raw.get(name) or "") for name in COLUMNS}
        if not any(cell.values()):
            continue
        wrong = _wrong_cells(number, cell)
        if cell["code"] and cell["code"] in first_seen:
            wrong.append(RowProblem(number, "code", cell["code"], "twice"))
        first_seen.add(cell["code"])
        if wrong:
            problems += wrong
            continue
        found.append(
            UnitRow(
                row=number,
                code=cell["code"],
                name=cell["name_vi"],
                name_en=cell["name_en"],
                kind=cell["kind"],
                parent_code=cell["parent_code"],
                valid_from=_day(cell["active_from"]),
                valid_to=_day(cell["active_to"]),
                successor_code=cell["successor_code"],
            )
        )
    return found, problems


def reference_problems(rows: Iterable[UnitRow], known: Iterable[str]) -> list[RowProblem]:
    """Parents and successors that neither the file nor the database has, and units above themselves."""
    listed = {row.code: row for row in rows}
    codes = {*listed, *known}
    problems = []
    for row in listed.values():
        for column, value in (("parent_code", row.parent_code), ("successor_code", row.successor_code)):
            if value and value not in codes:
                problems.append(RowProblem(row.row, column, value, "unknown_unit"))
        if row.successor_code == row.code:
            problems.append(RowProblem(row.row, "successor_code", row.code, "own_successor"))
        if _stands_above_itself(row, listed):
            problems.append(RowProblem(row.row, "parent_code", row.parent_code, "circle"))
    return problems


def _stands_above_itself(row: UnitRow, listed: Mapping[str, UnitRow]) -> bool:
    seen: set[str] = set()
    code = row.parent_code
    while code in listed and code not in seen:
        if code == row.code:
            return True
        seen.add(code)
        code = listed[code].parent_code
    return False


def _wrong_cells(number: int, cell: Mapping[str, str]) -> list[RowProblem]:
    wrong = [RowProblem(number, name, "", "missing") for name in REQUIRED if not cell[name]]
    wrong += [
        RowProblem(number, name, cell[name], "too_long") for name, most in LENGTHS.items() if len(cell[name]) > most
    ]
    if cell["kind"] and cell["kind"] not in UnitKind.values:
        wrong.append(RowProblem(number, "kind", cell["kind"], "unknown_kind"))
    days = {}
    for name in ("active_from", "active_to"):
        try:
            days[name] = _day(cell[name])
        except ValueError:
            wrong.append(RowProblem(number, name, cell[name], "no_date"))
    begin, end = days.get("active_from"), days.get("active_to")
    if begin and end and end < begin:
        wrong.append(RowProblem(number, "active_to", cell["active_to"], "ends_before_it_begins"))
    if cell["successor_code"] and not cell["active_to"]:
        wrong.append(RowProblem(number, "successor_code", cell["successor_code"], "successor_without_end"))
    return wrong


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
