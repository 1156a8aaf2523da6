"""M-58: bombs and disguised files are refused before anything parses them."""

import io
import resource
import time
import zipfile

import pytest

from foundation.sheets.guard import check_table_bytes
from foundation.workflow.errors import InvalidInput

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def archive(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in {
            "[Content_Types].xml": CONTENT_TYPES,
            "xl/workbook.xml": b"<workbook/>",
            **members,
        }.items():
            target.writestr(name, content)
    return buffer.getvalue()


def rows_of_one_cell(count):
    return b"<sheetData>" + b'<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>' * count + b"</sheetData>"


def lying_about_size(content):
    """The directory declares ten bytes where there are many."""
    real = len(rows_of_one_cell(50_000)).to_bytes(4, "little")
    return content.replace(real, (10).to_bytes(4, "little"))


REFUSED = {
    "a million rows": (lambda: archive({"xl/worksheets/sheet1.xml": rows_of_one_cell(1_000_000)}), "sheet_unpacks_too_large"),
    "four million rows": (lambda: archive({"xl/worksheets/sheet1.xml": rows_of_one_cell(3_600_000)}), "sheet_unpacks_too_large"),
    "ratio": (lambda: archive({"xl/media/a.bin": b"\0" * 20_000_000}), "sheet_ratio"),
    "many members": (lambda: archive({f"xl/x{number}.xml": b"" for number in range(300)}), "sheet_too_many_members"),
    "nested archive": (lambda: archive({"xl/media/a.png": archive({})}), "sheet_nested_archive"),
    "climbing name": (lambda: archive({"../../etc/passwd": b"x"}), "sheet_member_name"),
    "macros": (lambda: archive({"xl/vbaProject.bin": b"x"}), "sheet_macro"),
    "external links": (lambda: archive({"xl/externalLinks/externalLink1.xml": b"<x/>"}), "sheet_external_link"),
    "a Word document": (lambda: archive({}).replace(b"xl/workbook.xml", b"wd/document.xml"), "sheet_not_a_workbook"),
    "cut off": (lambda: archive({})[:-30], "sheet_broken_archive"),
    "prefixed": (lambda: b"MZ\x90" + archive({}), "sheet_not_a_table"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet_old_excel"),
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "sheet_password"),
    "pdf": (lambda: b"%PDF-1.7 ...", "sheet_not_a_table"),
    "web page": (lambda: b"\n<html><table><tr><td>1", "sheet_web_page"),
    "too large": (lambda: b"a;b\n" * 3_000_000, "sheet_too_large"),
    "empty": (lambda: b"", "sheet_empty_file"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_fast_and_small(name):
    make, code = REFUSED[name]
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        check_table_bytes(content)
    assert time.monotonic() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024
    assert refused.value.code == code
    assert str(refused.value)


def test_a_lying_size_is_found_by_the_reader(tmp_path):
    from foundation.sheets.reader import read_table

    path = tmp_path / "lying.xlsx"
    path.write_bytes(lying_about_size(archive({"xl/worksheets/sheet1.xml": rows_of_one_cell(50_000)})))
    with pytest.raises(InvalidInput):
        read_table(path)


def test_what_a_table_is_follows_from_its_content():
    assert check_table_bytes(archive({})) == "xlsx"
    assert check_table_bytes("Họ và tên;Ngày sinh\n".encode("utf-8-sig")) == "csv"
