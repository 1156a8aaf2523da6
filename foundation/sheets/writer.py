"""Writing lists as XLSX and CSV: row by row, never a formula."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from foundation.sheets.listing import Listing, Value, plain_text
from foundation.sheets.neutral import DANGEROUS, neutralised

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEADER_FILL = PatternFill("solid", start_color="F0E6E6")
_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(listing: Listing, target: IO[bytes]) -> None:
    """The listing as one sheet, streamed: memory does not grow with the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET_TITLE.sub(" ", listing.title)[:31].strip("' ") or "1")
    heading = listing.heading()
    sheet.freeze_panes = f"A{len(heading) + 3}"
    for place, column in enumerate(listing.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for number, line in enumerate(heading):
        cells = [_xlsx_cell(sheet, value) for value in line]
        sheet.append([_bold(sheet, line[0], 14)] if number == 0 else cells)
    sheet.append([])
    sheet.append([_header(sheet, column.label) for column in listing.columns])
    try:
        for row in listing.counted_rows():
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()
        raise
    book.save(target)


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=None)
    cell._value = text  # type: ignore[attr-defined]  # the setter would make it a formula
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, value: Value, size: int = 11) -> Any:
    cell = _text_cell(sheet, _xlsx_text(str(value)))
    cell.font = Font(bold=True, size=size)
    return cell


def _header(sheet: Any, label: str) -> Any:
    cell = _bold(sheet, label)
    cell.fill = _HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _xlsx_text(value: str) -> str:
    """Carriage returns and what looks like an escape, written the way the format escapes them."""
    return _ESCAPE_LIKE.sub("_x005F_", plain_text(value)).replace("\r", "_x000D_")


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = _xlsx_text(value)
        cell = _text_cell(sheet, text)
        if text.startswith(DANGEROUS):
            cell.quotePrefix = True
        return cell
    if isinstance(value, bool | int | float | Decimal):
        return value
    moment: Any = value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value
    cell = WriteOnlyCell(sheet, value=moment)
    cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime.datetime) else "dd/mm/yyyy"
    return cell


def csv_lines(listing: Listing, *, separator: str = ";") -> Iterator[str]:
    """The listing as lines of CSV UTF-8 with BOM, for a streamed answer."""
    yield "\ufeff"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")

    def line(row: Any) -> str:
        writer.writerow([_csv_value(value) for value in row])
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    for heading in listing.heading():
        yield line(heading)
    yield line([])
    yield line([column.label for column in listing.columns])
    for row in listing.counted_rows():
        yield line(row)


def write_csv(listing: Listing, target: IO[bytes], *, separator: str = ";") -> None:
    for text in csv_lines(listing, separator=separator):
        target.write(text.encode("utf-8"))


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return neutralised(plain_text(value))
    return str(value)
