"""Loading a file of units, by service and by command."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foundation.audit.models import AuditEvent
from foundation.workflow.errors import InvalidInput
from organization.models import Unit, UnitSuccession
from organization.rules.paths import path_under
from organization.services.units import create_division, load_units

pytestmark = pytest.mark.django_db

HANOI = Path("organization/data/hanoi_units.csv")


def hanoi() -> list[dict[str, str | None]]:
    with HANOI.open(encoding="utf-8") as file:
        return [dict(row) for row in csv.DictReader(file)]


def row(code: str, parent: str = "", **cells: str) -> dict[str, str | None]:
    return {"code": code, "name_vi": f"Sở {code}", "kind": "department", "parent_code": parent, **cells}


def paths_are_right() -> bool:
    units = Unit.objects.in_bulk()
    return all(
        unit.path == path_under(units[unit.parent_id].path if unit.parent_id else "", unit.pk)
        for unit in units.values()
    )


def test_hanoi_is_loaded_whole() -> None:
    loaded = load_units(hanoi(), by=None)
    assert (loaded.rows, loaded.created, loaded.updated, loaded.unchanged) == (197, 197, 0, 0)
    assert Unit.objects.count() == 197
    assert paths_are_right()
    districts = Unit.objects.filter(kind="district")
    assert {unit.valid_to for unit in districts} == {date(2025, 6, 30)}
    wards = Unit.objects.filter(kind__in=["ward", "commune"])
    assert {unit.valid_from for unit in wards} == {date(2025, 7, 1)}
    assert (districts.count(), wards.count()) == (30, 126)


def test_the_second_run_changes_nothing_and_writes_nothing() -> None:
    load_units(hanoi(), by=None)
    entries = AuditEvent.objects.count()
    assert entries >= 197
    versions = dict(Unit.objects.values_list("code", "row_version"))
    loaded = load_units(hanoi(), by=None)
    assert (loaded.created, loaded.updated, loaded.unchanged) == (0, 0, 197)
    assert AuditEvent.objects.count() == entries
    assert dict(Unit.objects.values_list("code", "row_version")) == versions


def test_a_successor_takes_over_the_day_after() -> None:
    load_units(hanoi(), by=None)
    edge = UnitSuccession.objects.get(predecessor__valid_to=date(2025, 2, 28), successor__code="SXD")
    assert (edge.effective_on, edge.kind) == (date(2025, 3, 1), "merge")


def test_the_order_of_rows_does_not_matter() -> None:
    load_units(list(reversed(hanoi())), by=None)
    assert Unit.objects.count() == 197
    assert paths_are_right()


def test_an_empty_cell_erases_nothing() -> None:
    load_units([row("A", active_from="2020-01-01", name_en="Department A")], by=None)
    loaded = load_units([row("A")], by=None)
    unit = Unit.objects.get(code="A")
    assert loaded.unchanged == 1
    assert (unit.valid_from, unit.name_en) == (date(2020, 1, 1), "Department A")


def test_a_moved_unit_takes_its_subtree_along() -> None:
    load_units([row("A"), row("B"), row("C", "A"), row("D", "C")], by=None)
    division = create_division(unit=Unit.objects.get(code="D"), name="Phòng Tổng hợp", by=None)
    loaded = load_units([row("A"), row("B"), row("C", "B"), row("D", "C")], by=None)
    assert (loaded.updated, loaded.unchanged) == (1, 3)
    assert paths_are_right()
    division.refresh_from_db()
    assert division.path.startswith(Unit.objects.get(code="B").path)


def test_a_swap_of_parent_and_child_keeps_paths_right() -> None:
    load_units([row("R"), row("A", "R"), row("B", "A"), row("C", "B")], by=None)
    load_units([row("R"), row("A", "B"), row("B", "R"), row("C", "B")], by=None)
    assert paths_are_right()


def test_a_circle_through_units_the_file_does_not_name_is_refused() -> None:
    load_units([row("A"), row("B", "A"), row("C", "B")], by=None)
    with pytest.raises(InvalidInput) as refused:
        load_units([row("A", "C")], by=None)
    assert refused.value.code == "circle"


def test_one_wrong_cell_and_nothing_is_written() -> None:
    with pytest.raises(InvalidInput) as refused:
        load_units([row("A"), row("B", kind="castle"), row("C", "gone")], by=None)
    assert (refused.value.row, refused.value.field, refused.value.code) == (3, "kind", "unknown_kind")
    assert not Unit.objects.exists()


def test_the_command_prints_one_json_object() -> None:
    out = StringIO()
    call_command("load_units", str(HANOI), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"rows": 197, "created": 197, "updated": 0, "unchanged": 0}


def test_the_command_reads_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("code;name_vi;kind\nA;Sở A;department\n", encoding="utf-8-sig")
    out = StringIO()
    call_command("load_units", str(file), "--json", stdout=out)
    assert json.loads(out.getvalue())["created"] == 1


def test_the_command_names_every_wrong_cell(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("code,name_vi,kind\nA,,department\nB,Sở B,castle\n", encoding="utf-8")
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("load_units", str(file), stderr=err)
    assert [line.split("\t")[:2] for line in err.getvalue().splitlines()] == [["2", "name_vi"], ["3", "kind"]]


@pytest.mark.parametrize("text", ["code,name_en\nA,b\n", ""])
def test_the_command_refuses_a_file_without_its_columns(tmp_path: Path, text: str) -> None:
    file = tmp_path / "units.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="name_vi"):
        call_command("load_units", str(file))


def test_the_command_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("load_units", str(tmp_path / "none.csv"))
