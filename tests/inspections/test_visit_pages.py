"""The pages and the API of a visit: every step by a form, refusals in words, the same bundle stored once."""

import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.models import AttendanceLine, ChecklistLine, Finding, Minutes, OfflineBundle, SampleLine
from inspections.services import attendance
from tests.cast import Cast, build_cast
from tests.files import files_dir
from tests.foundation.files.samples import jpeg
from tests.inspections.visiting import Visit, begin
from tests.sessions import signed_in

__all__ = ["files_dir"]


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return begin(cast)


def client_of(visit: Visit, who: str = "team_member") -> Client:
    client = Client(raise_request_exception=False)
    signed_in(visit.cast.users[who], client=client)
    return client


def address(visit: Visit, end: str = "") -> str:
    return f"/visits/{visit.row.public_id}/{end}"


def test_a_visit_by_its_pages(visit: Visit, files_dir: Any) -> None:
    client = client_of(visit)
    assert client.get(address(visit)).status_code == 200
    assert client.post(address(visit, "attendance/call/")).status_code == 302
    for end in ("", "attendance/", "samples/", "contents/", "findings/", "findings/new/", "minutes/"):
        assert client.get(address(visit, end)).status_code == 200, end
    line = visit.line("clerk")
    marks = {f"mark_{line.pk}": "with_reason", f"reason_{line.pk}": "", f"version_{line.pk}": line.row_version}
    said = client.post(address(visit, "attendance/"), marks, follow=True).content.decode()
    assert "lý do" in said and visit.line("clerk").mark == ""
    client.post(address(visit, "attendance/"), marks | {f"reason_{line.pk}": "Đi họp"})
    assert visit.line("clerk").reason == "Đi họp"
    client.post(address(visit, "attendance/rest/"), {"division": "none"})  # the leaders shown, nobody else
    assert (visit.line("deputy").mark, visit.line("staff").mark) == ("present", "")
    client.post(address(visit, "attendance/rest/"))
    bad = {"subject": "Hồ sơ đất", "population": 10, "sample": 12, "failing": 0}
    assert client.post(address(visit, "samples/"), bad).status_code == 422
    client.post(address(visit, "samples/"), bad | {"population": 26, "sample": 26, "failing": 20, "worst_delay": 134})
    client.post(address(visit, "contents/"), {"item": "hours", "result": "met"})
    assert SampleLine.objects.get().worst_delay == 134 and ChecklistLine.objects.get().result == "met"
    words = {
        "severity": "recorded",
        "text": "Quầy 3 không có người",
        "photos": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg"),
    }
    assert client.post(address(visit, "findings/new/"), words).status_code == 302
    finding = Finding.objects.get()
    told = {"explanation": "Cán bộ đi họp", "row_version": finding.row_version}
    client.post(address(visit, f"findings/{finding.number}/"), told)
    assert Finding.objects.get().explanation == "Cán bộ đi họp"
    assert client.post(address(visit, "minutes/draw-up/")).status_code == 403
    lead = client_of(visit, "group_lead")
    lead.post(address(visit, "minutes/draw-up/"))
    paper = Minutes.objects.get()
    assert paper.code in lead.get(address(visit, "minutes/")).content.decode()
    assert lead.get(address(visit, f"minutes/{paper.number}/")).status_code == 200
    assert lead.post(address(visit, f"minutes/{paper.number}/sign/"), {"office": "Chủ tịch"}).status_code == 422
    signing = {"representative": "Nguyễn Đình Phước", "office": "Chủ tịch"}
    lead.post(address(visit, f"minutes/{paper.number}/sign/"), signing)
    assert visit.fresh().state == "minutes_signed"
    head = client_of(visit, "head")
    assert head.get(address(visit, "minutes/")).status_code == 200
    assert head.get(address(visit, f"minutes/{paper.number}/")).status_code == 200
    assert client_of(visit, "other_head").get(address(visit)).status_code == 404


def test_nobody_else_opens_a_running_visit(visit: Visit) -> None:
    visit.call_roll()
    for who in ("head", "personnel", "officer", "admin", "staff"):
        for end in ("", "attendance/", "findings/", "minutes/"):
            assert client_of(visit, who).get(address(visit, end)).status_code == 404, (who, end)


def test_a_bundle_sent_twice_is_stored_once(visit: Visit, files_dir: Any) -> None:
    visit.call_roll()
    client, line = client_of(visit), visit.line("clerk")
    content = jpeg()
    photo = {
        "key": str(uuid.uuid4()),
        "sha256": hashlib.sha256(content).hexdigest(),
        "taken_at": visit.now.isoformat(),
        "file": "p0",
    }
    finding = {
        "key": str(uuid.uuid4()),
        "severity": "recorded",
        "text": "Quầy 3 trống",
        "seen_at": visit.now.isoformat(),
    }
    ahead = (visit.now + timedelta(minutes=7)).isoformat()
    bundle = {
        "key": str(uuid.uuid4()), "device_now": (visit.now + timedelta(minutes=7)).isoformat(), "offline": True,
        "marks": [{"line": line.pk, "mark": "present", "seen_at": ahead, "version": line.row_version}],
        "findings": [finding | {"seen_at": ahead, "photos": [photo]}],
    }  # fmt: skip

    def send(**changes: Any) -> Any:
        data = {"bundle": json.dumps(bundle | changes), "p0": SimpleUploadedFile("a.jpg", content, "image/jpeg")}
        return client.post(f"/api/v1/visits/{visit.row.public_id}/bundle/", data)

    first = send()
    assert first.status_code == 201 and first.json()["marks"][0]["state"] == "stored"
    again = send(device_now=(visit.now + timedelta(minutes=8)).isoformat())
    assert again.status_code == 200 and again.json()["again"] and again.json()["findings"] == first.json()["findings"]
    assert (Finding.objects.count(), OfflineBundle.objects.count()) == (1, 1)
    stored = Finding.objects.get()
    assert stored.offline and 400 < stored.clock_off < 440
    assert send(offline=False).status_code == 422
    attendance.mark(line=visit.line("deputy"), mark="present", seen_at=visit.now, now=visit.now, by=visit.lead)
    late = {"line": visit.line("deputy").pk, "mark": "without_reason", "seen_at": visit.now.isoformat(), "version": 1}
    told = send(key=str(uuid.uuid4()), marks=[late], findings=[]).json()["marks"][0]
    assert told["state"] == "conflict" and told["current"] == "present" and "Lê Thị Hồng Ánh" in told["message"]
    changed = send(
        key=str(uuid.uuid4()),
        marks=[],
        findings=[
            bundle["findings"][0]
            | {
                "key": str(uuid.uuid4()),
                "photos": [photo | {"key": str(uuid.uuid4()), "sha256": "0" * 64}],
            }
        ],
    )
    assert changed.status_code == 422 and Finding.objects.count() == 1


def test_the_lists_of_a_visit_do_not_ask_more_for_more_rows(visit: Visit, files_dir: Any) -> None:
    client = client_of(visit)
    counts = []
    visit.call_roll()
    for number in (1, 3):
        while Finding.objects.count() < number:
            visit.find()
        for end in ("findings/", "attendance/"):
            client.get(address(visit, end))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address(visit, end)).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:] and max(counts) <= 30 and AttendanceLine.objects.count() == 6
