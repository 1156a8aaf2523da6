"""From a table to the people in it: every cell read once, every problem with its place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cadres.enums import Sex
from cadres.roster.fields import Field
from cadres.roster.header import Column, Header, find_header
from cadres.roster.lines import LineKind, LineSorter, Section
from cadres.roster.problems import BadCell, Problem
from cadres.roster.values import read_value
from cadres.rules.names import tidy_name
from cadres.rules.retirement import add_months, is_past_retirement, retirement_day
from cadres.rules.titles import employment_from
from foundation.sheets.cells import EMPTY, Cell, Sheet
from foundation.workflow.errors import InvalidInput

ADULT_MONTHS = 18 * 12
NO_CELL = EMPTY


@dataclass(slots=True)
class PersonRow:
    """One person of the list: values read, how they were read, and where each stood."""

    row: int
    sections: tuple[Section, ...]
    values: dict[Field, Any] = field(default_factory=dict)
    texts: dict[Field, str] = field(default_factory=dict)
    notes: dict[Field, str] = field(default_factory=dict)
    places: dict[Field, Column] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, where: Field, message: str) -> Problem:
        column = self.places.get(where)
        if column is None:
            return Problem(self.row, "", "", message)
        return Problem(self.row, column.header, self.texts.get(where, ""), message, column.index)

    def refuse(self, where: Field, message: str) -> None:
        self.errors.append(self.problem(where, message))

    def doubt(self, where: Field, message: str) -> None:
        self.warnings.append(self.problem(where, message))

    def failed(self, where: Field) -> bool:
        """The cell is filled, but could not be read."""
        return where not in self.values and bool(self.texts.get(where))


@dataclass(slots=True)
class Roster:
    """A list as it was read; `letterhead` are the texts above the header, the lowest first."""

    header: Header
    people: list[PersonRow]
    sections: list[Section]
    letterhead: list[str]
    name_column: Column


def read_roster(sheet: Sheet, *, as_of: datetime.date, mapping: Mapping[str, str] | None = None) -> Roster:
    """Read a whole list.

    Raises:
        InvalidInput: there is no header, or no column of names and posts.
    """
    header = find_header(sheet, mapping)
    name_column = header.column(Field.NAME, Field.FAMILY)
    if name_column is None or header.column(Field.POSITION, Field.JOB) is None:
        raise InvalidInput(
            _("The list has no column for %(column)s.")
            % {"column": "“Họ và tên”" if name_column is None else "“Chức vụ”"},
            code="roster_column_missing",
            field="file",
        )
    sorter = LineSorter(header)
    roster = Roster(header, [], [], _letterhead(sheet, header), name_column)
    stack: list[Section] = []
    spread = _spread_over_rows(sheet, header)
    for number, row in enumerate(sheet.rows[header.last :], start=header.last + 1):
        kind, section = sorter.sort(number, row)
        if section is not None:
            while stack and stack[-1].depth >= section.depth:
                stack.pop()
            stack.append(section)
            roster.sections.append(section)
        elif kind == LineKind.PERSON:
            for index, cell in spread.get(number, {}).items():
                row.extend([EMPTY] * (index + 1 - len(row)))
                row[index] = cell
            roster.people.append(_person(number, row, header, tuple(stack), as_of))
    if not roster.people:
        raise InvalidInput(_("The list has no people below its header."), code="roster_empty", field="file")
    return roster


def _spread_over_rows(sheet: Sheet, header: Header) -> dict[int, dict[int, Cell]]:
    """A unit or division written once in a cell merged over the rows of its people, by row number and column."""
    wanted = {column.index for column in header.columns if column.field in (Field.UNIT, Field.DIVISION)}
    cells: dict[int, dict[int, Cell]] = {}
    for top, left, bottom, _right in sheet.merged:
        if left in wanted and bottom > top >= header.last and left < len(sheet.rows[top]):
            for number in range(top + 2, bottom + 2):
                cells.setdefault(number, {})[left] = sheet.rows[top][left]
    return cells


def _letterhead(sheet: Sheet, header: Header) -> list[str]:
    above = [cell.shown for row in sheet.rows[: header.first - 1] for cell in row if cell.shown.strip()]
    return above[::-1]


def _person(
    number: int, row: list[Cell], header: Header, sections: tuple[Section, ...], as_of: datetime.date
) -> PersonRow:
    person = PersonRow(number, sections)
    for column in header.columns:
        if column.field is None or column.field == Field.NUMBER:
            continue
        cell = row[column.index] if column.index < len(row) else NO_CELL
        person.places[column.field] = column
        text = cell.shown.strip()
        if not text:
            continue
        person.texts[column.field] = text
        if column.field in (Field.MALE, Field.FEMALE):
            person.values[column.field] = True
            continue
        try:
            read = read_value(column.field, cell, as_of=as_of)
        except BadCell as bad:
            person.refuse(column.field, str(bad))
            continue
        person.values[column.field] = read.value
        if read.note:
            person.notes[column.field] = read.note
        if read.doubt:
            person.doubt(column.field, read.doubt)
    _join_names(person)
    _settle_sex_and_birth(person)
    _settle_post(person)
    _check_order_of_dates(person, as_of)
    return person


def _join_names(person: PersonRow) -> None:
    places, values = person.places, person.values
    if Field.NAME not in places and Field.FAMILY in places:
        places[Field.NAME] = places[Field.FAMILY]
        parts = [values[part] for part in (Field.FAMILY, Field.GIVEN) if part in values]
        person.texts[Field.NAME] = " ".join(
            person.texts[part] for part in (Field.FAMILY, Field.GIVEN) if person.texts.get(part)
        )
        if parts:
            values[Field.NAME] = tidy_name(" ".join(parts))
    if Field.NAME not in values and not person.texts.get(Field.NAME):
        person.refuse(Field.NAME, _("The name is missing."))


def _settle_sex_and_birth(person: PersonRow) -> None:
    values = person.values
    for male, female, target in (
        (Field.MALE, Field.FEMALE, None),
        (Field.BIRTH_MALE, Field.BIRTH_FEMALE, Field.BIRTH),
    ):
        if person.texts.get(male) and person.texts.get(female):
            person.refuse(female, _("Filled for men and for women."))
            continue
        side = male if person.texts.get(male) else female if person.texts.get(female) else None
        if side is None:
            continue
        values.setdefault(Field.SEX, str(Sex.MALE if side == male else Sex.FEMALE))
        if target is not None:
            person.places[target] = person.places[side]
            person.texts[target] = person.texts[side]
            if side in values:
                values[target] = values.pop(side)
            if side in person.notes:
                person.notes[target] = person.notes.pop(side)
    if Field.BIRTH not in values and not person.texts.get(Field.BIRTH):
        where = Field.BIRTH if Field.BIRTH in person.places else Field.BIRTH_MALE
        person.doubt(where, _("The date of birth is missing."))


def _settle_post(person: PersonRow) -> None:
    values, texts = person.values, person.texts
    if not texts.get(Field.POSITION) and texts.get(Field.JOB):
        person.places[Field.POSITION] = person.places[Field.JOB]
        texts[Field.POSITION] = texts[Field.JOB]
        if Field.JOB in values:
            values[Field.POSITION] = values[Field.JOB]
    if not texts.get(Field.POSITION):
        person.refuse(Field.POSITION, _("The post is missing."))
    if not texts.get(Field.EMPLOYMENT):
        rank, title = str(values.get(Field.RANK, "")), str(values.get(Field.POSITION, ""))
        values[Field.EMPLOYMENT] = employment_from(rank, title)


def _check_order_of_dates(person: PersonRow, as_of: datetime.date) -> None:
    values = person.values
    born, joined, held = values.get(Field.BIRTH), values.get(Field.JOINED), values.get(Field.HELD_SINCE)
    party = values.get(Field.PARTY)
    if born is not None:
        if joined is not None and joined <= born:
            person.refuse(Field.JOINED, _("In service before birth."))
        if held is not None and held <= born:
            person.refuse(Field.HELD_SINCE, _("In this post before birth."))
        if party is not None and party <= born:
            person.refuse(Field.PARTY, _("In the Party before birth."))
        elif party is not None and party < add_months(born, ADULT_MONTHS):
            person.doubt(Field.PARTY, _("Joined the Party before the age of 18."))
        sex = str(values.get(Field.SEX, ""))
        if is_past_retirement(born, sex, as_of):
            day = retirement_day(born, sex)
            person.doubt(Field.BIRTH, _("Past the age of retirement, reached on %(day)s.") % {"day": f"{day:%d/%m/%Y}"})
    if joined is not None and party is not None and party < joined:
        person.doubt(Field.PARTY, _("Joined the Party before entering service."))
    if joined is not None and held is not None and held < joined:
        person.doubt(Field.HELD_SINCE, _("The post is held since before entering service."))
