"""M-58: files made to exhaust the machine are refused fast, small, and before anything parses them."""

import io
import random
import struct
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from foundation.sheets.guard import check_table_bytes
from foundation.sheets.reader import read_table
from foundation.workflow.errors import InvalidInput
from tests.foundation.sheets.workbooks import MAIN, OFFICE, RELATIONS, sheet_xml, spent, text_row, workbook


def rows_bomb(count):
    head, tail = sheet_xml("|").split("|")
    return workbook(head + "<row><c><v>1</v></c></row>" * count + tail)


def many_members():
    return workbook(extra={f"xl/media/{number}.xml": "<a/>" for number in range(200)})


def directory_of_many():
    """300,000 members promised by a directory of 14 MB would be refused by size; 60,000 fit into the file."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    content = b"PK\x03\x04" + b"\x00" * 40
    directory = entry * 60_000
    return (
        content
        + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, len(directory), len(content), 0)
    )


def one_part_of_zeros():
    return workbook(extra={"xl/media/image1.bin": b"\0" * (20 << 20)})


def nested():
    return workbook(extra={"xl/media/image1.bin": workbook()})


def overlapping():
    """The same packed bytes named by many directory entries: what is declared is counted, not what is stored."""
    return workbook(extra={f"xl/media/{number}.txt": b"x" * (1 << 20) for number in range(60)})


BOMBS = {
    "49 MB of rows in 147 KB": (lambda: rows_bomb(1_000_000), "sheet_ratio"),
    "196 MB of rows": (lambda: rows_bomb(7_300_000), "sheet_unpacks_too_large"),
    "too many members": (many_members, "sheet_too_many_members"),
    "a directory of 60,000": (directory_of_many, "sheet_too_many_members"),
    "20 MB of zeros": (one_part_of_zeros, "sheet_ratio"),
    "an archive in the archive": (nested, "sheet_nested_archive"),
    "60 parts of 1 MB": (overlapping, "sheet_unpacks_too_large"),
    "11 MiB of text": (lambda: b"a;b\n" * (11 << 18), "sheet_too_large"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_before_parsing(name):
    build, code = BOMBS[name]
    content = build()
    tracemalloc.start()
    began = spent()
    with pytest.raises(InvalidInput) as refused:
        check_table_bytes(content)
    used, peak = spent() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.code == code
    assert used < 1 and peak < 50 << 20


def far_cell(reference):
    return workbook(sheet_xml(f'<row r="{reference.strip("ABCDEFXZ")}"><c r="{reference}"><v>1</v></c></row>'))


def lying_about_size():
    """A part that says 100 bytes and unpacks to 60 MB."""
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">' + "<si/>" * 2_000_000 + "</sst>")
    content = bytearray(target.getvalue())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.rfind(mark)
        content[place + offset : place + offset + 4] = struct.pack("<L", 100)
    return bytes(content)


def shared_text_bomb():
    """One long shared string, named by every cell."""
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 3_900}</t></si></sst>'
    cells = '<c t="s"><v>0</v></c>' * 60
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(1, 15_000))
    relations = RELATIONS.format(
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(sheet_xml(rows)))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, relations if name.endswith("workbook.xml.rels") else old.read(name))
        new.writestr("xl/sharedStrings.xml", shared)
        new.writestr("xl/media/noise.bin", random.Random(1).randbytes(1 << 20))
    return target.getvalue()


IN_THE_CHILD = {
    "a cell in the last row": (lambda: far_cell("A1048576"), "sheet_too_many_rows"),
    "a cell in the last column": (lambda: far_cell("XFD1"), "sheet_too_many_columns"),
    "20,101 rows": (
        lambda: workbook(sheet_xml("".join(text_row(n, f"row {n * 7919 % 10007}") for n in range(1, 20_102)))),
        "sheet_too_many_rows",
    ),
    "61 columns": (lambda: workbook(sheet_xml(text_row(1, *range(61)))), "sheet_too_many_columns"),
    "a part that lies about its size": (lying_about_size, "sheet_broken_archive"),
    "one long text in every cell": (shared_text_bomb, None),
    "10 MB of commas": (lambda: b"a," * (4 << 20), "sheet_too_many_columns"),
    "one field of 5 MB": (lambda: b'"' + b"a" * (5 << 20) + b'"', None),
    "a quotation mark never closed": (lambda: b'a;b\n"c;d\n' + b"e;f\n" * 10, "sheet_broken_quotes"),
    "30,000 lines": (lambda: b"a;b\n" * 30_000, "sheet_too_many_rows"),
}


@pytest.mark.parametrize("name", IN_THE_CHILD)
def test_what_only_reading_shows_is_refused_by_the_child(tmp_path, name):
    build, code = IN_THE_CHILD[name]
    path = tmp_path / "upload"
    path.write_bytes(build())
    began = spent()
    with pytest.raises(InvalidInput) as refused:
        read_table(path)
    assert spent() - began < 15
    assert refused.value.code == code or (code is None and refused.value.code.startswith("sheet_"))
    assert "%(" not in str(refused.value)


def test_the_child_has_512_mib_and_30_seconds():
    program = (
        "import resource; from foundation.sheets.child import set_limits; set_limits(); "
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[1])\n"
        "try: bytearray(600 << 20)\nexcept MemoryError: print('refused')"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.split() == [str(512 << 20), "30", "refused"]


def test_the_child_starts_without_django():
    program = (
        "import sys; import foundation.sheets.child, foundation.sheets.workbook_xml; print('django' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )
