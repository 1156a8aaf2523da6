"""Writes the demo's units, holidays, people and posts into the registry."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from cadres import models as cadres
from cadres.enums import AbsenceKind, ManagingLevel, PositionKind, PostingKind
from cadres.rules.names import search_key, sort_key
from config.demo.people import Person
from config.demo.plan import MERGED_ON, graded_units
from config.env import BASE_DIR
from foundation.audit.record import recorded
from organization.enums import SuccessionKind, UnitKind
from organization.models import Unit, UnitSuccession
from organization.services.units import create_division, end_unit, load_units

UNITS_FILE = BASE_DIR / "organization" / "data" / "hanoi_units.csv"
BATCH = 1000
EARLY = date(2008, 8, 1)
"""The city in the borders of today begins on this day."""
SENSITIVE = {
    "Công chức địa chính - xây dựng": "land_environment",
    "Công chức tài chính - kế toán": "finance",
    "Kế toán viên": "accounting",
    "Thanh tra viên": "inspection",
}


def load_city() -> None:
    """The city's units; the second time nothing changes."""
    with UNITS_FILE.open(encoding="utf-8-sig", newline="") as file:
        load_units(list(csv.DictReader(file)), by=None)


def divisions_by_name() -> dict[tuple[str, str], Unit]:
    """Divisions of the demo's units, made where they are missing; by unit code and name."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[plan.code for plan in graded_units()])}
    found = {
        (division.parent.code, division.name): division
        for division in Unit.objects.filter(parent__in=units.values(), kind=UnitKind.DIVISION).select_related("parent")
        if division.parent is not None
    }
    with recorded(by=None, source="command"):
        for plan in graded_units():
            for division in plan.divisions:
                if (plan.code, division.name) not in found:
                    found[plan.code, division.name] = create_division(
                        unit=units[plan.code], name=division.name, by=None, valid_from=MERGED_ON
                    )
    return found


def divisions_before(
    people: Sequence[Person], units: dict[str, Unit], divisions: dict[tuple[str, str], Unit]
) -> dict[tuple[str, str], Unit]:
    """Divisions of the districts as they were, each followed by the division of a ward that took over from it."""
    found: dict[tuple[str, str], Unit] = {}
    for one in people:
        for past in one.past:
            if past.division and (past.unit, past.division) not in found:
                old = create_division(
                    unit=units[past.unit], name=past.division, by=None, valid_from=units[past.unit].valid_from or EARLY
                )
                old = end_unit(unit=old, last_day=MERGED_ON - timedelta(days=1), by=None, version=old.row_version)
                UnitSuccession.objects.create(
                    predecessor=old, successor=divisions[one.unit, one.division], effective_on=MERGED_ON,
                    kind=SuccessionKind.MERGE, legal_basis="Nghị quyết 1656/NQ-UBTVQH15",
                )  # fmt: skip
                found[past.unit, past.division] = old
    return found


def write_people(people: Sequence[Person]) -> None:
    """People, their posts and Party membership in bulk; those already there are left alone."""
    known = set(cadres.Person.objects.filter(code__in=[one.code for one in people]).values_list("code", flat=True))
    new = [one for one in people if one.code not in known]
    if not new:
        return
    units = {unit.code: unit for unit in Unit.objects.exclude(kind=UnitKind.DIVISION)}
    divisions = divisions_by_name()
    with recorded(by=None, source="command"):
        positions = _positions(new)
        homes = {one.code: divisions[one.unit, one.division] if one.division else units[one.unit] for one in new}
        rows = cadres.Person.objects.bulk_create([_person(one, homes[one.code]) for one in new], batch_size=BATCH)
        postings, before = [], divisions_before(new, units, divisions)
        for one, row in zip(new, rows, strict=True):
            for past in one.past:
                postings.append(
                    cadres.Posting(
                        person=row,
                        unit=before[past.unit, past.division] if past.division else units[past.unit],
                        position=positions[past.position], kind=PostingKind.PRIMARY, valid_from=past.first,
                        valid_to=past.last, decision_number=f"{row.pk % 700 + 100}/QĐ-UBND",
                    )
                )  # fmt: skip
            postings.append(
                cadres.Posting(
                    person=row, unit=homes[one.code], position=positions[one.position], kind=PostingKind.PRIMARY,
                    valid_from=one.since, decision_number=f"{row.pk % 900 + 100}/QĐ-UBND",
                )
            )  # fmt: skip
        cadres.Posting.objects.bulk_create(postings, batch_size=BATCH)
        cadres.PartyMembership.objects.bulk_create(
            [
                cadres.PartyMembership(person=row, admitted_on=one.party_on, cell="Chi bộ cơ quan")
                for one, row in zip(new, rows, strict=True)
                if one.party_on
            ],
            batch_size=BATCH,
        )


def write_absences(people: Sequence[Person], *, until: date, seed: int) -> None:
    """Leave and sick days of the last months, a long maternity leave here and there."""
    rows = {row.code: row for row in cadres.Person.objects.filter(code__in=[one.code for one in people])}
    if cadres.Absence.objects.filter(person__in=rows.values()).exists():
        return
    chance = Random(seed + 1)  # noqa: S311  invented data, no secret
    made = []
    for one in people:
        draw = chance.random()
        first = until - timedelta(days=chance.randint(5, 300))
        if draw < 0.008 and one.sex == "F" and one.kind == PositionKind.STAFF:
            kind, first, days = AbsenceKind.MATERNITY, until - timedelta(days=100), 180
        elif draw < 0.30:
            kind, days = AbsenceKind.LEAVE, chance.randint(1, 5)
        elif draw < 0.36:
            kind, days = AbsenceKind.SICK, chance.randint(1, 7)
        elif draw < 0.40:
            kind, days = AbsenceKind.TRAINING, chance.randint(5, 12)
        else:
            continue
        if first < one.since:
            continue
        made.append(
            cadres.Absence(
                person=rows[one.code], kind=kind, starts_on=first, ends_on=first + timedelta(days=days - 1),
                document=f"{chance.randint(10, 400)}/GNP", confirmed=chance.random() < 0.9,
            )
        )  # fmt: skip
    with recorded(by=None, source="command"):
        cadres.Absence.objects.bulk_create(made, batch_size=BATCH)


def _person(one: Person, home: Unit) -> cadres.Person:
    return cadres.Person(
        code=one.code,
        full_name=one.full_name,
        sort_key=sort_key(one.full_name),
        search_key=search_key(one.full_name),
        sex=one.sex,
        birth_date=one.birth_date,
        national_id=one.national_id,
        employment_kind=one.employment,
        rank_code=one.rank_code,
        joined_on=one.joined_on,
        education=one.education,
        political_level=one.political,
        email=one.email,
        unit=home,
    )


def _positions(people: Sequence[Person]) -> dict[str, cadres.Position]:
    """Posts by name, made where they are missing."""
    kinds = {past.position: str(PositionKind.STAFF) for one in people for past in one.past}
    kinds |= {one.position: one.kind for one in people}
    keys = {search_key(name): name for name in kinds}
    found = {row.search_key: row for row in cadres.Position.objects.filter(search_key__in=keys)}
    for key, name in keys.items():
        if key not in found:
            level = ManagingLevel.CITY if kinds[name] == PositionKind.UNIT_HEAD else ManagingLevel.UNIT
            found[key] = cadres.Position.objects.create(
                name=name, search_key=key, kind=kinds[name], managing_level=level,
                sensitive_field=SENSITIVE.get(name, ""),
            )  # fmt: skip
    return {name: found[key] for key, name in keys.items()}
