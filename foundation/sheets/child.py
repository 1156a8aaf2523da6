"""The reading child: one table from standard input as JSON lines, under hard limits. Imports no Django."""

from __future__ import annotations

import datetime
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from foundation.sheets import limits
from foundation.sheets.delimited_text import delimited_rows, open_delimited
from foundation.sheets.problem import SheetProblem, column_letter

Row = list[Any]
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)} | dict.fromkeys(range(55296, 57344))
_EPOCH = datetime.date(1899, 12, 30)


def set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_SECONDS, limits.CHILD_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.CHILD_OUTPUT_BYTES, limits.CHILD_OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def encoded(value: Any) -> Any:
    """Text, numbers and truth values as they are; everything else as [kind, text]."""
    if value == "" or value is None:
        return None
    if isinstance(value, str):
        return value.translate(_CONTROL) or None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return (
            int(value) if value.is_integer() and abs(value) < 1e15 else value if value - value == 0 else ["error", "?"]
        )
    if isinstance(value, datetime.datetime):
        return ["date", value.date().isoformat(), (value.date() - _EPOCH).days]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat(), (value - _EPOCH).days]
    return ["time", str(value)]


def workbook_rows(content: BinaryIO, sheet: str) -> tuple[dict[str, Any], Iterator[Row]]:
    from python_calamine import CalamineWorkbook

    from foundation.sheets.workbook_xml import look_at_workbook

    with zipfile.ZipFile(content) as archive:
        look = look_at_workbook(archive, sheet)
    content.seek(0)
    table = CalamineWorkbook.from_filelike(content).get_sheet_by_name(look.sheet)
    values = table.to_python(skip_empty_area=False)
    special: dict[int, dict[int, list[str]]] = {}
    for kind, cells in (("error", look.errors), ("formula", look.formulas)):
        for (row, column), text in cells.items():
            special.setdefault(row, {})[column] = [kind, text]

    def rows() -> Iterator[Row]:
        for index in range(max(len(values), look.rows)):
            cells = [encoded(value) for value in values[index]] if index < len(values) else []
            for column, cell in special.get(index, {}).items():
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = cell
            yield cells

    merged = [[*start, *end] for start, end in table.merged_cell_ranges or [] if end[0] < look.rows + 1]
    head = {"sheet": look.sheet, "other_sheets": look.other_sheets, "merged": sorted(merged)}
    return head, rows()


def text_rows(content: BinaryIO) -> tuple[dict[str, Any], Iterator[Row]]:
    source = open_delimited(content.read(limits.FILE_BYTES + 1))
    head = {"encoding": source.encoding, "separator": source.separator}
    return head, ([encoded(cell) for cell in cells] for cells in delimited_rows(source))


def text_document_rows(content: BinaryIO) -> tuple[dict[str, Any], Iterator[Row]]:
    from foundation.sheets.document_xml import document_rows

    with zipfile.ZipFile(content) as archive:
        found = [[encoded(cell) for cell in cells] for cells in document_rows(archive)]
    return {}, iter(found)


def write_rows(head: dict[str, Any], rows: Iterator[Row]) -> None:
    put = sys.stdout.write
    put(json.dumps(head) + "\n")
    budget = limits.TEXT_CHARACTERS
    number = 0
    for number, cells in enumerate(rows, start=1):
        while cells and cells[-1] is None:
            cells.pop()
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                budget -= len(cell)
                if len(cell) > limits.CELL_CHARACTERS:
                    place = f"{column_letter(column)}{number}"
                    raise SheetProblem("cell_too_long", cell=place, limit=limits.CELL_CHARACTERS)
        if budget < 0:
            raise SheetProblem("too_much_text")
        put(json.dumps(cells, ensure_ascii=False) + "\n")
    put(json.dumps({"rows": number}) + "\n")
    sys.stdout.flush()


def main(kind: str, sheet: str) -> int:
    set_limits()
    code, params = "unreadable", {}
    try:
        content = os.fdopen(0, "rb", closefd=False)
        if kind == "docx":
            head, rows = text_document_rows(content)
        else:
            head, rows = workbook_rows(content, sheet) if kind == "xlsx" else text_rows(content)
        write_rows(head, rows)
        return 0
    except SheetProblem as problem:
        code, params = problem.code, problem.params
    except MemoryError:
        code = "too_much_memory"
    except zipfile.BadZipFile:
        code = "broken_archive"
    except BaseException as error:  # whatever a reader does with hostile bytes, the parent gets a code
        if "memory" in str(error).lower():
            code = "too_much_memory"
    sys.stderr.write("\n" + json.dumps({"error": code, "params": params}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
