"""Doors of a visit that stood ajar: findings and names shown to others, own words verified, input that broke things."""

import hashlib
import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from foundation.access import allows
from foundation.notifications.models import Notification
from foundation.web.clock import local_date
from foundation.workflow.errors import Forbidden, InvalidInput
from inspections.models import Finding
from inspections.selectors.programmes import programmes as listed
from inspections.services import facts, notices, programmes
from inspections.visit_enums import RemedyState
from tests.cast import Cast, build_cast
from tests.files import files_dir
from tests.foundation.files.samples import jpeg
from tests.inspections.test_after import drafted, issued
from tests.inspections.visiting import Visit, begin
from tests.sessions import signed_in

__all__ = ["files_dir"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def visit(cast: Cast) -> Visit:
    made = begin(cast)
    made.all_present()
    return made


def client(user: User) -> Client:
    return signed_in(user, client=Client(raise_request_exception=False))


def test_no_page_shows_a_finding_or_the_roll_to_whom_the_matrix_closes_it(visit: Visit, files_dir: Any) -> None:
    """M-04: the leader, the auditor and the officers read that there was a finding, not what it says of whom."""
    person = visit.cast.people["staff"]
    said = "Nhận hồ sơ không ghi sổ bốn lần"
    finding = visit.find(severity="serious", person=person, text=said)
    visit.sign()
    remedy = issued(visit, finding=finding)
    for name in ("leader", "auditor", "officer", "personnel", "staff2", "head"):
        reader = client(visit.cast.users[name])
        asked = reader.get(f"/visits/{visit.row.public_id}/after/propose/{finding.number}/")
        assert asked.status_code in (403, 404), name
    for name, told in (("leader", False), ("auditor", False), ("officer", False), ("personnel", False), ("head", True)):
        page = client(visit.cast.users[name]).get(f"/remedies/{remedy.pk}/")
        assert page.status_code == 200 and (said in page.content.decode()) == told, name


def test_a_member_learns_no_name_from_outside_the_roll(visit: Visit) -> None:
    """M-02: the number of a person elsewhere is answered like a number nobody has."""
    stranger = visit.cast.people["other_staff"]
    with pytest.raises(InvalidInput) as named:
        visit.find(person=stranger)
    assert stranger.full_name not in str(named.value)
    page, at = client(visit.member), f"/api/v1/visits/{visit.row.public_id}/bundle/"
    answers = [
        page.post(at, {"bundle": json.dumps(_bundle(visit, person=key))}).json()["error"]
        for key in (stranger.pk, 10**12)
    ]
    for answer in answers:
        answer.pop("request_id", None)
    assert answers[0] == answers[1]


def _bundle(visit: Visit, **finding: Any) -> dict[str, Any]:
    now = visit.now.isoformat()
    one = {"key": str(uuid.uuid4()), "severity": "recorded", "seen_at": now, "text": "Quầy trống", **finding}
    return {"key": str(uuid.uuid4()), "device_now": now, "findings": [one]}


def test_figures_and_clocks_beyond_reason_are_refused_and_never_a_crash(visit: Visit, files_dir: Any) -> None:
    """M-41: what the database cannot hold is refused before it is asked to."""
    page, at = client(visit.member), f"/api/v1/visits/{visit.row.public_id}/"

    def send(bundle: Any, **files: Any) -> int:
        text = bundle if isinstance(bundle, str) else json.dumps(bundle)
        return int(page.post(at + "bundle/", {"bundle": text, **files}).status_code)

    many = {"subject": "Hồ sơ", "population": 10**12, "sample": 1, "failing": 0}
    assert page.post(at + "samples/", many, content_type="application/json").status_code in (400, 422)
    assert page.post(f"/visits/{visit.row.public_id}/samples/", many).status_code == 422
    ahead = _bundle(visit, seen_at="9999-01-01T00:00:00Z") | {"device_now": "9999-01-01T00:00:00Z"}
    behind = _bundle(visit, seen_at="0001-01-02T00:00:00Z") | {"device_now": "9999-01-01T00:00:00Z"}
    assert {send(ahead), send(behind), send(_bundle(visit, seen_at="0001-01-01T00:00:01Z"))} <= {400, 422}
    assert send("[" * 100_000) in (400, 422)
    elsewhere = begin(visit.cast, unit="other").find()
    assert send(_bundle(visit, key=str(elsewhere.key))) in (400, 409, 422)
    photo = {"key": str(uuid.uuid4()), "sha256": "0" * 64, "taken_at": visit.now.isoformat(), "file": "p"}
    photo["sha256"] = hashlib.sha256(jpeg()).hexdigest()
    twice = _bundle(visit, photos=[photo, photo])
    assert send(twice, p=SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")) in (201, 400, 422)
    for query in ("²", "9" * 40, "٣"):
        assert client(visit.cast.users["leader"]).get(f"/visits/statistics/?group=body&key={query}").status_code == 200
    assert Finding.objects.filter(inspection=visit.row).count() <= 1


def test_only_who_drafted_the_notice_writes_in_it_so_that_nobody_verifies_the_own_words(
    visit: Visit, files_dir: Any
) -> None:
    """M-07: whoever wrote a recommendation is its drafter, and the drafter does not verify."""
    visit.sign()
    notice = drafted(visit)
    given = {"kind": "apology", "text": "Xin lỗi", "due_on": notice.remedies.get().due_on, "today": visit.today}
    with pytest.raises(Forbidden) as refused:
        notices.recommend(notice=notice, by=visit.lead, **given)
    assert refused.value.code == "drafter_only"
    with pytest.raises(Forbidden):
        notices.amend_notice(notice=notice, conclusion="x", version=notice.row_version, by=visit.lead)
    with pytest.raises(Forbidden):
        notices.drop(remedy=notice.remedies.get(), by=visit.lead)
    assert notice.remedies.get().state == RemedyState.PLANNED


def test_a_finding_about_the_head_waits_for_the_head_above(visit: Visit) -> None:
    """The head who is concerned neither decides nor is asked to; the one above is."""
    finding = visit.find(person=visit.cast.people["head"])
    visit.sign()
    fact = facts.propose(finding=finding, today=visit.today, by=visit.member)
    told = Notification.objects.filter(dedupe__endswith=f":fact:{fact.pk}")
    assert {line.user_id for line in told} == {visit.cast.users["chair"].pk}
    assert allows(visit.cast.users["chair"], "proposed_fact.decide", fact)


def test_the_count_of_a_programme_is_that_of_the_units_one_reads(cast: Cast) -> None:
    """R9: a count obeys the rule of the rows it comes from."""
    plan = programmes.write_programme(
        number="KH-9",
        title="Kế hoạch",
        year=2026,
        unit=cast.units["committee"],
        decided_on=local_date(),
        by=cast.officer,
    )
    for key in ("ward", "other"):
        programmes.add_item(
            programme=plan, unit=cast.units[key], quarter=4, contents=["hours"], note="", by=cast.officer
        )
    programmes.approve_programme(programme=plan, by=cast.officer2)
    assert [listed(user).get().item_count for user in (cast.officer, cast.head)] == [2, 1]  # type: ignore[attr-defined]
