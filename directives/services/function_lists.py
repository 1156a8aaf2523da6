"""A list of functions as units send it: one row a function; read in the limited child, taken whole or not at all."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.rules.names import search_key
from directives.enums import FunctionPart
from directives.models import Document, Function, FunctionHolding
from directives.services import functions
from foundation.audit.record import recorded
from foundation.sheets.cells import Cell
from foundation.sheets.reader import read_table_file
from foundation.workflow.errors import DomainError, InvalidInput
from organization.models import Unit

HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("chuc nang, nhiem vu", "chuc nang", "nhiem vu", "function"),
    "lead": ("don vi chu tri", "co quan chu tri", "chu tri", "lead"),
    "with": ("don vi phoi hop", "co quan phoi hop", "phoi hop", "co-operating"),
    "document": ("can cu", "van ban", "document"),
    "valid_from": ("tu ngay", "from"),
    "valid_to": ("den ngay", "to"),
    "one_lead": ("chi mot don vi chu tri", "mot don vi chu tri", "one lead"),
}
NEEDED = ("name", "lead", "valid_from")
YES = ("x", "co", "1", "yes", "true", "dung")
LOOKED_AT = 20
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Imported:
    """How many functions and rows of units were new, and how many stood already."""

    functions: int
    holdings: int
    existing: int


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    name: str
    units: tuple[tuple[Unit, str], ...]
    document: Document | None
    valid_from: date
    valid_to: date | None
    one_lead: bool


def import_functions(*, file: IO[bytes], units: QuerySet[Unit], by: User, source: str = "app") -> Imported:
    """Take every row of the list; a function of the same name is the same function, a row that stands is left.

    Args:
        units: those the person may give functions to.

    Raises:
        InvalidInput: no header, an unknown unit or document, a day that is none, or a row the rules refuse (two
            leads, a dissolved unit); all are listed in `details["problems"]`, nothing is stored.
    """
    lines, problems = _read(file, units)
    made = [0, 0, 0]
    with recorded(by=by, source=source), transaction.atomic():
        for line in lines:
            try:
                for place, count in enumerate(_write(line, by, source)):
                    made[place] += count
            except DomainError as error:
                problems.append({"row": line.row, "field": error.field or "", "message": str(error.message)})
        if problems:
            problems.sort(key=lambda problem: problem["row"])
            first = problems[0]
            raise InvalidInput(
                first["message"], field="file", row=first["row"], code="function_list", details={"problems": problems}
            )
    return Imported(*made)


def _write(line: _Line, by: User, source: str) -> tuple[int, int, int]:
    """Functions and rows that were new, rows that stood."""
    function = Function.objects.filter(search_key=search_key(line.name)).first()
    new = function is None
    if function is None:
        function = functions.create(
            name=line.name, document=line.document, one_lead=line.one_lead, by=by, source=source
        )
    written = standing = 0
    for unit, part in line.units:
        first, last = line.valid_from, line.valid_to
        rows = FunctionHolding.objects.filter(function=function, unit=unit, part=part)
        if rows.filter(valid_from=first, valid_to=last).exists():
            standing += 1
            continue
        functions.hold(
            function=function, unit=unit, part=part, valid_from=first, valid_to=last, document=line.document, by=by,
            source=source,
        )  # fmt: skip
        written += 1
    return int(new), written, standing


def _read(file: IO[bytes], units: QuerySet[Unit]) -> tuple[list[_Line], list[dict[str, Any]]]:
    with tempfile.TemporaryFile() as copy:
        copy.write(file.read())
        copy.flush()
        rows = read_table_file(copy).rows
    top, columns = _header(rows)
    by_code = {unit.code.casefold(): unit for unit in units}
    by_name: dict[str, list[Unit]] = {}
    for unit in by_code.values():
        by_name.setdefault(search_key(unit.name), []).append(unit)
    documents = {search_key(document.number): document for document in Document.objects.all()}
    found: list[_Line] = []
    problems: list[dict[str, Any]] = []
    for number, row in enumerate(rows[top + 1 :][:MOST_ROWS], start=top + 2):
        texts = {name: _text(row, place) for name, place in columns.items()}
        if not texts["name"]:
            continue
        before = len(problems)
        line = _Line(
            row=number,
            name=texts["name"],
            units=tuple(_units(texts, by_code, by_name, number, problems)),
            document=_document(texts.get("document", ""), documents, number, problems),
            valid_from=_day(row, columns["valid_from"], number, problems) or date.min,
            valid_to=_day(row, columns["valid_to"], number, problems) if texts.get("valid_to") else None,
            one_lead=search_key(texts.get("one_lead", "")) in YES,
        )
        if len(problems) == before:
            found.append(line)
    if not found and not problems:
        raise InvalidInput(_("The list has no functions below its header."), field="file", code="function_list_empty")
    return found, problems


def _header(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(rows[:LOOKED_AT]):
        texts = [search_key(cell.shown) for cell in row]
        columns = {
            name: next(place for place, text in enumerate(texts) if text in words)
            for name, words in HEADERS.items()
            if set(texts) & set(words)
        }
        if set(NEEDED) <= set(columns):
            return number, columns
    raise InvalidInput(
        _("No header was found: the list needs “Chức năng, nhiệm vụ”, “Đơn vị chủ trì” and “Từ ngày”."),
        field="file",
        code="function_list_header",
    )


def _units(
    texts: Mapping[str, str],
    by_code: Mapping[str, Unit],
    by_name: Mapping[str, list[Unit]],
    number: int,
    problems: list[dict[str, Any]],
) -> list[tuple[Unit, str]]:
    """The lead first, then those who co-operate, separated by semicolons."""
    found: list[tuple[Unit, str]] = []
    for column, part in (("lead", FunctionPart.LEAD.value), ("with", FunctionPart.WITH.value)):
        for named in (name.strip() for name in texts.get(column, "").split(";")):
            if not named:
                continue
            candidates = (
                [by_code[named.casefold()]] if named.casefold() in by_code else by_name.get(search_key(named), [])
            )
            lasting = [unit for unit in candidates if unit.valid_to is None] or candidates
            if len(lasting) == 1:
                found.append((lasting[0], part))
            else:
                said = _("There is no unit “%(name)s” within your reach, or several have this name: give its code.")
                problems.append({"row": number, "field": column, "message": said % {"name": named[:80]}})
    return found


def _document(
    text: str, documents: Mapping[str, Document], number: int, problems: list[dict[str, Any]]
) -> Document | None:
    if not text:
        return None
    found = documents.get(search_key(text))
    if found is None:
        said = _("There is no document with the number “%(number)s”: add it to the documents first.")
        problems.append({"row": number, "field": "document", "message": said % {"number": text[:60]}})
    return found


def _day(row: Sequence[Cell], place: int, number: int, problems: list[dict[str, Any]]) -> date | None:
    cell = row[place] if place < len(row) else None
    value = cell.value if cell is not None else None
    if isinstance(value, date):
        return value if type(value) is date else date(value.year, value.month, value.day)
    text = cell.shown.strip() if cell is not None else ""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    try:
        if len(parts) != 3:
            raise ValueError
        day, month, year = (int(part) for part in (parts if len(parts[0]) < 4 else reversed(parts)))
        return date(year, month, day)
    except ValueError:
        said = _("“%(text)s” is no day: write it as dd/mm/yyyy.") % {"text": text[:40]}
        problems.append({"row": number, "field": "valid_from", "message": said})
        return None


def _text(row: Sequence[Cell], place: int) -> str:
    return row[place].shown.strip() if place < len(row) else ""
