"""A look at the XML of a text document, in the child: its paragraphs and table rows, in order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from foundation.sheets import limits
from foundation.sheets.problem import SheetProblem
from foundation.sheets.workbook_xml import Relations, Target, feed

DOCUMENT = "word/document.xml"


class _Document(Target):
    """Collects the text of paragraphs outside tables as rows of one cell, and table rows cell by cell."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._cells: list[list[str]] | None = None
        self._text: list[str] | None = None
        self._keep = False
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = tag.rpartition("}")[2]
        if name == "tbl":
            self._depth += 1
        elif name == "tr" and self._depth == 1:
            self._cells = []
        elif name == "tc" and self._cells is not None and self._depth == 1:
            self._cells.append([])
            if len(self._cells) > limits.COLUMNS:
                raise SheetProblem("too_many_columns", limit=limits.COLUMNS)
        elif name == "p":
            self._text = []
        elif name == "t":
            self._keep = True
        elif name in ("tab", "br", "cr") and self._text is not None:
            self._text.append(" ")

    def data(self, text: str) -> None:
        if self._keep and self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "t":
            self._keep = False
        elif name == "p" and self._text is not None:
            self._paragraph("".join(self._text))
            self._text = None
        elif name == "tr" and self._depth == 1 and self._cells is not None:
            self._row([" ".join(part for part in cell if part) for cell in self._cells])
            self._cells = None
        elif name == "tbl":
            self._depth -= 1

    def _paragraph(self, text: str) -> None:
        if self._cells:
            self._cells[-1].append(text)
        elif self._depth == 0:
            self._row([text])

    def _row(self, cells: list[str]) -> None:
        self.rows.append(cells)
        if len(self.rows) > limits.ROWS:
            raise SheetProblem("too_many_rows", limit=limits.ROWS)


def document_rows(archive: zipfile.ZipFile) -> Iterator[list[str]]:
    """Rows of a text document; declarations of entities and inclusions are refused like in a workbook."""
    target = _Document()
    for name in archive.namelist():
        lower = name.lower()
        if lower == DOCUMENT:
            feed(archive, name, target)
        elif lower.endswith((".xml", ".rels", ".vml")):
            feed(archive, name, Relations() if lower.endswith(".rels") else Target())
    yield from target.rows
