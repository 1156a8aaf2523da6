"""Reading the cells of one person: each reader gives a value and a note on how it was understood, or raises BadCell."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from cadres.enums import Sex
from cadres.roster.dates import read_date
from cadres.roster.fields import Field
from cadres.roster.problems import BadCell
from cadres.rules.names import collapsed, search_key, tidy_name
from cadres.rules.retirement import age_on
from cadres.rules.titles import employment_kind, tidy_title
from foundation.sheets.cells import Cell, CellKind

OLDEST, YOUNGEST = 100, 15
LENGTHS = {
    Field.NAME: 120, Field.CODE: 20, Field.RANK: 20, Field.EDUCATION: 60, Field.POLITICAL: 60, Field.EMAIL: 254,
    Field.NOTE: 400, Field.POSITION: 160, Field.JOB: 160, Field.DIVISION: 200, Field.UNIT: 200,
}  # fmt: skip
_SEXES = {"nam": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "nu": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE}
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$")
_CODE = re.compile(r"^[\w./-]+$")


class Read(NamedTuple):
    value: str | datetime.date
    note: str = ""
    doubt: str = ""


def text_of(cell: Cell) -> str:
    """The cell's text; whole numbers without a decimal point."""
    if cell.kind == CellKind.DATE:
        return cell.shown
    return collapsed(cell.shown)


def read_value(field: Field, cell: Cell, *, as_of: datetime.date) -> Read:
    """The value of a filled cell.

    Raises:
        BadCell: it cannot be taken as it is.
    """
    if cell.kind == CellKind.FORMULA or (cell.kind == CellKind.TEXT and str(cell.value).lstrip().startswith("=")):
        raise BadCell(_("A formula; write the value itself."))
    if cell.kind == CellKind.ERROR:
        raise BadCell(_("The cell holds an Excel error."))
    if field in (Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE):
        return _birth(cell, as_of)
    if field in (Field.JOINED, Field.HELD_SINCE, Field.PARTY):
        return _past(cell, as_of)
    text = text_of(cell)
    limit = LENGTHS.get(field)
    if limit is not None and len(text) > limit:
        raise BadCell(_("Longer than %(limit)s characters.") % {"limit": limit})
    reader = _READERS.get(field)
    return reader(text, cell) if reader else Read(text)


def _birth(cell: Cell, as_of: datetime.date) -> Read:
    found = read_date(cell, as_of=as_of)
    if found.day > as_of:
        raise BadCell(_("Born in the future."))
    age = age_on(found.day, as_of)
    if age > OLDEST:
        raise BadCell(_("Born %(years)s years ago.") % {"years": as_of.year - found.day.year})
    if age < YOUNGEST:
        raise BadCell(_("Only %(years)s years old.") % {"years": age})
    doubt = _("Only the year of birth is given; 1 January is kept.") if found.missing == "month" else ""
    return Read(found.day, found.note, doubt)


def _past(cell: Cell, as_of: datetime.date) -> Read:
    found = read_date(cell, as_of=as_of)
    if found.day > as_of:
        raise BadCell(_("The day lies in the future."))
    if found.day.year < 1900:
        raise BadCell(_("The day lies before 1900."))
    return Read(found.day, found.note)


def _name(text: str, cell: Cell) -> Read:
    if cell.kind != CellKind.TEXT or not any(sign.isalpha() for sign in text):
        raise BadCell(_("Not a name."))
    if any(sign.isdigit() or sign in "@#<>{}[]=|\\" for sign in text):
        raise BadCell(_("A name has no digits or signs."))
    tidied = tidy_name(text)
    return Read(tidied, _("capitals read as a name") if tidied != text else "")


def _code(text: str, cell: Cell) -> Read:
    code = text.replace(" ", "").upper()
    if not _CODE.match(code):
        raise BadCell(_("A code has letters, digits and - . / only."))
    return Read(code, _("blanks or small letters tidied") if code != text else "")


def _national_id(text: str, cell: Cell) -> Read:
    digits = re.sub(r"[\s.\-']", "", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (10, 11, 12):
        raise BadCell(_("A personal number has 12 digits."))
    padded = digits.rjust(12, "0")
    if padded != digits:
        return Read(padded, _("leading zeros put back"))
    return Read(padded, _("blanks removed") if digits != text else "")


def _sex(text: str, cell: Cell) -> Read:
    sex = _SEXES.get(search_key(text))
    if sex is None:
        raise BadCell(_("Write Nam or Nữ."))
    return Read(str(sex))


def _employment(text: str, cell: Cell) -> Read:
    kind = employment_kind(text)
    if kind is None:
        raise BadCell(_("An unknown kind of employment: Cán bộ, Công chức, Viên chức or Hợp đồng."))
    return Read(kind)


def _rank(text: str, cell: Cell) -> Read:
    if cell.kind == CellKind.NUMBER and isinstance(cell.value, int | float):
        return Read(f"{cell.value:06.3f}", _("number read as a rank code"))
    return Read(text)


def _email(text: str, cell: Cell) -> Read:
    if not _EMAIL.match(text) or not text.isascii():
        raise BadCell(_("Not an e-mail address."))
    return Read(text.lower())


def _title(text: str, cell: Cell) -> Read:
    tidied = tidy_title(text)
    return Read(tidied, _("capitals read as a title") if tidied != text else "")


_READERS = {
    Field.NAME: _name,
    Field.FAMILY: _name,
    Field.GIVEN: _name,
    Field.CODE: _code,
    Field.NATIONAL_ID: _national_id,
    Field.SEX: _sex,
    Field.EMPLOYMENT: _employment,
    Field.RANK: _rank,
    Field.EMAIL: _email,
    Field.POSITION: _title,
    Field.JOB: _title,
    Field.DIVISION: _title,
}
