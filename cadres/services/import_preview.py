"""The preview of a staff list as the page shows it: one entry a row, cells in the order of the columns."""

from typing import Any

from django.utils.translation import gettext as _

from cadres.roster.problems import Problem
from cadres.selectors.imports import PAGE_SIZE
from cadres.services.roster_import import ImportReport
from foundation.sheets.problem import column_letter

RESULTS = {"created": "new", "updated": "changed", "unchanged": "unchanged", "error": "error"}
HIDDEN_FIELD = "national_id"
WORD_FIELDS = ("sex", "employment_kind")  # read as one of a few words; saying so in another language is no conversion


def stored_preview(report: ImportReport) -> dict[str, Any]:
    """Columns, rows with the segments they belong to, counts of these, and the problems with their places."""
    raw = report.preview or {"columns": [], "rows": []}
    rows = [_row(row, raw["columns"]) for row in raw["rows"]]
    counts = {"all": len(rows)}
    for row in rows:
        for segment in row["in"]:
            counts[segment] = counts.get(segment, 0) + 1
    pages = {row["row"]: place // PAGE_SIZE + 1 for place, row in enumerate(rows)}
    problems = [_problem(item, "error", pages) for item in report.errors]
    problems += [_problem(item, "warning", pages) for item in report.warnings]
    return {"columns": raw["columns"], "rows": rows, "counts": counts, "problems": problems}


def stored_result(report: ImportReport) -> dict[str, Any]:
    """The figures of a list."""
    return {
        "rows": report.rows,
        "valid": report.valid,
        "new": report.created,
        "changed": report.updated,
        "unchanged": report.unchanged,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
    }


def _row(row: dict[str, Any], columns: list[dict[str, str]]) -> dict[str, Any]:
    cells = [_cell(row["cells"].get(column["letter"], {}), column) for column in columns]
    result = RESULTS[row["status"]]
    segments = [result]
    if result != "error" and any("note" in cell for cell in cells):
        segments.append("converted")
    if any("warning" in cell for cell in cells):
        segments.append("warning")
    return {"row": row["row"], "result": result, "in": segments, "cells": cells}


def _cell(cell: dict[str, str], column: dict[str, str]) -> dict[str, str]:
    text = cell.get("text", "")
    shown: dict[str, str] = {"letter": column["letter"], "text": cell.get("read") or text}
    if "error" in cell:
        return shown | {"text": text, "error": cell["error"]}
    if column["field"] == HIDDEN_FIELD:
        shown["text"] = in_part(shown["text"])
        text = in_part(text)
    if "note" in cell:
        shown["note"] = cell["note"]
    elif cell.get("read") and column["field"] not in WORD_FIELDS:
        shown["note"] = _("from “%(text)s”") % {"text": text}
    if "warning" in cell:
        shown["warning"] = cell["warning"]
    return shown


def in_part(number: str) -> str:
    return f"{number[:3]}•••••{number[-4:]}" if len(number) >= 9 else number


def _problem(problem: Problem, level: str, pages: dict[int, int]) -> dict[str, Any]:
    letter = column_letter(problem.place) if problem.column else ""
    return {
        "row": problem.row,
        "column": problem.column,
        "letter": letter,
        "message": problem.message,
        "level": level,
        "page": pages.get(problem.row, 1),
        "anchor": f"c{problem.row}-{letter}" if letter else f"row-{problem.row}",
    }
