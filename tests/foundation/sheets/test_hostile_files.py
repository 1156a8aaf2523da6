"""M-59 and the allow-list by content: XML attacks, macros, links, wrong formats; always one clear sentence."""

import io
import socket
import struct
import threading
import zipfile

import pytest

from foundation.sheets.guard import check_table_bytes
from foundation.sheets.reader import read_table
from foundation.workflow.errors import InvalidInput
from tests.foundation.sheets.workbooks import OFFICE, RELATIONS, sheet_xml, spent, text_row, workbook

LAUGHS = (
    '<!DOCTYPE z [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE z [<!ENTITY a "{"x" * 50_000}">]>'
INCLUDED = '<row r="1"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/></row>'
ROW = text_row(1, "&a;")


def attack_parts(secret, port):
    doctype_file = f'<!DOCTYPE z [<!ENTITY a SYSTEM "file://{secret}">]>'
    doctype_net = f'<!DOCTYPE z SYSTEM "http://127.0.0.1:{port}/x.dtd">'
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(ROW, doctype_file)).encode("utf-16")
    return {
        "entity bomb": sheet_xml(text_row(1, "&j;"), LAUGHS),
        "quadratic": sheet_xml(text_row(1, "&a;" * 1_000), QUADRATIC),
        "external file": sheet_xml(ROW, doctype_file),
        "external DTD": sheet_xml(text_row(1, "a"), doctype_net),
        "XInclude": sheet_xml(INCLUDED.format(f"http://127.0.0.1:{port}/x")),
        "UTF-16": utf16,
    }


@pytest.fixture
def listener():
    """A port that counts who connects."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    seen, done = [], threading.Event()

    def accept():
        while not done.is_set():
            try:
                seen.append(server.accept()[1])
            except TimeoutError:
                continue

    thread = threading.Thread(target=accept)
    thread.start()
    yield server.getsockname()[1], seen
    done.set()
    thread.join()
    server.close()


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"]
)
@pytest.mark.parametrize("name", ["entity bomb", "quadratic", "external file", "external DTD", "XInclude", "UTF-16"])
def test_xml_attack_is_refused_without_reading_or_calling_anything(tmp_path, listener, name, part):
    port, seen = listener
    secret = tmp_path / "secret"
    secret.write_text("the-secret-text")
    path = tmp_path / "attack.xlsx"
    path.write_bytes(workbook(extra={part: attack_parts(secret, port)[name]}))
    began = spent()
    with pytest.raises(InvalidInput) as refused:
        read_table(path)
    assert spent() - began < 1
    assert refused.value.code == "sheet_forbidden_xml"
    assert "the-secret-text" not in str(refused.value) and seen == []


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize(
    "content", ["", "<a><b></a>", "\x00\x01", "<a>" * 5_000, '<?xml version="1.0" encoding="nonsense"?><a/>']
)
def test_damaged_part_is_a_sentence(tmp_path, part, content):
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(workbook(extra={part: content}))
    with pytest.raises(InvalidInput) as refused:
        read_table(path)
    assert refused.value.code.startswith("sheet_") and refused.value.field == "file"


def with_flag(bit):
    content = bytearray(workbook())
    place = content.find(b"PK\x01\x02")
    content[place + 8 : place + 10] = struct.pack("<H", bit)
    return bytes(content)


def with_link():
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        info = zipfile.ZipInfo("xl/media/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "../../etc/passwd")
    return target.getvalue()


def twice_the_same():
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("XL/workbook.xml", "<a/>")
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WRONG = {
    "empty": (b"", "sheet_empty_file"),
    "old excel": (OLE + b"\0" * 600, "sheet_old_excel"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "sheet_password"),
    "encrypted part": (with_flag(1), "sheet_password"),
    "pdf": (b"%PDF-1.7\n", "sheet_not_a_table"),
    "picture": (b"\x89PNG\r\n\x1a\n", "sheet_not_a_table"),
    "zeros": (b"\0" * 100, "sheet_not_a_table"),
    "web page": (b"\xef\xbb\xbf\n<!DOCTYPE html><table>", "sheet_web_page"),
    "docx": (
        workbook(extra={"word/document.xml": "<a/>"}).replace(b"xl/workbook.xml", b"wd/workbook.xml"),
        "sheet_not_a_workbook",
    ),
    "macro": (workbook(extra={"xl/vbaProject.bin": b"\x01"}), "sheet_macro"),
    "macro sheet": (workbook(extra={"xl/macrosheets/sheet1.xml": "<a/>"}), "sheet_macro"),
    "external link": (workbook(extra={"xl/externalLinks/externalLink1.xml": "<a/>"}), "sheet_external_link"),
    "embedded": (workbook(extra={"xl/embeddings/oleObject1.bin": b"\x01"}), "sheet_nested_archive"),
    "climbing name": (workbook(extra={"../../evil.xml": "<a/>"}), "sheet_member_name"),
    "absolute name": (workbook(extra={"/etc/cron.xml": "<a/>"}), "sheet_member_name"),
    "windows name": (workbook(extra={"xl\\..\\evil.xml": "<a/>"}), "sheet_member_name"),
    "symbolic link": (with_link(), "sheet_symbolic_link"),
    "two parts of one name": (twice_the_same(), "sheet_broken_archive"),
    "cut off": (workbook()[:-30], "sheet_broken_archive"),
    "something behind it": (workbook() + b"more", "sheet_broken_archive"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_a_plain_table_is_refused_by_content(name):
    content, code = WRONG[name]
    with pytest.raises(InvalidInput) as refused:
        check_table_bytes(content)
    assert refused.value.code == code
    assert "%(" not in str(refused.value)


def test_relation_to_another_file_is_refused_and_a_mail_link_is_not(tmp_path):
    path = tmp_path / "links.xlsx"
    link = '<Relationship Id="x1" Type="{}/{}" Target="{}" TargetMode="External"/>'
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    path.write_bytes(
        workbook(extra={relations: RELATIONS.format(link.format(OFFICE, "hyperlink", "mailto:an@example.vn"))})
    )
    assert read_table(path).rows[0][0].value == "a"
    path.write_bytes(
        workbook(extra={relations: RELATIONS.format(link.format(OFFICE, "oleObject", "file:///c:/x.xls"))})
    )
    with pytest.raises(InvalidInput) as refused:
        read_table(path)
    assert refused.value.code == "sheet_external_link"


def test_any_cut_of_a_workbook_is_a_sentence(tmp_path):
    content = workbook()
    path = tmp_path / "cut.xlsx"
    for place in range(1, len(content), 97):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        path.write_bytes(bytes(damaged))
        try:
            read_table(path)
        except InvalidInput as refused:
            assert refused.field == "file"
