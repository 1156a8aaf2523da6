"""The scenario hanoi-2024: rows that give the figures of 2024, and a proposed round for those 326 in time."""

import json
import time
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from cadres.models import Posting, RotationItem, RotationRound
from cadres.rules.rotation_solver import Plan, Settings
from cadres.selectors.rotation_proposal import problem_of
from cadres.services.rotation_proposals import accept, ask_for_proposal, work_out
from config.demo.hanoi2024 import AS_OF, PLAN_188
from foundation.audit.models import AuditEvent
from foundation.audit.verifying.rows import row_findings
from inspections.models import Inspection, OwnCheck
from inspections.selectors import statistics
from inspections.selectors.whole_city import own_behind, whole_city
from organization.models import Unit
from organization.services.units import create_unit
from tests.cadres.rotation.test_solver import faults
from tests.worlds import world_of, worlds

SECONDS = 30


class City2024:
    """The scenario stands in the database."""


@world_of(City2024, "hanoi2024")
def _filled() -> City2024:
    call_command("seed_demo", "--scenario=hanoi-2024", stderr=StringIO())
    return City2024()


@pytest.fixture
def city(db: Any) -> City2024:
    """In a database of its own: one that thousands of tests used and left empty misleads the planner."""
    return worlds.copy() or _filled()


def due(day: date) -> dict[str, list[str]]:
    """People of the whole city by kind of post under Plan 188, as the command prints them."""
    out = StringIO()
    call_command("rotation_due", f"--as-of={day:%Y-%m-%d}", "--json", stdout=out)
    rows = json.loads(out.getvalue())["counts"]
    whole = {row["kind"]: row for row in rows if row["rule"] == "KH188" and row["unit"] is None}
    by_unit = Counter[str]()
    for row in rows:
        if row["rule"] == "KH188" and row["unit"]:
            by_unit[row["kind"]] += row["count"]
    assert {kind: row["count"] for kind, row in whole.items()} == dict(by_unit)
    return {kind: row["people"] for kind, row in whole.items()}


def held_eight_years(day: date) -> Counter[str]:
    """Counted by hand over the posts, whatever rule was in force."""
    rows = Posting.objects.filter(valid_from__lte=day.replace(year=day.year - 8)).exclude(valid_to__lt=day)
    return Counter(rows.values_list("position__kind", flat=True))


def test_the_figures_of_2024_come_from_rows_and_the_326_get_a_proposed_round(city: City2024) -> None:
    people = due(AS_OF)
    assert {kind: len(set(codes)) for kind, codes in people.items()} == {"division_head": 81, "division_deputy": 245}
    assert held_eight_years(AS_OF) == {"division_head": 81, "division_deputy": 245}
    before = held_eight_years(date(2023, 8, 31))
    assert before["division_head"] < 81 and before["division_deputy"] < 245
    earlier = Posting.objects.filter(
        person=OuterRef("person"), position__kind=OuterRef("position__kind"), valid_to__lt=OuterRef("valid_from")
    )
    moved = Posting.objects.filter(Exists(earlier), valid_from__gt=PLAN_188, valid_from__lte=AS_OF)
    assert Counter(moved.values_list("position__kind", flat=True)) == {"division_head": 97, "division_deputy": 203}
    _proposed_and_accepted()
    call_command("seed_demo", "--scenario=hanoi-2024", stderr=StringIO())
    assert RotationRound.objects.count() == 1, "a second time changes nothing"


def _proposed_and_accepted() -> None:
    round, user = RotationRound.objects.select_related("unit").get(), User.objects.get(username="oc")
    day = AS_OF + timedelta(days=60)
    given = problem_of(user, round, due_by=AS_OF, move_on=day, rule="KH188")
    assert len(given.movers) == 326
    job = ask_for_proposal(round=round, settings=Settings(), due_by=AS_OF, move_on=day, rule="KH188", by=user)
    begun = time.monotonic()
    found = work_out(job.payload)
    assert time.monotonic() - begun < SECONDS
    assert found == work_out(job.payload), "the same seed, the same proposal"
    assert found["asked"] == 326 and found["moved"] >= found["greedy"] > 0
    moves = {case: to for circle in found["circles"] for case, to in circle}
    seat = {one.case: one.seat for one in given.movers}
    plan = Plan({case: seat[to] for case, to in moves.items()}, dict(found["left"]))
    assert faults(plan, given.movers, given.seats, Counter(given.sizes), Settings()) == []
    job.result = found
    job.save(update_fields=["result"])
    made = accept(round=round, job=job, circles=[0], today=AS_OF, by=user)
    assert {item.case_id for item in made} == {case for case, _to in found["circles"][0]}
    assert RotationItem.objects.filter(round=round, state="signed").count() == len(made)
    assert all(item.case.posting.unit_id != item.destination_id for item in made)


REPORT = Path(__file__).resolve().parents[1] / "data" / "report_2024.yaml"
PUBLISHED = yaml.safe_load(REPORT.read_text(encoding="utf-8"))["inspections"]
YEAR: dict[str, Any] = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}


def test_inspections_of_2024_are_rows_that_give_the_published_figures(city: City2024) -> None:
    team, bodies = PUBLISHED["city_team"], PUBLISHED["departments_districts_units"]
    leader = User.objects.get(username="ld")
    lines = {line.key: (line.teams, line.units) for line in whole_city(leader, **YEAR)}
    assert lines == {
        "surprise": (team["surprise"]["total"], bodies["surprise"]),
        "directed": (team["by_direction"], 0),
        "planned": (0, bodies["planned"]),
        "complaint": (0, 0),
        "": (team["surprise"]["total"] + team["by_direction"], bodies["total"]),
    }
    assert sum(lines[""]) == PUBLISHED["total"] == 299
    together = whole_city(leader, **YEAR)[-1]
    assert together.seen_by_units >= bodies["units_inspected_at_least"] and together.seen_by_teams == 29
    surprise = statistics.behind(leader, "kind", "surprise", **YEAR)
    places = Counter((row.unit.kind in ("ward", "commune"), row.unit.code[:3]) for row in surprise)
    assert places == {
        (True, "X24"): team["surprise"]["commune_level_peoples_committees"],
        (False, "Q24"): team["surprise"]["agencies_under_districts"],
        (False, "S24"): team["surprise"]["units_under_departments"],
    }
    assert {row.team.number for row in surprise} == {Inspection.objects.first().team.number}  # type: ignore[union-attr]
    checks = own_behind(leader, "", **YEAR).select_related("checked")
    units = Unit.objects.in_bulk({key for row in checks for key in row.unit_keys})
    assert all(units[key].path.startswith(row.unit.path) for row in checks for key in row.unit_keys)
    assert checks.count() == OwnCheck.objects.count() == 270 and len({row.unit_id for row in checks}) == 48


def test_history_was_written_with_its_trail_and_the_guards_stand_again(city: City2024) -> None:
    rows = list(Inspection.objects.values_list("pk", "code", "started_at__date__year"))
    assert {year for _pk, _code, year in rows} == {2024} and len({code for _pk, code, _year in rows}) == 29
    trail = AuditEvent.objects.using("audit").filter(table_name="inspections_inspection", outside_app=False)
    assert trail.filter(operation="I").count() == trail.filter(name="inspection.taken_over").count() == 29
    assert [found for found in row_findings() if found.table.startswith("inspections_")] == []
    with pytest.raises(DatabaseError, match="starts as draft"), transaction.atomic():
        Inspection.objects.bulk_create([_copy_of_one()])


def _copy_of_one() -> Inspection:
    row = Inspection.objects.all()[0]
    row.pk, row.public_id, row.code = None, "x" * 32, "KT-2024-99999"
    return row


@pytest.mark.django_db
def test_another_city_is_never_mixed_with_it() -> None:
    create_unit(code="HN", name="Thành phố Hà Nội", kind="city", parent=None, by=None)
    with pytest.raises(CommandError, match="empty"):
        call_command("seed_demo", "--scenario=hanoi-2024", stderr=StringIO())
