"""M-60 over every export of the site: what runs in a spreadsheet leaves as text and comes back as it was."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import models
from openpyxl import load_workbook

from cadres.models import Person, Position
from directives.models import Assignment
from discipline.services.rule_loading import load_rules
from evaluations.models import Cycle, Evaluation, Framework, UnitCycle
from evaluations.services.frameworks import load_frameworks
from foundation.audit.record import recorded
from foundation.sheets.neutral import DANGEROUS
from foundation.sheets.reader import read_table
from organization.models import Unit
from tests.access.routes import all_routes
from tests.cadres.rotation.conftest import long_held
from tests.cast import Cast, build_cast
from tests.discipline.decided import decided_case
from tests.foundation.audit.rows import replacement
from tests.foundation.sheets.test_writer import BARE
from tests.sessions import signed_in

ATTACKS = [prefix + "HYPERLINK(1)" for prefix in BARE] + ["'" + prefix + "1+1" for prefix in BARE]
READ_BACK = (ATTACKS[0], ATTACKS[5], ATTACKS[12])
"""The reading child is started for these; test_writer.py reads all of them back through it."""
MONTH = date(2026, 3, 1)
# Address, formats, whom it is open to, and the text fields that leave in it.
EXPORTS: dict[str, tuple[str, tuple[str, ...], str, list[tuple[type[models.Model], str]]]] = {
    "cadres:export": (
        "/people/export/?format={}", ("xlsx", "csv"), "officer",
        [(Person, "full_name"), (Position, "name"), (Unit, "name")],
    ),
    "directives:export": (
        "/assignments/export/?stage=all", ("xlsx",), "head",
        [(Person, "full_name"), (Unit, "name"), (Assignment, "title"), (Assignment, "responsibility"),
         (Assignment, "product")],
    ),
    "discipline:export": (
        "/discipline/export/", ("xlsx",), "officer",
        [(Person, "full_name"), (Unit, "name")],
    ),
    "discipline:replacements_export": (
        "/discipline/replacements/export/", ("xlsx",), "officer",
        [(Person, "full_name"), (Unit, "name")],
    ),
    "rotation:export": (
        "/rotation/export/?within=24", ("xlsx",), "officer",
        [(Person, "full_name"), (Position, "name"), (Unit, "name")],
    ),
    "reviews:export": (
        f"/reviews/delays/export/?period={MONTH:%Y-%m}", ("xlsx",), "officer",
        [(Person, "full_name"), (Unit, "name"), (Assignment, "title")],
    ),
    "evaluations:export": (
        f"/evaluations/{MONTH:%Y-%m}/units/P-01/export/", ("xlsx",), "officer",
        [(Person, "full_name"), (Unit, "name"), (Evaluation, "post_title"), (Evaluation, "departure_reason")],
    ),
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    made = build_cast()
    with recorded(by=None):
        for person in made.people.values():
            given = {"title": "a", "responsibility": "b", "product": "c", "code": f"NV{person.pk}"}
            Assignment.objects.create(person=person, unit=person.unit, assigned_on=MONTH, due_on=MONTH, **given)
        decided_month(made)
        load_rules()
        for key in ("staff", "staff2", "head"):
            decided_case(made.people[key])
        replacement(person=made.people["staff"])
    long_held(made)
    return made


def decided_month(cast: Cast) -> None:
    load_frameworks()
    cycle = Cycle.objects.create(framework=Framework.objects.get(code="HN-1841"), period=MONTH)
    ward, head = cast.units["ward"], cast.people["head"]
    month = UnitCycle.objects.create(cycle=cycle, unit=ward, decider=head)
    for key in ("staff", "staff2", "clerk", "division_head", "deputy"):
        Evaluation.objects.create(
            cycle=cycle, unit_cycle=month, person=cast.people[key], unit=ward, division=cast.units["division"],
            decider=head, subject_group="STAFF", grade="B", proposed_grade="B", decided_by=cast.users["head"],
        )  # fmt: skip
    for state in ("SELF_SUBMITTED", "SUPERIOR_DONE", "PROPOSED", "DECIDED"):
        Evaluation.objects.filter(cycle=cycle).update(state=state)


def test_no_export_is_missing_here() -> None:
    names = {route.name for route in all_routes() if "export" in route.name}
    assert names == set(EXPORTS), "write down the new export with its text fields"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", EXPORTS)
def test_every_text_field_leaves_as_text_and_comes_back(name: str, kind: str, cast: Cast, tmp_path: Any) -> None:
    address, kinds, who, fields = EXPORTS[name]
    if kind not in kinds:
        assert kind == "csv"  # this list leaves as XLSX only
        return
    client = signed_in(cast.users[who])
    for attack in ATTACKS:
        with recorded(by=None):
            for model, field in fields:
                model._default_manager.update(**{field: attack})
        answer: Any = client.get(address.format(kind))
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        cells = plain_xlsx(content) if kind == "xlsx" else plain_csv(content)
        written = attack if kind == "xlsx" else "'" + attack
        if "\r" not in attack:
            assert sum(text == written for text in cells) >= len(fields), attack
        if attack not in READ_BACK:
            continue
        path = tmp_path / f"back.{kind}"
        path.write_bytes(content)
        back = [cell.value for row in read_table(path).rows for cell in row]
        assert back.count(attack) >= len(fields), attack


def plain_xlsx(content: bytes) -> list[str]:
    cells = [cell for row in load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}, "a cell is a formula"
    return [str(cell.value) for cell in cells if cell.value is not None]


def plain_csv(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig")
    cells = [field for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for field in row]
    assert not [field for field in cells if field.lstrip(" ").startswith(DANGEROUS)], "a cell would run"
    return cells
