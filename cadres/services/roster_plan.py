"""What a staff list would do to the registry, decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cadres.bars import Bar, bars_on
from cadres.enums import PositionKind
from cadres.models import Person, Posting
from cadres.roster.fields import Field
from cadres.roster.problems import Problem
from cadres.roster.rows import PersonRow, Roster
from cadres.rules.names import search_key, sort_key
from cadres.rules.ranks import is_higher
from cadres.rules.titles import position_kind, words
from cadres.selectors.roster_matching import (
    KnownPeople,
    UnitFinder,
    divisions_of,
    heads_in_force,
    known_people,
    unit_ids_in_reach,
)
from cadres.services.barring import in_words
from cadres.services.roster_places import Place, PlaceFinder
from organization.models import Unit

DAY = timedelta(days=1)
HEADS = (PositionKind.UNIT_HEAD, PositionKind.DIVISION_HEAD)
PLAIN = {
    "full_name": Field.NAME, "sex": Field.SEX, "birth_date": Field.BIRTH, "national_id": Field.NATIONAL_ID,
    "employment_kind": Field.EMPLOYMENT, "rank_code": Field.RANK, "joined_on": Field.JOINED,
    "education": Field.EDUCATION, "political_level": Field.POLITICAL, "email": Field.EMAIL, "note": Field.NOTE,
}  # fmt: skip


@dataclass(slots=True)
class Planned:
    """One row and what it will do. `posting_act`: create, correct, move or keep."""

    row: PersonRow
    person: Person | None = None
    place: Place | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    position: tuple[str, str] = ("", "")
    title: str = ""
    valid_from: date | None = None
    posting: Posting | None = None
    posting_act: str = "keep"
    unconfirmed: str = ""
    party: date | None = None

    @property
    def status(self) -> str:
        if self.person is None:
            return "created"
        return "updated" if self.changes or self.party or self.posting_act != "keep" else "unchanged"


@dataclass(slots=True)
class Plan:
    """The decided import; `divisions` are those known by (unit, words), missing ones are created."""

    roster: Roster
    rows: list[Planned]
    divisions: dict[tuple[int, str], Unit]
    errors: list[Problem]
    warnings: list[Problem]
    invalid: set[int]

    def count(self, status: str) -> int:
        return sum(1 for row in self.rows if row.row.row not in self.invalid and row.status == status)


def build_plan(roster: Roster, *, as_of: date, by: Any) -> Plan:
    """Match every row against the registry and decide what happens to it; reads only."""
    finder = UnitFinder(as_of)
    places = PlaceFinder(roster, finder, unit_ids_in_reach(by))
    people = roster.people
    known = known_people(
        _values(people, Field.CODE),
        _values(people, Field.NATIONAL_ID),
        [
            search_key(row.values[Field.NAME])
            for row in people
            if Field.NAME in row.values and not row.texts.get(Field.CODE) and not row.texts.get(Field.NATIONAL_ID)
        ],
    )
    rows = [Planned(row, place=places.place_of(row)) for row in people]
    divisions = divisions_of(as_of, {row.place.unit.pk for row in rows if row.place})
    matcher = _Matcher(known, places)
    for planned in rows:
        matcher.match(planned)
        _plan_profile(planned, known)
        if planned.place is not None:
            _plan_posting(planned, known, divisions, as_of)
    _doubt_second_heads(rows, divisions, as_of)
    errors = sorted(
        [*places.section_errors.values(), *(error for row in people for error in row.errors)], key=lambda one: one.order
    )
    warnings = sorted((warning for row in people for warning in row.warnings), key=lambda one: one.order)
    invalid = {planned.row.row for planned in rows if planned.row.errors or planned.place is None}
    return Plan(roster, rows, divisions, errors, warnings, invalid)


def _values(rows: Iterable[PersonRow], name: Field) -> list[str]:
    return [row.values[name] for row in rows if name in row.values]


class _Matcher:
    """By code, then by personal number; a row with neither by name, birth and unit."""

    def __init__(self, known: KnownPeople, places: PlaceFinder) -> None:
        self._known = known
        self._places = places
        self._codes: dict[str, int] = {}
        self._national_ids: dict[str, int] = {}
        self._people: dict[int, int] = {}
        self._keyless: dict[tuple[str, date | None, int], int] = {}

    def match(self, planned: Planned) -> None:
        row, known = planned.row, self._known
        code, number = row.values.get(Field.CODE), row.values.get(Field.NATIONAL_ID)
        for where, value, seen in ((Field.CODE, code, self._codes), (Field.NATIONAL_ID, number, self._national_ids)):
            if value is not None and seen.setdefault(value, row.row) != row.row:
                row.refuse(where, _("The same as in row %(row)s.") % {"row": seen[value]})
        by_code = known.by_code.get(code) if code else None
        by_number = known.by_national_id.get(number) if number else None
        if by_code and by_number and by_code.pk != by_number.pk:
            row.refuse(Field.NATIONAL_ID, _("Another person of the registry has this personal number."))
            return
        person = by_code or by_number
        if person is None and not row.texts.get(Field.CODE) and not row.texts.get(Field.NATIONAL_ID):
            person = self._by_name(planned)
        if person is None:
            return
        where = Field.CODE if by_code else Field.NATIONAL_ID if by_number else Field.NAME
        if not self._places.reaches(person.unit_id):
            row.refuse(where, _("This person cannot be changed with this list: outside your reach."))
            return
        if self._people.setdefault(person.pk, row.row) != row.row:
            if not row.errors:
                row.refuse(where, _("The same person as in row %(row)s.") % {"row": self._people[person.pk]})
            return
        planned.person = person
        self._doubt(planned, person, by_code is not None)

    def _by_name(self, planned: Planned) -> Person | None:
        row = planned.row
        born, place = row.values.get(Field.BIRTH), planned.place
        if Field.NAME not in row.values or place is None:
            return None
        key = (search_key(row.values[Field.NAME]), born, place.unit.pk)
        if self._keyless.setdefault(key, row.row) != row.row:
            row.refuse(Field.NAME, _("The same as in row %(row)s.") % {"row": self._keyless[key]})
            return None
        same = [
            person
            for person in self._known.by_name.get(search_key(row.values[Field.NAME]), [])
            if person.birth_date == born
            and person.full_name == row.values[Field.NAME]
            and self._places.unit_of(person.unit_id) == place.unit.pk
        ]
        if len(same) > 1:
            row.refuse(Field.NAME, _("Several people answer to this row; give the code or the personal number."))
        if len(same) != 1:
            return None
        row.doubt(Field.NAME, _("No code and no personal number: matched by name, birth and unit."))
        return same[0]

    def _doubt(self, planned: Planned, person: Person, by_code: bool) -> None:
        row = planned.row
        code, number = row.values.get(Field.CODE), row.values.get(Field.NATIONAL_ID)
        if code and code != person.code:
            row.doubt(
                Field.CODE, _("Known by the personal number as %(code)s; that code is kept.") % {"code": person.code}
            )
        if by_code and number and person.national_id and number != person.national_id:
            row.doubt(Field.NATIONAL_ID, _("Differs from the registry and will replace it."))
        name = row.values.get(Field.NAME)
        if name and search_key(name) != person.search_key:
            row.doubt(Field.NAME, _("The registry has the name %(name)s.") % {"name": person.full_name})


def _plan_profile(planned: Planned, known: KnownPeople) -> None:
    """Filled cells replace what is stored; empty cells erase nothing."""
    row, person = planned.row, planned.person
    stated = {
        name: row.values[place]
        for name, place in PLAIN.items()
        if place in row.values and (person is None or name != "employment_kind" or row.texts.get(place))
    }
    if "full_name" in stated:
        stated["sort_key"] = sort_key(stated["full_name"])
        stated["search_key"] = search_key(stated["full_name"])
    party = row.values.get(Field.PARTY)
    if person is None:
        planned.changes, planned.party = stated, party
        return
    planned.changes = {name: value for name, value in stated.items() if getattr(person, name) != value}
    born, joined = (stated.get(name, getattr(person, name)) for name in ("birth_date", "joined_on"))
    if planned.changes.keys() & {"birth_date", "joined_on"} and born and joined and joined <= born and not row.errors:
        where = Field.JOINED if "joined_on" in planned.changes else Field.BIRTH
        row.refuse(where, _("In service before birth."))
    membership = known.memberships.get(person.pk)
    if party is not None and (membership is None or membership.admitted_on != party):
        planned.party = party


def _plan_posting(planned: Planned, known: KnownPeople, divisions: dict[tuple[int, str], Unit], as_of: date) -> None:
    row, place = planned.row, planned.place
    assert place is not None  # the caller asked
    planned.title = str(row.values.get(Field.POSITION, ""))
    planned.position = (words(planned.title), position_kind(planned.title, in_division=place.division is not None))
    held = row.values.get(Field.HELD_SINCE)
    planned.valid_from = held or as_of
    history = known.postings.get(planned.person.pk, []) if planned.person else []
    current = next((one for one in reversed(history) if one.valid_to is None or one.valid_to >= as_of), None)
    planned.posting = current
    target = place.target(divisions)
    if current is None:
        planned.posting_act = "create"
    elif current.unit_id == target and words(current.position.name) == planned.position[0]:
        planned.valid_from = held or current.valid_from
        planned.posting_act = "keep" if planned.valid_from == current.valid_from else "correct"
    elif planned.valid_from == current.valid_from:
        planned.posting_act = "correct"
    elif planned.valid_from < current.valid_from:
        row.refuse(
            Field.HELD_SINCE if held else Field.POSITION,
            _("The registry has another post since %(day)s already.") % {"day": f"{current.valid_from:%d/%m/%Y}"},
        )
        return
    else:
        planned.posting_act = "move"
    if planned.posting_act != "keep" and (other := _overlapping(history, current, planned.valid_from)):
        row.refuse(
            Field.HELD_SINCE if held else Field.POSITION,
            _("Overlaps a post held from %(day)s.") % {"day": f"{other.valid_from:%d/%m/%Y}"},
        )
        return
    if planned.person and planned.posting_act != "keep" and (bar := _bar(planned, current)):
        row.refuse(Field.POSITION, in_words(bar))
        return
    begins = _first_day(place, divisions)
    if planned.person and planned.person.left_on and planned.posting_act == "create":
        planned.changes["left_on"] = None
        row.doubt(Field.NAME, _("Had left on %(day)s and comes back.") % {"day": f"{planned.person.left_on:%d/%m/%Y}"})
    if held is None and planned.posting_act in ("create", "move") and not row.failed(Field.HELD_SINCE):
        planned.unconfirmed = _("The list does not say since when; the day of the import is kept.")
        row.doubt(Field.HELD_SINCE if Field.HELD_SINCE in row.places else Field.POSITION, planned.unconfirmed)
    elif held is not None and begins is not None and held < begins:
        planned.unconfirmed = _("Held since before the unit began on %(day)s: taken over, to be confirmed.") % {
            "day": f"{begins:%d/%m/%Y}"
        }
        row.doubt(Field.HELD_SINCE, planned.unconfirmed)


def _bar(planned: Planned, current: Posting | None) -> Bar | None:
    """What stands against a higher post; a list makes no exception, a transfer with its document does."""
    person, day, held = planned.person, planned.valid_from, [current.position.kind] if current else []
    higher = person is not None and day is not None and is_higher(planned.position[1], held)
    return next(iter(bars_on(person.pk, day)), None) if higher and person and day else None


def _first_day(place: Place, divisions: dict[tuple[int, str], Unit]) -> date | None:
    """The first day of the unit or of the division in it, whichever is later."""
    division = divisions.get((place.unit.pk, place.key)) if place.division else None
    days = [unit.valid_from for unit in (place.unit, division) if unit and unit.valid_from]
    return max(days, default=None)


def _overlapping(history: list[Posting], current: Posting | None, begins: date) -> Posting | None:
    """Another main post of this person that would still run on the first day of the new one."""
    others = (one for one in history if current is None or one.pk != current.pk)
    return next((one for one in others if one.valid_to is None or one.valid_to >= begins), None)


def _doubt_second_heads(rows: list[Planned], divisions: dict[tuple[int, str], Unit], as_of: date) -> None:
    heading = [one for one in rows if one.place and one.position[1] in HEADS]
    targets = {one.place.target(divisions) for one in heading if one.place} - {None}
    stored = heads_in_force({key for key in targets if key is not None}, HEADS, as_of)
    listed = {one.person.pk for one in rows if one.person and one.place}
    first: dict[tuple[int, str], str] = {}
    for one in heading:
        assert one.place is not None  # chosen above
        place, name = one.place, str(one.row.values.get(Field.NAME, ""))
        target = place.target(divisions)
        others = stored.get(target or 0, set()) - listed
        key = (place.unit.pk, place.key)
        if key in first:
            one.row.doubt(Field.POSITION, _("A second head: %(name)s is listed first.") % {"name": first[key]})
        elif others:
            one.row.doubt(Field.POSITION, _("A second head: the registry has another one."))
        first.setdefault(key, name)
