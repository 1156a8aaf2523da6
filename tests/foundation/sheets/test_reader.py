"""What the reader gives back: typed cells, formulas seen in the XML, sheets, merged ranges, text files."""

import datetime
import unicodedata
from typing import Any

import pytest
from openpyxl import Workbook

from foundation.sheets.cells import CellKind
from foundation.sheets.guard import check_table_bytes
from foundation.sheets.reader import read_table
from foundation.workflow.errors import InvalidInput
from tests.foundation.sheets.workbooks import sheet_xml, workbook

NAME = "Đỗ Thị Hằng"


def values(table):
    return [[cell.value for cell in row] for row in table.rows]


def test_cells_are_typed(tmp_path):
    book = Workbook()
    sheet: Any = book.active
    sheet["B2"], sheet["C2"], sheet["D2"], sheet["E2"] = "a\nb", 36054, 1.5, True
    sheet["F2"], sheet["G2"] = datetime.date(1945, 9, 2), datetime.datetime(2020, 1, 2, 3, 4)
    sheet["H2"] = "=1+1"
    sheet.merge_cells("B4:C5")
    sheet["B4"] = "merged"
    book.save(tmp_path / "typed.xlsx")
    table = read_table(tmp_path / "typed.xlsx")
    kinds = ["empty", "text", "number", "number", "bool", "date", "date", "formula"]
    assert [cell.kind for cell in table.rows[1]] == kinds
    assert table.rows[0] == [] and table.rows[1][1].value == "a\nb"
    assert table.rows[1][5].value == datetime.date(1945, 9, 2) and table.rows[1][5].serial == 16682
    assert table.rows[1][5].shown == "02/09/1945"
    assert table.rows[1][7].value == "=1+1"
    assert table.merged == ((3, 1, 4, 2),)


@pytest.mark.parametrize("stored", ["", "<v></v>", "<v>Nguyễn Văn An</v>"])
@pytest.mark.parametrize("formula", ["<f>A1</f>", '<f t="shared" si="0"/>', '<f t="array" ref="A1">A1</f>'])
def test_formula_is_seen_with_and_without_a_stored_value(tmp_path, stored, formula):
    path = tmp_path / "formula.xlsx"
    cell = f'<c r="B3" t="str">{formula}{stored}</c>'
    path.write_bytes(workbook(sheet_xml(f'<row r="3">{cell}<c r="C3"><v>7</v></c></row>')))
    row = read_table(path).rows[2]
    assert row[1].kind == CellKind.FORMULA and str(row[1].value).startswith("=")
    assert row[2].value == 7


def test_error_cell_is_seen(tmp_path):
    path = tmp_path / "error.xlsx"
    path.write_bytes(workbook(sheet_xml('<row><c t="e"><v>#REF!</v></c><c><v>1</v></c></row>')))
    row = read_table(path).rows[0]
    assert (row[0].kind, row[0].value, row[1].value) == (CellKind.ERROR, "#REF!", 1)


def test_styled_empty_cells_far_away_do_not_count(tmp_path):
    path = tmp_path / "styled.xlsx"
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row><row r="1048576"><c r="A1048576"/></row>'
    path.write_bytes(workbook(sheet_xml(rows)))
    assert values(read_table(path)) == [[1]]


def test_first_visible_sheet_with_content_is_read_and_the_others_named(tmp_path):
    book = Workbook()
    book["Sheet"].title = "empty"
    hidden = book.create_sheet("hidden")
    hidden["A1"], hidden.sheet_state = "secret", "hidden"
    book.create_sheet("list")["A1"] = "here"
    book.create_sheet("more")["A1"] = "there"
    book.save(tmp_path / "sheets.xlsx")
    table = read_table(tmp_path / "sheets.xlsx")
    assert (table.name, values(table), table.other_sheets) == ("list", [["here"]], ("more",))
    assert values(read_table(tmp_path / "sheets.xlsx", sheet="more")) == [["there"]]
    with pytest.raises(InvalidInput) as refused:
        read_table(tmp_path / "sheets.xlsx", sheet="absent")
    assert refused.value.code == "sheet_unknown_sheet" and "absent" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_files_of_many_makes(tmp_path, encoding, separator):
    lines = [
        ["Mã", "Họ và tên", "Ghi chú"],
        ["0012", NAME, f'a{separator} "b"\nc'],
        ["", "", ""],
        ["0013", NAME, "x"],
    ]
    quoted = [['"' + cell.replace('"', '""') + '"' if "\n" in cell else cell for cell in line] for line in lines]
    text = "\r\n".join(map(separator.join, quoted))
    if encoding == "cp1258":
        text = "".join(map(_tone_apart, text))
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    table = read_table(path)
    assert values(table) == [lines[0], lines[1], [], lines[3]]
    assert table.separator == separator


def _tone_apart(character):
    """What cp1258 can hold: the letter, then its tone as a character of its own."""
    if character.encode("cp1258", "ignore"):
        return character
    marks = unicodedata.normalize("NFD", character)
    tone = next(mark for mark in marks if mark in "\u0300\u0309\u0303\u0301\u0323")
    return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone


def test_separator_line_and_text_kept_by_a_formula_sign(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('sep=,\n"a;b;c",="0012"\n=1+1,2\n')
    assert values(read_table(path)) == [["a;b;c", "0012"], ["=1+1", "2"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a;b\n\xd2\x90\xff\x9f;\x81\x8d\n\x8a", "sheet_encoding"),
        (b"a;b\n" + b"x" * 5_000 + b";1\n", "sheet_cell_too_long"),
        (b"a;b\n\x00;1\n", "sheet_not_a_table"),
        (b"a;b\n" * 2_000 + b"\x00;1\n", "sheet_encoding"),
        ("a;b\x00".encode("utf-16"), "sheet_encoding"),
    ],
)
def test_text_that_is_none_is_a_sentence(tmp_path, content, code):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        read_table(path)
    assert refused.value.code == code and "%(" not in str(refused.value)


def test_what_a_table_is_follows_from_its_content_not_its_name(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(workbook())
    assert read_table(path).kind == "xlsx"
    assert check_table_bytes("Họ và tên;Ngày sinh\n".encode("utf-8-sig")) == "csv"


def test_twenty_thousand_rows_of_seventeen_columns_fit_into_the_child(tmp_path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(20_001):
        sheet.append([f"{number} {column} Ủy ban nhân dân phường Yên Sở" for column in range(17)])
    book.save(tmp_path / "large.xlsx")
    table = read_table(tmp_path / "large.xlsx")
    assert len(table.rows) == 20_001 and table.rows[-1][16].value == "20000 16 Ủy ban nhân dân phường Yên Sở"
