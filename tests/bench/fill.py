"""Fills the bench's database beyond the demo: more units, people, posts and closed months, in bulk, as the owner.

The triggers of the filled tables are off while rows go in: they would write a row of the trail for each, and a
closed month is born closed here. What is measured afterwards runs with every trigger on, as the application's role.
"""

from datetime import date
from typing import Any

from django.db import connections

from cadres.models import Person, Position, Posting
from cadres.rules.names import search_key, sort_key
from config.demo.people import make_people
from evaluations.rules.timetable import first_of_month
from organization.models import Unit
from organization.rules.paths import path_under

TABLES = ("organization_unit", "cadres_person", "cadres_posting", "accounts_user", "evaluations_cycle",
          "evaluations_unitcycle", "evaluations_evaluation", "evaluations_revision",
          "directives_assignment")  # fmt: skip
SINCE = date(2025, 7, 1)
CHUNK = 2000


def switch_triggers(on: bool) -> None:
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE "{table}" {"ENABLE" if on else "DISABLE"} TRIGGER USER')


def fill(*, people: int, units: int, months: int, grid: int, today: date) -> None:
    """Add units and people up to the numbers, and sheets of closed months for the people added; none with 0 months."""
    switch_triggers(False)
    try:
        leaves = _units(units, people)
        _people(people, leaves, grid)
        if months:
            _months(months, today)
            _corrections()
    finally:
        switch_triggers(True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _units(wanted: int, people: int) -> list[Unit]:
    """Wards with three divisions each, below the People's Committee; more than wanted where a ward would pass 120."""
    above = Unit.objects.using("owner").get(code="UBND")
    have = Unit.objects.using("owner").count()
    made: list[Unit] = []
    for number in range(max(2, (wanted - have) // 4, people // 120)):
        ward = _unit(f"BENCH-{number}", f"Ủy ban nhân dân phường Số {number}", "ward", above)
        made += [ward, *(_unit(f"BENCH-{number}-{n}", f"Phòng số {n}", "division", ward) for n in range(3))]
    Unit.objects.using("owner").bulk_create(made, batch_size=CHUNK)
    return [unit for unit in made if unit.kind == "division"]


_next: dict[str, int] = {}


def _key(model: type[Any]) -> int:
    """The next number of the table's own sequence."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def _unit(code: str, name: str, kind: str, parent: Unit) -> Unit:
    key = _key(Unit)
    fields = {"code": code, "name": name, "kind": kind, "valid_from": SINCE, "search_key": search_key(name)}
    return Unit(pk=key, parent=parent, path=path_under(parent.path, key), **fields)


def _people(wanted: int, leaves: list[Unit], grid: int) -> None:
    have = Person.objects.using("owner").count()
    names = [one.full_name for one in make_people(2026)]
    post = {kind: Position.objects.using("owner").filter(kind=kind).first() for kind in ("unit_head", "staff")}
    people, postings, heads = [], [], set()
    for number in range(max(grid, wanted - have)):
        leaf = leaves[0] if number < grid else leaves[3 + number % (len(leaves) - 3)]  # the first ward is the grid's
        name = names[number % len(names)]
        is_head = leaf.parent_id not in heads
        heads.add(leaf.parent_id)
        unit_id = leaf.parent_id if is_head and leaf.parent_id else leaf.pk
        fields = {"sort_key": sort_key(name), "search_key": search_key(name), "employment_kind": "civil"}
        code = f"BN{number:07d}"
        one = Person(pk=_key(Person), code=code, full_name=name, joined_on=SINCE, unit_id=unit_id, **fields)
        people.append(one)
        position = post["unit_head" if is_head else "staff"]
        postings.append(Posting(person=one, unit_id=unit_id, position=position, valid_from=SINCE))
    Person.objects.using("owner").bulk_create(people, batch_size=CHUNK)
    Posting.objects.using("owner").bulk_create(postings, batch_size=CHUNK)


def _columns(cursor: Any, table: str, own: dict[str, str]) -> tuple[str, str]:
    """Column names and the values of a copied row `t`, those in `own` replaced."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id' "
        "ORDER BY ordinal_position",
        [table],
    )
    names = [name for (name,) in cursor.fetchall()]
    return ", ".join(names), ", ".join(own.get(name, f"t.{name}") for name in names)


def _months(wanted: int, today: date) -> None:
    """Copies of one published sheet of the demo for every person added, in each closed month."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evaluations_cycle WHERE state = 'CLOSED'")
        missing = wanted - cursor.fetchone()[0]
        earlier = "(t.period - make_interval(months => n))::date"
        names, values = _columns(cursor, "evaluations_cycle", {"period": earlier})
        cursor.execute(
            f"INSERT INTO evaluations_cycle ({names}) SELECT {values} FROM generate_series(1, %s) AS n, "
            "(SELECT * FROM evaluations_cycle WHERE state = 'CLOSED' ORDER BY period LIMIT 1) AS t",
            [max(0, missing)],
        )
        head = "(SELECT p.id FROM cadres_person p WHERE p.unit_id = u.id LIMIT 1)"
        names, values = _columns(
            cursor, "evaluations_unitcycle", {"cycle_id": "c.id", "unit_id": "u.id", "decider_id": head}
        )
        cursor.execute(
            f"INSERT INTO evaluations_unitcycle ({names}) SELECT {values} FROM evaluations_cycle c, "
            "organization_unit u, (SELECT * FROM evaluations_unitcycle WHERE state = 'PUBLISHED' LIMIT 1) AS t "
            "WHERE c.state = 'CLOSED' AND u.code LIKE 'BENCH-%%' AND u.kind = 'ward'"
        )
        own = {
            "cycle_id": "m.cycle_id", "unit_cycle_id": "m.id", "person_id": "p.id", "unit_id": "m.unit_id",
            "division_id": "p.unit_id", "superior_id": "m.decider_id", "decider_id": "m.decider_id",
            "sort_key": "p.sort_key", "supersedes_id": "NULL", "version": "1",
        }  # fmt: skip
        names, values = _columns(cursor, "evaluations_evaluation", own)
        cursor.execute(
            f"INSERT INTO evaluations_evaluation ({names}) SELECT {values} FROM cadres_person p "
            "JOIN organization_unit d ON d.id = p.unit_id JOIN evaluations_unitcycle m ON m.unit_id = d.parent_id "
            "JOIN evaluations_cycle c ON c.id = m.cycle_id AND c.state = 'CLOSED', "
            "(SELECT * FROM evaluations_evaluation WHERE state = 'PUBLISHED' AND subject_group = 'STAFF' LIMIT 1) AS t "
            "WHERE p.code LIKE 'BN%%'"
        )


def _corrections() -> None:
    """A correction in force for every hundredth sheet of the people added, as copies of the demo's."""
    own = {"evaluation_id": "e.id", "code": "'BN' || e.id", "objection_id": "NULL", "state": "'EXECUTED'"}
    with connections["owner"].cursor() as cursor:
        names, values = _columns(cursor, "evaluations_revision", own)
        cursor.execute(
            f"INSERT INTO evaluations_revision ({names}) SELECT {values} FROM evaluations_evaluation e "
            "JOIN cadres_person p ON p.id = e.person_id AND p.code LIKE 'BN%%', "
            "(SELECT * FROM evaluations_revision WHERE state = 'EXECUTED' LIMIT 1) AS t "
            "WHERE e.state = 'PUBLISHED' AND mod(e.id, 100) = 0"
        )


def next_month(day: date) -> date:
    first = first_of_month(day)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
