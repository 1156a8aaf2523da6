"""Where a row of a staff list belongs: the unit and the division, from its cells or from the headings above it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cadres.roster.fields import Field
from cadres.roster.lines import Section, looks_like_unit
from cadres.roster.problems import BadCell, Problem
from cadres.roster.rows import PersonRow, Roster
from cadres.rules.titles import tidy_title, words
from cadres.selectors.roster_matching import UnitFinder
from organization.models import Unit
from organization.rules.paths import ids_in

_LEADERSHIP = frozenset(
    (
        "lanh dao",
        "ban lanh dao",
        "lanh dao so",
        "lanh dao uy ban nhan dan",
        "thuong truc",
        "ban giam doc",
        "lanh dao don vi",
    )
    + ("lanh dao xa", "lanh dao phuong", "thuong truc uy ban nhan dan", "lanh dao uy ban nhan dan xa")
    + ("lanh dao uy ban nhan dan phuong", "lanh dao hoi dong nhan dan uy ban nhan dan")
)
_DIVISION_STARTS = ("phong ", "van phong ", "ban ", "bo phan ", "to ", "doi ", "trung tam ", "chi cuc ")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and, where the row names one, a division inside it."""

    unit: Unit
    division: str | None = None

    @property
    def key(self) -> str:
        return words(self.division) if self.division else ""

    def target(self, divisions: dict[tuple[int, str], Unit]) -> int | None:
        """Id of the unit the post belongs to; None for a division still to be created."""
        if not self.division:
            return self.unit.pk
        found = divisions.get((self.unit.pk, self.key))
        return found.pk if found else None


class PlaceFinder:
    """Resolves headings once and cells by name; remembers which heading was wrong."""

    def __init__(self, roster: Roster, finder: UnitFinder, reach: set[int] | None) -> None:
        self._roster = roster
        self._finder = finder
        self._reach = reach
        self.section_errors: dict[Section, Problem] = {}
        self._divisions: dict[int, int] = {}
        self._has_unit_column = roster.header.column(Field.UNIT) is not None
        self._of_letterhead = None if self._has_unit_column else self._letterhead_unit()
        self._stacks: dict[tuple[Section, ...], Place | None] = {}

    def reaches(self, unit_id: int | None) -> bool:
        return self._reach is None or unit_id is None or unit_id in self._reach

    def unit_of(self, unit_id: int | None) -> int | None:
        """The body that a unit or division belongs to."""
        if unit_id is None or unit_id in self._finder.units:
            return unit_id
        if unit_id not in self._divisions:
            path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
            bodies = [key for key in ids_in(path) if key in self._finder.units]
            self._divisions[unit_id] = bodies[-1] if bodies else unit_id
        return self._divisions[unit_id]

    def place_of(self, row: PersonRow) -> Place | None:
        """The place of a row; None when it has none, with the reason written into the row or the heading."""
        if row.sections not in self._stacks:
            self._stacks[row.sections] = self._from_sections(row.sections)
        above = self._stacks[row.sections]
        unit, division = (above.unit, above.division) if above else (None, None)
        if any(section in self.section_errors for section in row.sections):
            return None
        text = row.values.get(Field.UNIT)
        if text:
            found = self._from_cell(row, text)
            if found is None:
                return None
            unit, division = found.unit, found.division or (division if unit == found.unit else None)
        elif unit is None:
            if not row.failed(Field.UNIT):
                row.refuse(Field.UNIT, _("The unit is missing."))
            return None
        named = row.values.get(Field.DIVISION)
        if named:
            division = self._division(unit, named)
        if not self.reaches(unit.pk):
            row.refuse(Field.UNIT, _("This unit is outside your reach."))
            return None
        return Place(unit, division)

    def _from_cell(self, row: PersonRow, text: str) -> Place | None:
        try:
            return Place(self._finder.find(text))
        except BadCell as bad:
            for sign in (" - ", ", ", "; ", " – "):
                first, found, rest = text.partition(sign)
                start, _sign, last = text.rpartition(sign)
                if not found:
                    continue
                for body, inside in ((last, start), (first, rest)):
                    unit = self._finder.known(body)
                    if unit is not None and looks_like_division(inside):
                        return Place(unit, self._division(unit, inside))
            row.refuse(Field.UNIT, str(bad))
            return None

    def _from_sections(self, sections: tuple[Section, ...]) -> Place | None:
        unit, division = self._of_letterhead, None
        inside = False
        for section in sections:
            if inside and looks_like_division(section.text):
                division = self._division(unit, section.text)
                continue
            found = self._finder.known(section.text)
            if found is not None:
                unit, division, inside = found, None, True
                if not self.reaches(found.pk):
                    self._refuse(section, _("This unit is outside your reach."))
            elif looks_like_unit(section.text) or unit is None:
                if unit is None and self._has_unit_column and not looks_like_unit(section.text):
                    continue
                self._refuse(section, self._why(section.text))
            else:
                division = self._division(unit, section.text)
        return Place(unit, division) if unit else None

    def _refuse(self, section: Section, message: str) -> None:
        column = self._roster.name_column
        self.section_errors[section] = Problem(section.row, column.header, section.text, message, column.index)

    def _why(self, text: str) -> str:
        try:
            self._finder.find(text)
        except BadCell as bad:
            return str(bad)
        return ""

    def _division(self, unit: Unit | None, text: str) -> str | None:
        key = words(text)
        if not key or key in _LEADERSHIP or (unit is not None and key == words(unit.name)):
            return None
        return tidy_title(text)

    def _letterhead_unit(self) -> Unit | None:
        """The lowest line above the header that is a unit's name."""
        for text in self._roster.letterhead:
            unit = self._finder.known(text)
            if unit is not None:
                return unit
        return None


def looks_like_division(text: str) -> bool:
    """The words begin the way divisions are named."""
    return words(text).startswith(_DIVISION_STARTS)
