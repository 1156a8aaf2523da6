"""Finding what a staff list speaks of: units by name and day, divisions, people and posts already known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cadres.enums import PostingKind
from cadres.models import PartyMembership, Person, Position, Posting
from cadres.roster.problems import BadCell
from cadres.rules.names import collapsed
from cadres.rules.titles import words
from foundation.access import visible_to
from organization.enums import UnitKind
from organization.models import Unit
from organization.rules.validity import in_force_on

_CITY_ENDS = (" thanh pho ha noi", " ha noi", " thanh pho")
_PEOPLES_COMMITTEE = "uy ban nhan dan "
_KINDS = ("phuong ", "xa ", "quan ", "huyen ", "thi xa ", "thi tran ")
_KIND_OF = {"p": "phuong", "x": "xa", "q": "quan", "h": "huyen"}
_SHORT_KIND = re.compile(r"^(uy ban nhan dan )?([pxqh])(?= [a-z])")
_TOO_BARE = frozenset(("uy ban nhan dan", "uy ban", "thanh pho", "van phong", "thanh tra", "ban", "so"))
_CHUNK = 2000


def spellings(name: str, *, bare_too: bool = False) -> Iterator[str]:
    """The name without marks, then weaker forms: without the city, the committee, and if asked the kind of place."""
    key = _SHORT_KIND.sub(lambda found: (found.group(1) or "") + _KIND_OF[found.group(2)], words(name))
    yield key
    for end in _CITY_ENDS:
        if key.endswith(end) and key.removesuffix(end) not in _TOO_BARE:
            key = key.removesuffix(end)
            yield key
    bare = key.removeprefix(_PEOPLES_COMMITTEE)
    if bare != key and bare not in _TOO_BARE:
        yield bare
    for kind in _KINDS if bare_too else ():
        if bare.startswith(kind) and bare.removeprefix(kind):
            yield bare.removeprefix(kind)


class UnitFinder:
    """Units by any spelling of their name; the day decides between two of one name."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.units: dict[int, Unit] = {}
        self._by_spelling: dict[str, list[tuple[int, Unit]]] = defaultdict(list)
        self._found: dict[str, Unit] = {}
        for unit in Unit.objects.exclude(kind=UnitKind.DIVISION):
            self.units[unit.pk] = unit
            for strength, spelling in enumerate(spellings(unit.name, bare_too=True)):
                self._by_spelling[spelling].append((strength, unit))
            for other in {words(unit.code), words(unit.short_name), words(unit.name_en)} - {"", words(unit.name)}:
                self._by_spelling[other].append((0, unit))

    def find(self, text: str) -> Unit:
        """The unit of this name that is in force.

        Raises:
            BadCell: there is none, it has ended, or several answer to the name.
        """
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def known(self, text: str) -> Unit | None:
        """The same, or None."""
        try:
            return self.find(text)
        except BadCell:
            return None

    def _search(self, text: str) -> Unit:
        for spelling in spellings(text):
            candidates = self._by_spelling.get(spelling, [])
            if not candidates:
                continue
            alive = [(strength, unit) for strength, unit in candidates if self._is_alive(unit)]
            if not alive:
                raise BadCell(
                    _("“%(unit)s” is not in force on %(day)s.")
                    % {"unit": candidates[0][1].name, "day": f"{self.as_of:%d/%m/%Y}"}
                )
            best = min(strength for strength, _unit in alive)
            closest = {unit.pk: unit for strength, unit in alive if strength == best}
            if len(closest) > 1:
                closest = _same_marks(closest, text) or closest
            if len(closest) > 1:
                names = ", ".join(sorted(unit.name for unit in closest.values()))
                raise BadCell(_("Several units answer to this name: %(names)s.") % {"names": names})
            return next(iter(closest.values()))
        raise BadCell(_("No unit of this name."))

    def _is_alive(self, unit: Unit) -> bool:
        return in_force_on(unit.valid_from, unit.valid_to, self.as_of)


def _same_marks(candidates: dict[int, Unit], text: str) -> dict[int, Unit]:
    wanted = collapsed(text).casefold()
    return {key: unit for key, unit in candidates.items() if wanted in collapsed(unit.name).casefold()}


def divisions_of(as_of: date, unit_ids: Iterable[int]) -> dict[tuple[int, str], Unit]:
    """Divisions in force inside these units, by (unit, words of the name)."""
    found = Unit.objects.filter(kind=UnitKind.DIVISION, parent__in=set(unit_ids))
    return {
        (unit.parent_id, words(unit.name)): unit
        for unit in found
        if unit.parent_id is not None and in_force_on(unit.valid_from, unit.valid_to, as_of)
    }


def last_day_of_division(unit: Unit, key: str) -> date | None:
    """The last day of a division of these words that has ended inside the unit."""
    ended = Unit.objects.filter(parent=unit, kind=UnitKind.DIVISION, valid_to__isnull=False)
    return max((one.valid_to for one in ended if one.valid_to and words(one.name) == key), default=None)


def unit_ids_in_reach(by: Any) -> set[int] | None:
    """Ids of units whose lists this person may import; None means all (the command line)."""
    if by is None:
        return None
    return set(visible_to(by, Unit.objects.all(), action="person.import").values_list("pk", flat=True))


@dataclass(slots=True)
class KnownPeople:
    """People of the registry that the rows may mean, with their main post and Party membership."""

    by_code: dict[str, Person]
    by_national_id: dict[str, Person]
    by_name: dict[str, list[Person]]
    postings: dict[int, list[Posting]]
    memberships: dict[int, PartyMembership]


def known_people(codes: Iterable[str], national_ids: Iterable[str], name_keys: Iterable[str]) -> KnownPeople:
    """Everything about the people these codes, numbers and names may mean, in a few queries."""
    by_code = {person.code: person for person in _in_chunks(codes, "code__in")}
    by_id = {person.pk: person for person in by_code.values()}
    by_national_id: dict[str, Person] = {}
    for person in _in_chunks(national_ids, "national_id__in"):
        by_national_id[person.national_id or ""] = by_id.setdefault(person.pk, person)
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in _in_chunks(name_keys, "search_key__in"):
        by_name[person.search_key].append(by_id.setdefault(person.pk, person))
    postings: dict[int, list[Posting]] = defaultdict(list)
    memberships: dict[int, PartyMembership] = {}
    for ids in _chunks(sorted(by_id)):
        held = Posting.objects.filter(person_id__in=ids, kind=PostingKind.PRIMARY).select_related("position")
        for posting in held.order_by("valid_from"):
            postings[posting.person_id].append(posting)
        for membership in PartyMembership.objects.filter(person_id__in=ids):
            memberships[membership.person_id] = membership
    return KnownPeople(by_code, by_national_id, by_name, postings, memberships)


def _in_chunks(values: Iterable[str], look_up: str) -> Iterator[Person]:
    for part in _chunks(sorted(set(values))):
        yield from Person.objects.filter(**{look_up: part})


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def positions_by_words() -> dict[str, list[Position]]:
    """Every post of the registry by the words of its name; two of one name differ in kind."""
    found: dict[str, list[Position]] = defaultdict(list)
    for position in Position.objects.order_by("pk"):
        found[words(position.name)].append(position)
    return found


def heads_in_force(unit_ids: Iterable[int], kinds: Iterable[str], on: date) -> dict[int, set[int]]:
    """Unit -> ids of people who head it on that day as their main post."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Posting.objects.filter(
        unit_id__in=set(unit_ids), position__kind__in=list(kinds), kind=PostingKind.PRIMARY, valid_from__lte=on
    ).exclude(valid_to__lt=on)
    for unit_id, person_id in rows.values_list("unit_id", "person_id"):
        found[unit_id].add(person_id)
    return found


def highest_generated_code(prefix: str, digits: int) -> int:
    """The highest number among codes of this prefix and length, 0 without any."""
    codes = Person.objects.filter(code__regex=rf"^{prefix}[0-9]{{{digits}}}$").order_by("-code")
    top = codes.values_list("code", flat=True).first()
    return int(top.removeprefix(prefix)) if top else 0
