"""M-54: hostile files are refused by what they hold or are called; honest ones come back byte for byte."""

import hashlib
import unicodedata
from typing import Any

import pytest
from django.test import Client

from foundation.audit.models import AuditEvent
from foundation.files import limits
from foundation.files.errors import FileRefused
from foundation.files.models import StoredFile
from foundation.files.services.intake import store
from foundation.web.errors import status_of
from tests.files import kept_on_disk, upload
from tests.foundation.files.conftest import KIND
from tests.foundation.files.honest import honest
from tests.foundation.files.hostile import hostile
from tests.foundation.sheets.workbooks import spent
from tests.sessions import signed_in

LIMIT = 20 * limits.MIB
HOSTILE = hostile(LIMIT)
HONEST = honest()


def named(files):
    return [ascii(item[0][:40]) for item in files]


def test_the_corpora_have_their_full_numbers():
    assert len(HOSTILE) >= 45 and len({name for name, *_rest in HOSTILE}) == len(HOSTILE)
    assert len(HONEST) == 25


@pytest.mark.parametrize(
    ("name", "content", "declared", "status"), HOSTILE, ids=[ascii(item[0][:40]) for item in HOSTILE]
)
def test_hostile_file_is_refused_and_leaves_a_trace_but_no_file(
    name, content, declared, status, owner, files_dir, caplog
):
    began = spent()
    with pytest.raises(FileRefused) as refused:
        store(upload(name, content, declared), by=owner, parent_kind=KIND, parent_id=1)
    assert spent() - began < 2
    assert status_of(refused.value) == status
    assert "%(" not in str(refused.value)
    assert kept_on_disk(files_dir) == [] and not StoredFile.objects.exists()
    denied = AuditEvent.objects.using("audit").filter(kind="denied", name="file.refused")
    assert [row.details["code"] for row in denied] == [refused.value.code]
    assert "a file was refused" in caplog.text


@pytest.mark.parametrize(("name", "content", "declared"), HONEST, ids=named(HONEST))
def test_honest_file_comes_back_byte_for_byte(name, content, declared, owner, files_dir):
    kept = store(upload(name, content, declared), by=owner, parent_kind=KIND, parent_id=1)
    assert kept.original_name == unicodedata.normalize("NFC", name)
    assert [path.stat().st_mode & 0o777 for path in kept_on_disk(files_dir)] == [0o400]
    assert kept.storage_name not in kept.public_id and name[:5] not in kept.storage_name
    answer: Any = signed_in(owner).get(f"/files/{kept.public_id}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()


def test_file_of_exactly_the_limit_is_taken(owner):
    assert store(upload("a.txt", b"a" * LIMIT), by=owner, parent_kind=KIND, parent_id=1).size == LIMIT


def test_stranger_to_all_rooms_cannot_be_a_parent(owner):
    with pytest.raises(LookupError):
        store(upload("a.txt", b"a"), by=owner, parent_kind="nobody.registered", parent_id=1)


def test_files_are_below_no_static_or_media_address(owner, settings):
    kept = store(upload("a.txt", b"bi mat"), by=owner, parent_kind=KIND, parent_id=1)
    client, name = Client(), kept.storage_name
    for address in (f"/media/{name}", f"/static/{name}", f"/files/{name}/", f"/var/files/{name[:2]}/{name}", "/files/"):
        assert signed_in(owner).get(address).status_code == 404
        assert client.get(address).status_code in (302, 404)
    assert settings.MEDIA_URL in ("", "/") and not str(settings.FILES_DIR).startswith(str(settings.STATIC_ROOT or "?"))
