"""Reading a date as Vietnamese lists write it: day first, month and year, a year alone, an Excel day number."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from cadres.roster.problems import BadCell
from foundation.sheets.cells import Cell, CellKind

_EPOCH = datetime.date(1899, 12, 30)
_FULL = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_MONTH = re.compile(r"^(?:tháng\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})$", re.IGNORECASE)
_SOLID = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_WORDS = re.compile(r"^(?:ngày\s*(\d{1,2})\s*)?tháng\s*(\d{1,2})\s*năm\s*(\d{4})$", re.IGNORECASE)
_YEAR = re.compile(r"^(?:năm\s*)?(\d{4})$", re.IGNORECASE)


class ReadDate(NamedTuple):
    """`missing` names what was not written: "", "day" or "month"."""

    day: datetime.date
    note: str = ""
    missing: str = ""


def read_date(cell: Cell, *, as_of: datetime.date) -> ReadDate:
    """The date of a cell.

    Raises:
        BadCell: no such date, or not a date.
    """
    if cell.kind == CellKind.DATE and isinstance(cell.value, datetime.date):
        return ReadDate(cell.value)
    if cell.kind == CellKind.NUMBER and isinstance(cell.value, int | float):
        return _number(cell.value)
    text = " ".join(str(cell.value).split())
    if found := _FULL.match(text):
        day, month, year = (int(part) for part in found.groups())
        if len(found.group(3)) == 2:
            full = year + (2000 if year <= as_of.year % 100 else 1900)
            return ReadDate(_made(full, month, day), _("two-digit year read as %(year)s") % {"year": full})
        return ReadDate(_made(year, month, day))
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
        return ReadDate(_made(year, month, day), _("read as year, month, day"))
    if found := _MONTH.match(text):
        return _month(int(found.group(2)), int(found.group(1)))
    if found := _SOLID.match(text):
        return ReadDate(_made(int(found.group(3)), int(found.group(2)), int(found.group(1))), _("read as ddmmyyyy"))
    if found := _WORDS.match(text):
        day, month, year = (int(part or 0) for part in found.groups())
        return ReadDate(_made(year, month, day)) if day else _month(year, month)
    if found := _YEAR.match(text):
        return _year(int(found.group(1)))
    if re.fullmatch(r"\d{5}", text):
        return _number(int(text))
    raise BadCell(_("Not a date; write dd/mm/yyyy."))


def _number(value: int | float) -> ReadDate:
    if isinstance(value, int) and 1000 <= value <= 2200:
        return _year(value)
    if 3_000 <= value <= 73_000:
        return ReadDate(_EPOCH + datetime.timedelta(days=int(value)), _("read from Excel's day number"))
    if isinstance(value, int) and (found := _SOLID.match(f"{value:08d}")):
        return ReadDate(_made(int(found.group(3)), int(found.group(2)), int(found.group(1))), _("read as ddmmyyyy"))
    if isinstance(value, float) and (found := _MONTH.match(f"{value:.4f}")):
        return _month(int(found.group(2)), int(found.group(1)))
    raise BadCell(_("Not a date; write dd/mm/yyyy."))


def _month(year: int, month: int) -> ReadDate:
    return ReadDate(_made(year, month, 1), _("only month and year; read as the first of the month"), "day")


def _year(year: int) -> ReadDate:
    return ReadDate(_made(year, 1, 1), _("only the year; read as 1 January"), "month")


def _made(year: int, month: int, day: int) -> datetime.date:
    if not 1 <= month <= 12:
        raise BadCell(_("There is no month %(month)s.") % {"month": month})
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise BadCell(_("There is no such date.")) from error
