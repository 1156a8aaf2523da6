"""M-55 and M-56: decided at each request, harmless in a browser, and only the bytes that were kept."""

import os
import random
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from foundation.audit.models import AuditEvent
from foundation.files.kinds import SHAPES
from foundation.files.models import StoredFile
from foundation.files.services.intake import store
from foundation.files.storage import path_of
from foundation.outbox.worker import run_claimed
from tests.cast import add_account
from tests.files import upload
from tests.foundation.files.conftest import KIND
from tests.foundation.files.honest import honest
from tests.foundation.outbox.twice import _claimed
from tests.sessions import signed_in

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
ADDRESSES = ("/files/{}/", "/api/v1/files/{}/")


@pytest.fixture
def kept(owner: User) -> list[StoredFile]:
    """One file of each honest kind."""
    return [store(upload(*item), by=owner, parent_kind=KIND, parent_id=1) for item in honest()]


def reads(name: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.using("audit").filter(name=name).order_by("id"))


def flip_a_bit(file: StoredFile, place: int) -> None:
    path = path_of(file.storage_name)
    path.chmod(0o600)
    with open(path, "r+b") as content:
        content.seek(place)
        byte = content.read(1)[0]
        content.seek(place)
        content.write(bytes([byte ^ 1]))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_download_has_headers_that_make_it_harmless(address, kept, owner):
    assert len(kept) == 25
    for file in kept:
        answer: Any = signed_in(owner).get(address.format(file.public_id))
        assert answer.status_code == 200
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["Content-Type"] == SHAPES[file.kind].media_type
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")
        assert int(answer.headers["Content-Length"]) == file.size == len(b"".join(answer.streaming_content))


def test_name_is_sent_as_rfc_6266_says(owner):
    file = store(upload('Báo cáo "quý" 4'.replace('"', "") + ".txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    said = signed_in(owner).get(f"/files/{file.public_id}/").headers["Content-Disposition"]
    assert said == "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD%204.txt"


@pytest.mark.parametrize("address", ADDRESSES)
def test_right_is_asked_at_each_request(address, owner, open_to):
    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    link, client = address.format(file.public_id), signed_in(owner)
    assert client.get(link).status_code == 200
    open_to.clear()
    assert client.get(link).status_code == 404
    open_to.add((owner.pk, 1))
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_copied_link_in_another_session_is_as_if_it_never_was(address, owner):
    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    stranger = signed_in(add_account("stranger", "Người Lạ"))
    there, never = (stranger.get(address.format(key)) for key in (file.public_id, "0" * 32))
    plain = {"X-Request-ID", "Date"}
    assert there.status_code == never.status_code == 404
    shown, blank = (re.sub(rb"[0-9a-f]{32}", b"", answer.content) for answer in (there, never))
    assert shown == blank
    assert {k: v for k, v in there.headers.items() if k not in plain} == {
        k: v for k, v in never.headers.items() if k not in plain
    }
    assert Client().get(address.format(file.public_id)).status_code in (302, 401)
    assert reads("file.downloaded") == []


def test_each_download_leaves_one_event(owner):
    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    client = signed_in(owner)
    for _time in range(3):
        client.get(f"/files/{file.public_id}/")
    client.head(f"/files/{file.public_id}/")
    found = reads("file.downloaded")
    assert [(row.kind, row.actor, row.object_id) for row in found] == [("read", str(owner.pk), str(file.pk))] * 3
    assert found[0].details["sha256"] == file.sha256


def test_withdrawn_file_is_handed_to_nobody(owner):
    from django.db.models.functions import Now

    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    StoredFile.objects.filter(pk=file.pk).update(withdrawn_at=Now(), withdrawal_reason="Nhầm tệp")
    assert signed_in(owner).get(f"/files/{file.public_id}/").status_code == 404
    assert path_of(file.storage_name).exists()


def test_hash_of_the_upload_is_in_the_trail(owner):
    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    (event,) = AuditEvent.objects.filter(name="file.stored")
    assert (event.object_id, event.details["sha256"]) == (str(file.pk), file.sha256)


def test_one_flipped_bit_is_refused_and_the_nightly_check_names_every_file(owner):
    """20 random files of 40, one random bit each."""
    dice = random.Random(56)
    files = [
        store(upload(f"{n}.txt", os.urandom(300).hex().encode()), by=owner, parent_kind=KIND, parent_id=1)
        for n in range(40)
    ]
    hurt = dice.sample(files, 20)
    for file in hurt:
        flip_a_bit(file, dice.randrange(file.size))
    client = signed_in(owner)
    for file in files:
        answer = client.get(f"/files/{file.public_id}/")
        assert answer.status_code == (422 if file in hurt else 200)
        assert getattr(answer, "streaming", False) == (file not in hurt)
    assert [row.object_id for row in reads("file.damaged")] == [str(file.pk) for file in files if file in hurt]
    assert run_claimed(_claimed("files.check", {"on": "2026-11-24"}))
    named = AuditEvent.objects.filter(name="file.damaged", kind="event").values_list("object_id", flat=True)
    assert sorted(named) == sorted(str(file.pk) for file in hurt)
    assert StoredFile.objects.filter(damaged_at__isnull=False).count() == 20


def test_lost_file_is_refused_with_a_page_and_named(owner):
    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    path_of(file.storage_name).unlink()
    answer = signed_in(owner).get(f"/files/{file.public_id}/", headers={"accept-language": "en"})
    assert answer.status_code == 422 and "changed or lost" in answer.content.decode()


def test_link_put_in_place_of_a_file_is_not_followed(owner, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"a")
    file = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    path_of(file.storage_name).unlink()
    path_of(file.storage_name).symlink_to(secret)
    assert signed_in(owner).get(f"/files/{file.public_id}/").status_code == 422


@pytest.mark.parametrize("key", ["%00", "a" * 300, "%ED%A0%80", "..%2F..%2Fetc", "0" * 31 + "%0A"])
def test_nasty_key_is_a_key_that_never_was(key, owner):
    for address in ADDRESSES:
        assert signed_in(owner).get(address.format(key)).status_code == 404
