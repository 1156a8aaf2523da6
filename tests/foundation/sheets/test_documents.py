"""Rows of a text document: paragraphs and table rows in order, under the same limits as a workbook."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import docx
import pytest

from foundation.sheets.reader import read_table_file
from foundation.workflow.errors import InvalidInput


@contextmanager
def temporary_file(content: bytes) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


def document(*, rows: list[list[str]], above: str = "PHỤ LỤC") -> bytes:
    made = docx.Document()
    made.add_paragraph(above)
    table = made.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, data)
    return target.getvalue()


def texts(content: bytes) -> list[list[str]]:
    with temporary_file(content) as file:
        sheet = read_table_file(file, documents=True)
    return [[cell.shown for cell in row] for row in sheet.rows if any(cell.shown for cell in row)]


def test_paragraphs_and_rows_stand_in_order() -> None:
    content = document(rows=[["STT", "Nội dung"], ["1", "Né tránh,\nđùn đẩy"]])
    assert texts(content) == [["PHỤ LỤC"], ["STT", "Nội dung"], ["1", "Né tránh, đùn đẩy"]]


def test_document_is_no_table_where_none_is_asked_for() -> None:
    with temporary_file(document(rows=[["1", "a"]])) as file, pytest.raises(InvalidInput) as refused:
        read_table_file(file)
    assert refused.value.code == "sheet_not_a_workbook"


@pytest.mark.parametrize(
    ("part", "data", "code"),
    [
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "sheet_forbidden_xml"),
        ("word/document.xml", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>', "sheet_forbidden_xml"),
        ("word/document.xml", b'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="/etc/passwd"/></a>',
         "sheet_forbidden_xml"),
        ("word/document.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "sheet_forbidden_xml"),
        ("word/document.xml", b"<a><b></a>", "sheet_bad_xml"),
        ("word/vbaProject.bin", b"x", "sheet_macro"),
        ("word/embeddings/oleObject1.bin", b"x", "sheet_nested_archive"),
    ],
)  # fmt: skip
def test_hostile_document_is_refused(part: str, data: bytes, code: str) -> None:
    content = with_part(document(rows=[["1", "a"]]), part, data)
    with pytest.raises(InvalidInput) as refused:
        texts(content)
    assert refused.value.code == code
