"""A list on its way out: what stands above it, its columns and its rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

Value = str | int | float | Decimal | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True)
class Column:
    label: str
    width: int = 18


@dataclass(frozen=True)
class Listing:
    """Exactly what the page shows: title, filters, moment, person, rows and the copy's mark come first in the file."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    row_count: int
    made_at: datetime.datetime
    made_by: str
    filters: Sequence[tuple[str, str]] = field(default_factory=tuple)
    mark: str = ""

    def heading(self) -> list[list[str | int]]:
        """The lines above the header, as pairs of label and value."""
        lines: list[list[str | int]] = [[self.title]]
        lines += [[label, value] for label, value in self.filters] or [[gettext("Filters"), gettext("none")]]
        lines.append([gettext("Made at"), f"{self.made_at:%d/%m/%Y %H:%M}"])
        lines.append([gettext("Made by"), self.made_by])
        lines.append([gettext("Rows"), self.row_count])
        if self.mark:
            lines.append([gettext("Mark of this copy"), self.mark])
        return lines

    def counted_rows(self) -> Iterator[Sequence[Value]]:
        """The rows; a list that is longer or shorter than promised is an error, never cut in silence."""
        written = 0
        for row in self.rows:
            written += 1
            yield row
        if written != self.row_count:
            raise RuntimeError(f"the list promised {self.row_count} rows and has {written}")


def plain_text(value: str) -> str:
    """Without control characters, which neither format can hold."""
    return (
        "".join(character for character in value if character >= " " or character in "\t\n\r")
        .encode("utf-8", "replace")
        .decode("utf-8")
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )
