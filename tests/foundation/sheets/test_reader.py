"""M-59 and reading: hostile XML is refused, formulas are seen, text files are understood."""

import datetime
import time
import zipfile

import pytest
from openpyxl import Workbook

from foundation.sheets.cells import CellKind
from foundation.sheets.reader import read_table
from foundation.workflow.errors import InvalidInput


def saved(tmp_path, rows, change=None, name="book.xlsx"):
    """A workbook of these rows; `change` rewrites its members."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / name
    book.save(path)
    if change:
        with zipfile.ZipFile(path) as source:
            members = {item: source.read(item) for item in source.namelist()}
        members = change(members)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for item, content in members.items():
                target.writestr(item, content)
    return path


def in_sheet(before, after):
    def change(members):
        name = "xl/worksheets/sheet1.xml"
        members[name] = before + members[name].removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>") + after
        return members

    return change


BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %s "%s">' % (bytes([98 + n]), b"&%s;" % bytes([97 + n]) * 10) for n in range(9)
) + b"]>"  # fmt: skip
ATTACKS = {
    "entity bomb": in_sheet(BOMB, b""),
    "quadratic": in_sheet(b'<!DOCTYPE b [<!ENTITY a "' + b"a" * 100_000 + b'">]>', b""),
    "external file": in_sheet(b'<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b""),
    "external DTD": in_sheet(b'<!DOCTYPE b SYSTEM "http://example.invalid/x.dtd">', b""),
    "inclusion": lambda members: {
        **members, "xl/extra.xml": b'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/passwd"/></x>',
    },
    "UTF-16": lambda members: {**members, "xl/extra.xml": '<!DOCTYPE b [<!ENTITY a "a">]><b>&a;</b>'.encode("utf-16")},
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_xml_is_refused(tmp_path, name):
    path = saved(tmp_path, [["Họ và tên"], ["An"]], ATTACKS[name])
    began = time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        read_table(path)
    assert refused.value.code == "sheet_forbidden_xml"
    assert time.monotonic() - began < 3  # the refusal itself is quick; a child process starts first


def test_formula_cells_are_seen_with_and_without_a_stored_value(tmp_path):
    path = saved(tmp_path, [["a", "b"], ['=HYPERLINK("http://example.invalid")', 3], ["=1+1", None]])
    with zipfile.ZipFile(path) as source:
        text = source.read("xl/worksheets/sheet1.xml")
    stored = text.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
    )
    assert stored != text
    path = saved(
        tmp_path, [["a", "b"], ["x", 3], ["y", None]], lambda members: {**members, "xl/worksheets/sheet1.xml": stored}
    )
    sheet = read_table(path)
    assert sheet.rows[1][0].kind == CellKind.FORMULA
    assert sheet.rows[1][0].value == '=HYPERLINK("http://example.invalid")'
    assert sheet.rows[2][0].kind == CellKind.FORMULA and sheet.rows[2][0].value == "=1+1"


def test_dates_numbers_and_merged_cells(tmp_path):
    book = Workbook()
    book.active.append(["Ngày", datetime.date(1980, 2, 29), 12.5, True])
    book.active.merge_cells("A3:C3")
    path = tmp_path / "x.xlsx"
    book.save(path)
    sheet = read_table(path)
    assert [cell.value for cell in sheet.rows[0]] == ["Ngày", datetime.date(1980, 2, 29), 12.5, True]
    assert (2, 0, 2, 2) in sheet.merged


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Họ tên;Số\r\n\"An; Bình\";001\r\n"), ("utf-8", "Họ tên;Số\nAn; Bình;001".replace("An; B", '"An; B').replace(";001", '";001')),
        ("utf-16", "Họ tên\tSố\r\nAn; Bình\t001\r\n"),
    ],
)  # fmt: skip
def test_text_files(tmp_path, encoding, text):
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(encoding))
    sheet = read_table(path)
    assert [[cell.value for cell in row] for row in sheet.rows] == [["Họ tên", "Số"], ["An; Bình", "001"]]


def test_limits_of_rows_columns_and_cells(tmp_path):
    for content, code in (
        (b"a;b\n" * 20_200, "sheet_too_many_rows"),
        (b";".join([b"x"] * 70), "sheet_too_many_columns"),
        (b"a;b\n" + b"x" * 5000 + b";1\n", "sheet_cell_too_long"),
        (b'a;b\n"x;1\n', "sheet_broken_quotes"),
        (b"a;b\n\x00;1\n", "sheet_not_a_table"),
    ):
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        with pytest.raises(InvalidInput) as refused:
            read_table(path)
        assert refused.value.code == code


def test_a_sparse_workbook_that_claims_a_million_rows_is_refused(tmp_path):
    def change(members):
        name = "xl/worksheets/sheet1.xml"
        members[name] = members[name].replace(b'r="2"', b'r="1000000"').replace(b'"A2"', b'"A1000000"')
        return members

    with pytest.raises(InvalidInput) as refused:
        read_table(saved(tmp_path, [["a"], ["b"]], change))
    assert refused.value.code == "sheet_too_many_rows"


def test_noise_never_escapes_as_another_error(tmp_path):
    path = saved(tmp_path, [["a", "b"], [1, 2]])
    whole = path.read_bytes()
    for position in range(0, len(whole), 211):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        try:
            read_table(open(path, "rb").name)
        except InvalidInput:
            continue
