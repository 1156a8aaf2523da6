"""What is wrong or doubtful in a staff list, with its place in the sheet."""

from __future__ import annotations

from dataclasses import dataclass


class BadCell(Exception):
    """The cell cannot be taken; the message is a sentence for the person who sent the list."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is the spreadsheet's row number, `column` the sheet's own header text."""

    row: int
    column: str
    value: str
    message: str
    place: int = 0

    @property
    def order(self) -> tuple[int, int]:
        return self.row, self.place

    def as_json(self) -> dict[str, str | int]:
        return {"row": self.row, "column": self.column, "value": self.value, "message": self.message}
