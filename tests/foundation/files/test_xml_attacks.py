"""M-59 for kept files: six attacks by XML in Word and Excel files are refused before anything parses them."""

import pytest

from foundation.files.errors import FileRefused
from foundation.files.services.intake import store
from foundation.web.errors import status_of
from tests.files import kept_on_disk, upload
from tests.foundation.files.conftest import KIND
from tests.foundation.files.samples import document_xml, docx, xlsx
from tests.foundation.sheets.test_hostile_files import LAUGHS, QUADRATIC, attack_parts, listener
from tests.foundation.sheets.workbooks import spent

__all__ = ["listener"]

NAMES = ("entity bomb", "quadratic", "external file", "external DTD", "XInclude", "UTF-16")


def word_parts(secret, port):
    own_file = f'<!DOCTYPE z [<!ENTITY a SYSTEM "file://{secret}">]>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://127.0.0.1:{port}/x"/>'
    return {
        "entity bomb": document_xml("&j;", LAUGHS),
        "quadratic": document_xml("&a;" * 1_000, QUADRATIC),
        "external file": document_xml("&a;", own_file),
        "external DTD": document_xml("a", f'<!DOCTYPE z SYSTEM "http://127.0.0.1:{port}/x.dtd">'),
        "XInclude": document_xml(include),
        "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + document_xml("&a;", own_file)).encode("utf-16"),
    }


def attacks(secret, port, name):
    word, sheet = word_parts(secret, port)[name], attack_parts(secret, port)[name]
    yield "a.docx", docx(document=word)
    yield "b.docx", docx({"customXml/item1.xml": word})
    yield "c.docx", docx({"word/_rels/document.xml.rels": word})
    yield "a.xlsx", xlsx(extra={"xl/worksheets/sheet1.xml": sheet})
    yield "b.xlsx", xlsx(extra={"docProps/core.xml": sheet})
    yield "c.xlsx", xlsx(extra={"xl/theme/theme1.bin": sheet})


@pytest.mark.parametrize("name", NAMES)
def test_attack_by_xml_is_400_at_once_without_reading_or_calling_anything(name, owner, files_dir, listener, tmp_path):
    port, seen = listener
    secret = tmp_path / "secret"
    secret.write_text("the-secret-text")
    for file_name, content in attacks(secret, port, name):
        began = spent()
        with pytest.raises(FileRefused) as refused:
            store(upload(file_name, content), by=owner, parent_kind=KIND, parent_id=1)
        assert spent() - began < 1
        assert status_of(refused.value) == 400 and refused.value.code == "file_forbidden_xml", file_name
        assert "the-secret-text" not in str(refused.value)
    assert seen == [] and kept_on_disk(files_dir) == []


@pytest.mark.parametrize("name", NAMES)
def test_same_attack_in_a_document_that_is_read_is_refused_by_the_child(name, listener, tmp_path):
    from foundation.sheets.reader import read_table_file
    from foundation.workflow.errors import InvalidInput

    port, seen = listener
    secret = tmp_path / "secret"
    secret.write_text("the-secret-text")
    path = tmp_path / "attack.docx"
    path.write_bytes(docx(document=word_parts(secret, port)[name]))
    with path.open("rb") as file, pytest.raises(InvalidInput) as refused:
        read_table_file(file, documents=True)
    assert refused.value.code == "sheet_forbidden_xml"
    assert "the-secret-text" not in str(refused.value) and seen == []
