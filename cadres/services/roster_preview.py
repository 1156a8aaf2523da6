"""How each cell of a staff list was read, ready to be stored as JSON and shown page by page."""

from __future__ import annotations

import datetime
from typing import Any

from cadres.enums import EmploymentKind, Sex
from cadres.roster.fields import LABELS, Field
from cadres.services.roster_plan import Plan, Planned

_CHOICES: dict[Field, Any] = {Field.SEX: Sex, Field.EMPLOYMENT: EmploymentKind}


def preview_of(plan: Plan) -> dict[str, Any]:
    """Columns as recognised and every row with what will happen to it.

    A cell is {"text"} as it stands in the sheet, with "read" where it was understood as something else, "note" on how,
    "error" and "warning" where there is one.
    """
    return {
        "columns": [
            {
                "letter": column.letter,
                "header": column.header,
                "field": str(column.field or ""),
                "label": str(LABELS[column.field]) if column.field else "",
            }
            for column in plan.roster.header.columns
            if column.header or column.field
        ],
        "header_row": plan.roster.header.first,
        "rows": [_row(row, plan) for row in plan.rows],
    }


def _row(planned: Planned, plan: Plan) -> dict[str, Any]:
    row, place = planned.row, planned.place
    cells: dict[str, dict[str, str]] = {}
    for field, column in row.places.items():
        cell = {"text": row.texts.get(field, "")}
        read = _shown(field, row.values.get(field))
        if read and read != cell["text"]:
            cell["read"] = read
        if field in row.notes:
            cell["note"] = row.notes[field]
        if len(cell) > 1 or column.letter not in cells:
            cells[column.letter] = cell
    letters = {column.index: column.letter for column in row.places.values()}
    for kind, problems in (("warning", row.warnings), ("error", row.errors)):
        for problem in problems:
            if problem.column and problem.place in letters:
                cells[letters[problem.place]][kind] = problem.message
    return {
        "row": row.row,
        "status": "error" if row.row in plan.invalid else planned.status,
        "person": planned.person.code if planned.person else "",
        "unit": place.unit.name if place else "",
        "division": (place.division or "") if place else "",
        "new_division": bool(place and place.division and place.target(plan.divisions) is None),
        "posting": planned.posting_act,
        "since": planned.valid_from.isoformat() if planned.valid_from else "",
        "cells": cells,
    }


def _shown(field: Field, value: Any) -> str:
    if value is None or value is True:
        return ""
    if field in _CHOICES:
        return str(_CHOICES[field](value).label)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
