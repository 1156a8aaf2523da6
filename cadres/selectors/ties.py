"""Declared relatives: read from both sides for checks of conflict, and listed for who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from cadres.enums import TieSource
from cadres.models import FamilyTie, Person
from cadres.rules.names import search_key
from foundation.access import allows, field_rights, visible_to


@dataclass(frozen=True, slots=True)
class ShownTie:
    """One line: `name` is empty where it is closed; `in_registry` is None for who may not know."""

    tie: FamilyTie
    name: str
    code: str
    in_registry: bool | None
    may_end: bool


def relatives_of(person_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Relatives of each of these people among the people of the registry, whoever of the two declared it.

    One query whatever their number; everybody asked for has a key. A tie counts until its last day, and also on days
    before it was declared: kinship is older than its declaration.
    """
    wanted = set(person_ids)
    found: dict[int, set[int]] = {key: set() for key in wanted}
    pairs = (
        _in_force(on)
        .filter(Q(person_id__in=wanted) | Q(relative_id__in=wanted))
        .values_list("person_id", "relative_id")
    )
    for person, relative in pairs:
        for one, other in ((person, relative), (relative, person)):
            if one in found and other is not None:
                found[one].add(other)
    return found


def is_relative(person_id: int, other_id: int | None, *, on: date) -> bool:
    """Whether the other is a declared relative; the word of the person alone, who could name anybody, is none."""
    if other_id is None or other_id not in relatives_of([person_id], on=on)[person_id]:
        return False
    return other_id not in claimed_by(person_id, on=on)


def claimed_by(person_id: int, *, on: date) -> set[int]:
    """Relatives on this person's word alone: neither they nor an officer declared it."""
    rows = _in_force(on).filter(Q(person_id=person_id) | Q(relative_id=person_id))
    claimed: set[int | None] = set()
    known: set[int | None] = set()
    for person, relative, source in rows.values_list("person_id", "relative_id", "source"):
        if person != person_id:
            known.add(person)
        else:
            (claimed if source == TieSource.SELF else known).add(relative)
    return {key for key in claimed - known if key is not None}


def kept_out_as_relatives(person_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Of each of these people the relatives with no part in what is about them, as `is_relative` says; one query."""
    wanted = set(person_ids)
    found: dict[int, set[int]] = {key: set() for key in wanted}
    rows = _in_force(on).filter(Q(person_id__in=wanted) | Q(relative_id__in=wanted))
    for person, relative, source in rows.values_list("person_id", "relative_id", "source"):
        if person in found and relative is not None and source != TieSource.SELF:
            found[person].add(relative)
        if relative in found:
            found[relative].add(person)
    return found


def related_to(person_id: int | None, on: date) -> frozenset[int]:
    """Everybody of whom this person is a declared relative, as `is_relative` says; one query."""
    if person_id is None:
        return frozenset()
    rows = _in_force(on).filter(Q(person_id=person_id) | Q(relative_id=person_id))
    found: set[int | None] = set()
    for person, relative, source in rows.values_list("person_id", "relative_id", "source"):
        if person == person_id:
            found.add(relative)
        elif source != TieSource.SELF:
            found.add(person)
    return frozenset(key for key in found if key is not None)


def _in_force(on: date) -> QuerySet[FamilyTie]:
    """Ties between people of the registry that count on that day."""
    rows = FamilyTie.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), relative__isnull=False)
    return rows.order_by()


def tie_about(person: Person) -> FamilyTie:
    """An unsaved tie of this person: the matrix is asked about it."""
    return FamilyTie(person=person)


def ties_of(user: Any, person: Person) -> QuerySet[FamilyTie]:
    """Ties this person declared, as far as the reader may know of them; those in force first."""
    rows = visible_to(user, FamilyTie.objects.filter(person=person)).select_related("person__unit", "relative")
    return rows.order_by(F("ended_on").desc(nulls_first=True), "declared_on", "id")


def shown_ties(user: Any, ties: Iterable[FamilyTie], *, revealed: bool = False) -> list[ShownTie]:
    """Each tie as this reader sees it: what is protected in full only where it is one's own or was just revealed."""
    found = []
    for tie in ties:
        rights = field_rights(user, tie)
        full = rights.readable | (rights.protected if revealed else frozenset())
        named = "relative_name" in full
        found.append(
            ShownTie(
                tie=tie,
                name=tie.relative_name if named else "",
                code=tie.relative_code if named else "",
                in_registry=(tie.relative_id is not None) if "relative" in full else None,
                may_end=tie.ended_on is None and allows(user, "family_tie.end", tie),
            )
        )
    return found


def person_meant(*, code: str, name: str) -> Person | None:
    """Who has this code and this name; both must agree."""
    wanted = search_key(name)
    return Person.objects.filter(code=code, search_key=wanted).first() if code and wanted else None
