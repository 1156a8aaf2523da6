"""Writing a decided staff list into the registry, in chunks; runs inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from cadres import moving
from cadres.enums import LEADING_KINDS, PositionKind, PostingKind
from cadres.models import PartyMembership, Person, Position, Posting
from cadres.roster.fields import Field
from cadres.rules.names import search_key
from cadres.selectors.roster_matching import (
    highest_generated_code,
    last_day_of_division,
    positions_by_words,
)
from cadres.services.rights import carries_right, end_rights, sync_rights
from cadres.services.roster_plan import Plan, Planned
from foundation.workflow.errors import StateChanged
from organization.models import Unit
from organization.services.units import create_division

CHUNK = 500
CODE_PREFIX, CODE_DIGITS = "CB9", 6
DAY = timedelta(days=1)


def lock_imports() -> None:
    """One import at a time; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cadres.roster_import', 0))")


def write_plan(plan: Plan, *, by: User | None) -> None:
    """Carry out the plan.

    Raises:
        StateChanged: somebody changed one of its people since it was made.
    """
    rows = [row for row in plan.rows if row.status != "unchanged"]
    new = [row for row in rows if row.person is None]
    old = [row for row in rows if row.person is not None]
    _lock_people([row.person for row in old if row.person])
    units = _divisions(plan, rows, by)
    positions = _positions(rows)
    _new_people(new, units)
    elsewhere = _changed_people(old, units)
    _memberships(rows)
    _postings(rows, units, positions, by)
    for row in elsewhere:
        if row.person is not None and row.valid_from is not None:
            moving.moved(row.person, units[row.row.row], row.valid_from, by)


def _lock_people(people: Sequence[Person]) -> None:
    for part in _chunks(people):
        versions = dict(
            Person.objects.select_for_update(of=("self",))
            .filter(pk__in=[person.pk for person in part])
            .values_list("pk", "row_version")
        )
        if any(versions.get(person.pk) != person.row_version for person in part):
            raise StateChanged(_("Somebody changed one of these people meanwhile. Check the list again."))


def _divisions(plan: Plan, rows: Iterable[Planned], by: User | None) -> dict[int, Unit]:
    """The unit or division of each row, by row number; missing divisions are created."""
    units: dict[int, Unit] = {}
    for row in rows:
        place = row.place
        assert place is not None  # a plan without errors places everybody
        if place.division is None:
            units[row.row.row] = place.unit
            continue
        key = (place.unit.pk, place.key)
        if key not in plan.divisions:
            ended = last_day_of_division(place.unit, place.key)
            begins = ended + DAY if ended else place.unit.valid_from
            plan.divisions[key] = create_division(unit=place.unit, name=place.division, by=by, valid_from=begins)
        units[row.row.row] = plan.divisions[key]
    return units


def _positions(rows: Iterable[Planned]) -> dict[tuple[str, str], Position]:
    known = positions_by_words()
    taken = {position.search_key for same in known.values() for position in same}
    found: dict[tuple[str, str], Position] = {}
    for row in rows:
        if row.position in found or row.posting_act == "keep":
            continue
        words, kind = row.position
        position = _fitting(known.get(words, []), kind)
        if position is None:
            key = search_key(row.title)
            if key in taken:
                key = f"{key[:140]} [{kind}]"
            position = Position.objects.create(name=row.title, search_key=key, kind=kind)
            taken.add(key)
            known[words].append(position)
        found[row.position] = position
    return found


def _fitting(same: Sequence[Position], kind: str) -> Position | None:
    """A post of this name; the kind the registry gives it stands, unless it leads another level."""
    exact = next((position for position in same if position.kind == kind), None)
    if exact is not None:
        return exact
    if kind == PositionKind.STAFF or kind not in LEADING_KINDS:
        return same[0] if same else None
    level = kind.split("_")[0]
    return next((position for position in same if position.kind.split("_")[0] in (level, "staff")), None)


def _new_people(new: Sequence[Planned], units: dict[int, Unit]) -> None:
    number = highest_generated_code(CODE_PREFIX, CODE_DIGITS)
    listed = {row.row.values[Field.CODE] for row in new if Field.CODE in row.row.values}
    for row in new:
        code = row.row.values.get(Field.CODE)
        while not code:
            number += 1
            candidate = f"{CODE_PREFIX}{number:0{CODE_DIGITS}d}"
            code = candidate if candidate not in listed else None
        row.person = Person(code=code, unit=units[row.row.row], **row.changes)
    for part in _chunks([row.person for row in new if row.person]):
        Person.objects.bulk_create(part)


def _changed_people(old: Iterable[Planned], units: dict[int, Unit]) -> list[Planned]:
    """Changed cells, and the unit where the post moved; any change counts the version up.

    Returns:
        The rows of those who are in another unit now.
    """
    changed: list[Person] = []
    elsewhere: list[Planned] = []
    names = {"row_version"}
    for row in old:
        assert row.person is not None  # these were matched
        person, changes = row.person, dict(row.changes)
        if row.posting_act != "keep" and person.unit_id != units[row.row.row].pk:
            changes["unit"] = units[row.row.row]
            elsewhere.append(row)
        if not changes:
            continue
        for name, value in changes.items():
            setattr(person, name, value)
        person.row_version += 1
        names |= changes.keys()
        changed.append(person)
    for part in _chunks(changed):
        Person.objects.bulk_update(part, sorted(names))
    return elsewhere


def _memberships(rows: Iterable[Planned]) -> None:
    wanted = {row.person.pk: row.party for row in rows if row.person and row.party}
    stored: dict[int, PartyMembership] = {}
    for keys in _chunks(sorted(wanted)):
        stored |= {one.person_id: one for one in PartyMembership.objects.filter(person_id__in=keys)}
    for person_id, membership in stored.items():
        membership.admitted_on = wanted[person_id]
    for old in _chunks(list(stored.values())):
        PartyMembership.objects.bulk_update(old, ["admitted_on"])
    new = [PartyMembership(person_id=key, admitted_on=day) for key, day in wanted.items() if key not in stored]
    for part in _chunks(new):
        PartyMembership.objects.bulk_create(part)


def _postings(
    rows: Iterable[Planned], units: dict[int, Unit], positions: dict[tuple[str, str], Position], by: User | None
) -> None:
    ended: list[Posting] = []
    corrected: list[Posting] = []
    created: list[Posting] = []
    for row in rows:
        if row.posting_act == "keep":
            continue
        assert row.valid_from is not None and row.person is not None  # the plan gave both
        facts = {
            "unit": units[row.row.row],
            "position": positions[row.position],
            "valid_from": row.valid_from,
            "needs_confirmation": bool(row.unconfirmed),
            "confirmation_note": row.unconfirmed[:300],
        }
        if row.posting_act == "correct" and row.posting is not None:
            for name, value in facts.items():
                setattr(row.posting, name, value)
            row.posting.row_version += 1
            corrected.append(row.posting)
            continue
        if row.posting_act == "move" and row.posting is not None:
            row.posting.valid_to = row.valid_from - DAY
            row.posting.row_version += 1
            ended.append(row.posting)
        created.append(Posting(person=row.person, kind=PostingKind.PRIMARY, **facts))
    for part in _chunks(ended):
        Posting.objects.bulk_update(part, ["valid_to", "row_version"])
    for posting in ended:
        if carries_right(posting):
            end_rights(posting=posting, by=by)
    names = ["unit", "position", "valid_from", "needs_confirmation", "confirmation_note", "row_version"]
    for part in _chunks(corrected):
        Posting.objects.bulk_update(part, names)
    for part in _chunks(created):
        Posting.objects.bulk_create(part)
    sync_rights(by=by, postings=[*created, *corrected])


def _chunks(values: Sequence[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), CHUNK):
        yield list(values[start : start + CHUNK])
