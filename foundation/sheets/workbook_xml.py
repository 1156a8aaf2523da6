"""A look at the XML of a workbook, in the child: which cells are formulas or errors, and no hostile declarations."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from foundation.sheets import limits
from foundation.sheets.problem import SheetProblem

_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_INCLUSION = "http://www.w3.org/2001/XInclude}"
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_FORMULA_CHARACTERS = 500


class Target:
    """Receives the elements of one part; this one only looks for what is forbidden everywhere."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.startswith("{" + _INCLUSION):
            raise SheetProblem("forbidden_xml")

    def end(self, tag: str) -> None:
        pass

    def close(self) -> None:
        pass


class Relations(Target):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if not tag.endswith("}Relationship"):
            return
        kind = attributes.get("Type", "")
        if attributes.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
            raise SheetProblem("external_link")
        if kind.endswith("/worksheet"):
            path = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"


class _Workbook(Target):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag.endswith("}sheet"):
            identity = next((value for key, value in attributes.items() if key.endswith("}id")), "")
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), identity, visible))


class _Cells(Target):
    """Walks a sheet: position, formula and error cells, and the size of what is filled."""

    def __init__(self) -> None:
        self.formulas: dict[tuple[int, int], str] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.rows = 0
        self._row = -1
        self._column = -1
        self._is_error = False
        self._keep: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "f", "is") and self._column >= 0:
            self._filled()
            self._keep = [] if name == "f" or (name == "v" and self._is_error) else None
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdigit() and len(number) < 9 else self._row + 1
            self._column = -1
        elif tag.startswith("{" + _INCLUSION):
            raise SheetProblem("forbidden_xml")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.match(attributes.get("r", ""))
        if found:
            column = 0
            for letter in found.group(1):
                column = column * 26 + ord(letter) - 64
            self._row, self._column = int(found.group(2)) - 1, column - 1
        else:
            self._column += 1
        self._is_error = attributes.get("t") == "e"

    def _filled(self) -> None:
        if self._row >= limits.ROWS + limits.FRAME_ROWS:
            raise SheetProblem("too_many_rows", limit=limits.ROWS)
        if self._column >= limits.COLUMNS:
            raise SheetProblem("too_many_columns", limit=limits.COLUMNS)
        self.rows = max(self.rows, self._row + 1)

    def data(self, text: str) -> None:
        if self._keep is not None:
            self._keep.append(text)

    def end(self, tag: str) -> None:
        if self._keep is None:
            return
        name = tag.rpartition("}")[2]
        place = (self._row, self._column)
        if name == "f":
            self.formulas[place] = ("=" + "".join(self._keep))[:_FORMULA_CHARACTERS]
        elif name == "v":
            self.errors[place] = "".join(self._keep)[:20]
        self._keep = None


@dataclass
class WorkbookLook:
    sheet: str
    rows: int
    other_sheets: list[str] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def look_at_workbook(archive: zipfile.ZipFile, sheet: str) -> WorkbookLook:
    """Check every XML part and describe the wanted sheet, or the first visible one that holds anything."""
    names = {name.lower(): name for name in archive.namelist()}
    workbook, relations = _Workbook(), Relations()
    feed(archive, names["xl/workbook.xml"], workbook)
    seen = {"xl/workbook.xml"}
    if "xl/_rels/workbook.xml.rels" in names:
        feed(archive, names["xl/_rels/workbook.xml.rels"], relations)
        seen.add("xl/_rels/workbook.xml.rels")
    chosen: WorkbookLook | None = None
    others: list[str] = []
    for title, identity, visible in workbook.sheets:
        path = relations.targets.get(identity, "").lower()
        if path not in names or path in seen:
            continue
        if chosen is None and (title == sheet if sheet else visible):
            cells = _Cells()
            feed(archive, names[path], cells)
            seen.add(path)
            if cells.rows or sheet:
                chosen = WorkbookLook(title, cells.rows, others, cells.formulas, cells.errors)
        elif visible:
            others.append(title)
    for lower, name in names.items():
        if lower not in seen and lower.endswith((".xml", ".rels", ".vml")):
            feed(archive, name, Relations() if lower.endswith(".rels") else Target())
    if chosen is None:
        raise SheetProblem("unknown_sheet", name=sheet) if sheet else SheetProblem("no_sheet")
    return chosen


def feed(archive: zipfile.ZipFile, name: str, target: Target) -> None:
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        with archive.open(name) as content:
            chunk = content.read(1 << 16)
            if chunk.startswith(_UTF16):
                raise SheetProblem("forbidden_xml")
            while chunk:
                parser.feed(chunk)
                chunk = content.read(1 << 16)
        parser.close()
    except DefusedXmlException as error:
        raise SheetProblem("forbidden_xml") from error
    except (ParseError, ValueError, LookupError) as error:
        raise SheetProblem("bad_xml", name=ascii(name[:60])) from error
