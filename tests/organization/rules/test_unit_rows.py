"""Cells of a unit file."""

from datetime import date

import pytest

from organization.rules.unit_rows import missing_columns, read_unit_rows, reference_problems


def row(**cells: str) -> dict[str, str | None]:
    return {"code": "A", "name_vi": "Sở A", "kind": "department", **cells}


def test_a_full_row_is_read() -> None:
    (unit,), problems = read_unit_rows(
        [row(parent_code="UBND", active_from="2025-07-01", active_to="2026-01-31", successor_code="B")]
    )
    assert problems == []
    assert (unit.row, unit.code, unit.valid_from, unit.valid_to) == (2, "A", date(2025, 7, 1), date(2026, 1, 31))


def test_a_decomposed_name_is_composed() -> None:
    (unit,), _problems = read_unit_rows([row(name_vi="So\u031b\u0309  A ")])
    assert unit.name == "Sở A"


def test_an_empty_line_is_passed_over() -> None:
    units, problems = read_unit_rows([{"code": "", "name_vi": None}, row()])
    assert [unit.row for unit in units] == [3]
    assert problems == []


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"code": ""}, "code", "missing"),
        ({"name_vi": " "}, "name_vi", "missing"),
        ({"name_vi": "x" * 201}, "name_vi", "too_long"),
        ({"kind": "castle"}, "kind", "unknown_kind"),
        ({"active_from": "01/07/2025"}, "active_from", "no_date"),
        ({"active_from": "2025-07-01", "active_to": "2025-06-30"}, "active_to", "ends_before_it_begins"),
        ({"successor_code": "B"}, "successor_code", "successor_without_end"),
    ],
)
def test_a_wrong_cell_is_named(cells: dict[str, str], column: str, code: str) -> None:
    units, problems = read_unit_rows([row(**cells)])
    assert units == []
    assert [(one.row, one.column, one.code) for one in problems] == [(2, column, code)]


def test_a_code_twice_is_named_at_the_second_row() -> None:
    _units, problems = read_unit_rows([row(), row()])
    assert [(one.row, one.code) for one in problems] == [(3, "twice")]


def test_references_to_nothing_and_circles_are_named() -> None:
    units, _problems = read_unit_rows(
        [
            row(code="A", parent_code="B"),
            row(code="B", parent_code="A"),
            row(code="C", parent_code="gone"),
            row(code="D", active_to="2025-01-01", successor_code="D"),
            row(code="E", parent_code="KNOWN"),
        ]
    )
    found = {(one.row, one.code) for one in reference_problems(units, known=["KNOWN"])}
    assert found == {(2, "circle"), (3, "circle"), (4, "unknown_unit"), (5, "own_successor")}


def test_missing_columns_are_named() -> None:
    assert missing_columns(["code", "name_en"]) == ["name_vi", "kind"]
