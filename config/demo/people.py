"""Invented people of the demo, the same for the same seed. Plain values, no database."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cadres.enums import EmploymentKind, PositionKind
from cadres.rules.names import search_key
from config.demo import words
from config.demo.plan import FULL_ACCOUNT_UNITS, LEADERS, MERGED_ON, DivisionPlan, UnitPlan, graded_units

FIRST_CODE = 900_001
CONTRACT_POSTS = ("Nhân viên lái xe", "Cán sự")


@dataclass(frozen=True, slots=True)
class PastPost:
    """A post before the merger; `division` of that unit when the division of today took over from it."""

    unit: str
    position: str
    first: date
    last: date
    division: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person in one post; `division` is empty for those who lead the unit."""

    code: str
    full_name: str
    sex: str
    birth_date: date
    national_id: str
    employment: str
    rank_code: str
    joined_on: date
    education: str
    political: str
    email: str
    unit: str
    division: str
    position: str
    kind: str
    tasks: str
    since: date
    party_on: date | None
    ability: float
    past: tuple[PastPost, ...] = field(default=())


class Maker:
    """Draws people one after the other from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  invented data, no secret
        self.number = FIRST_CODE
        self.made: list[Person] = []

    def add(self, unit: UnitPlan, division: DivisionPlan | None, position: str, kind: str) -> None:
        chance = self.chance
        sex = chance.choice("MMMFF")
        contract = position in CONTRACT_POSTS and chance.random() < 0.45
        leads = kind != PositionKind.STAFF
        years = chance.randint(38, 55) if leads else chance.randint(25, 54)
        born = date(2026 - years, chance.randint(1, 12), chance.randint(1, 28))
        name = " ".join(
            [chance.choice(words.FAMILY), chance.choice(words.MIDDLE[sex]), chance.choice(words.GIVEN[sex])]
        )
        joined = date(min(born.year + chance.randint(22, 27), 2025), chance.randint(1, 5), chance.randint(1, 28))
        newcomer = not leads and chance.random() < 0.05
        since = date(2026, chance.randint(1, 7), 1) if newcomer else MERGED_ON
        if newcomer:
            joined = since
        party = date(joined.year + chance.randint(1, 4), 9, 2) if leads or chance.random() < 0.6 else None
        if party is not None and party >= date(2026, 1, 1):
            party = None
        code = f"CB{self.number:07d}"
        self.made.append(
            Person(
                code=code,
                full_name=name,
                sex=sex,
                birth_date=born,
                national_id=f"001{1 if sex == 'F' else 0}{born.year % 100:02d}{self.number:06d}",
                employment=_employment(kind, position, contract),
                rank_code="" if contract else "01.002" if leads else "01.003",
                joined_on=joined,
                education=chance.choice(words.EDUCATION),
                political=chance.choice(words.POLITICAL),
                email=f"{search_key(name).replace(' ', '.')}.{self.number}@example.vn",
                unit=unit.code,
                division=division.name if division else "",
                position=position,
                kind=kind,
                tasks="lead" if division is None else division.field,
                since=since,
                party_on=party,
                ability=min(1.0, max(0.0, chance.gauss(0.62, 0.2))),
                past=_past(unit, division, position, joined, since, chance) if not newcomer else (),
            )
        )
        self.number += 1


def _employment(kind: str, position: str, contract: bool) -> str:
    if contract:
        return str(EmploymentKind.CONTRACT)
    if kind in (PositionKind.UNIT_HEAD, PositionKind.UNIT_DEPUTY):
        return str(EmploymentKind.CADRE)
    return str(EmploymentKind.PUBLIC if position.startswith("Viên chức") else EmploymentKind.CIVIL)


def _past(
    unit: UnitPlan, division: DivisionPlan | None, position: str, joined: date, since: date, chance: Random
) -> tuple[PastPost, ...]:
    """The post held before the merger, in the district then, or in the same department.

    In the units with accounts people came with their division and kept their post: their time in it goes on.
    """
    first = max(joined, since - timedelta(days=365 * chance.randint(2, 9)))
    last = since - timedelta(days=1)
    if first >= last:
        return ()
    if division is not None and unit.code in FULL_ACCOUNT_UNITS:
        return (PastPost(unit.former, position, first, last, division.name),)
    return (PastPost(unit.former or unit.code, "Chuyên viên", first, last),)


def make_people(seed: int) -> list[Person]:
    """Everybody of the demo, leaders of the city first."""
    maker = Maker(seed)
    for code, head, deputy, deputies in LEADERS:
        plan = UnitPlan(code, head, deputy, deputies, (), 0)
        _lead(maker, plan)
    for plan in graded_units():
        _lead(maker, plan)
        for division in plan.divisions:
            maker.add(plan, division, division.head, PositionKind.DIVISION_HEAD)
            for _number in range(maker.chance.choice((1, 1, 2))):
                maker.add(plan, division, division.deputy, PositionKind.DIVISION_DEPUTY)
            for number in range(plan.least_staff + maker.chance.randint(0, 3)):
                maker.add(plan, division, division.staff[number % len(division.staff)], PositionKind.STAFF)
    return maker.made


def _lead(maker: Maker, plan: UnitPlan) -> None:
    maker.add(plan, None, plan.head, PositionKind.UNIT_HEAD)
    for _number in range(plan.deputies):
        maker.add(plan, None, plan.deputy, PositionKind.UNIT_DEPUTY)
