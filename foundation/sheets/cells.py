"""The values a table is read into: typed cells, rows and the sheet around them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class CellKind(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    BOOL = "bool"
    FORMULA = "formula"
    ERROR = "error"


class Cell(NamedTuple):
    """One cell; `serial` is the day number behind a date cell."""

    kind: CellKind
    value: str | int | float | bool | datetime.date | None = None
    serial: int | None = None

    @property
    def shown(self) -> str:
        """The cell as a person would read it aloud."""
        if self.value is None:
            return ""
        if isinstance(self.value, datetime.date):
            return f"{self.value:%d/%m/%Y}"
        if isinstance(self.value, float):
            return f"{self.value:.10g}"
        return str(self.value)


EMPTY = Cell(CellKind.EMPTY)


@dataclass(frozen=True)
class Sheet:
    """A read table; row 1 of the spreadsheet is `rows[0]`. Merged ranges are (top, left, bottom, right), from 0."""

    kind: str
    rows: list[list[Cell]]
    name: str = ""
    other_sheets: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    encoding: str = ""
    separator: str = ""


def decoded(value: Any) -> Cell:
    """A cell from the child's JSON."""
    if value is None:
        return EMPTY
    if isinstance(value, str):
        return Cell(CellKind.TEXT, value)
    if isinstance(value, bool):
        return Cell(CellKind.BOOL, value)
    if isinstance(value, int | float):
        return Cell(CellKind.NUMBER, value)
    if value[0] == "date":
        return Cell(CellKind.DATE, datetime.date.fromisoformat(value[1]), value[2])
    return Cell(CellKind(value[0]), str(value[1]))
