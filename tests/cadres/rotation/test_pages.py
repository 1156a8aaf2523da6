"""Pages and API of rotation: who opens what, the way from due to carried out, counts of queries."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cadres.models import Posting, RotationCase, RotationItem, RotationRelief
from cadres.services.rotation_cases import open_case
from cadres.services.rotation_reliefs import propose_relief
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from tests.cadres.rotation.conftest import TODAY, case_of, long_held
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
PAGES = ("/rotation/", "/rotation/cases/", "/rotation/rounds/", "/rotation/exceptions/")


def test_pages_open_for_those_who_deal_with_it(cast: Cast, as_user: SignIn) -> None:
    case = case_of(cast)
    for name in ("officer", "leader", "head", "personnel"):
        client = as_user(name)
        for address in (*PAGES, f"/rotation/people/{case.person.code}/", f"/rotation/cases/{case.code}/"):
            answer = client.get(address)
            assert answer.status_code == 200, (name, address, answer.status_code)
        assert case.person.full_name in client.get("/rotation/?within=12").content.decode()
    assert "not verified" in as_user("staff").get("/rotation/rules/").content.decode()
    for name in ("staff", "auditor", "admin"):
        assert as_user(name).get("/rotation/").status_code == 403, name
    for address in (f"/rotation/people/{case.person.code}/", f"/rotation/cases/{case.code}/"):
        assert as_user("other_head").get(address).status_code == 404
    assert as_user("staff").get(f"/rotation/cases/{case.code}/").status_code == 404, "not before the announcement"


def test_the_whole_way_through_the_pages(cast: Cast, as_user: SignIn) -> None:
    long_held(cast)
    person, today = cast.people["staff"], local_date()
    officer, head, staff = as_user("officer"), as_user("head"), as_user("staff")
    answer = officer.post(f"/rotation/people/{person.code}/open/ND59/")
    assert answer.status_code == 302
    case = RotationCase.objects.get(person=person)
    at = f"/rotation/cases/{case.code}/"
    wanted = {
        "destination": f"{cast.units['office'].code} · x", "position": "Chuyên viên", "move_on": f"{today:%Y-%m-%d}",
        "legal_basis": "NĐ 59", "hand_over_to": cast.people["staff2"].full_name, "reason": "Hết thời hạn",
    }  # fmt: skip
    assert head.post(f"{at}plan/", {**wanted, "reason": ""}).status_code in (400, 422)
    assert head.post(f"{at}plan/", wanted).status_code == 302
    assert "aria-disabled" in head.get(at).content.decode(), "who proposed sees why signing is not theirs"
    assert officer.post(f"{at}countersign/", {"reason": "Đồng ý"}).status_code == 302
    assert head.post(f"{at}announce/", {"on": f"{today:%Y-%m-%d}", "where": "Bảng tin"}).status_code == 302
    own = f"/rotation/own/{case.code}/"
    assert staff.get(at).status_code == 302 and case.code in staff.get("/rotation/own/").content.decode()
    seen = staff.get(own).content.decode()
    assert "Hết thời hạn" not in seen and cast.head.full_name not in seen, "what stays inside stays inside"
    assert staff.post(own, {"text": "Xin ở lại"}).status_code == 302
    assert head.post(f"{at}answer/", {"text": "Không được"}).status_code == 302
    day = f"{today:%Y-%m-%d}"
    given = {"decision_number": "9/QĐ", "decided_on": day, "effective_on": day}
    early = head.post(f"{at}decide/", given)
    assert early.status_code in (409, 422) and "9/QĐ" in early.content.decode(), "what was typed stays"
    assert head.post(f"{at}decide/", {**given, "urgent_reason": "Khuyết người"}).status_code == 302
    assert head.post(f"{at}execute/", {"handover_number": "1/BB", "handed_over_on": day}).status_code == 302
    case.refresh_from_db()
    assert case.state == "executed" and Posting.objects.get(person=person, valid_to=None).unit == cast.units["office"]
    assert head.get(f"{at}plan/").status_code in (404, 409, 422)


def test_api_does_what_the_pages_do_with_the_same_refusals(cast: Cast, as_user: SignIn) -> None:
    long_held(cast)
    person, head, officer = cast.people["staff"], as_user("head"), as_user("officer")
    kind: dict[str, Any] = {"content_type": "application/json"}
    api = "/api/v1/rotation/"
    made = officer.post(f"{api}cases/open/", {"person": person.code, "rule_code": "ND59"}, **kind)
    assert made.status_code == 201 and made.json()["state"] == "due" and made.json()["explained"]["segments"]
    at = f"{api}cases/{made.json()['code']}/"
    wanted = {
        "destination": cast.units["office"].code, "position": "Chuyên viên", "legal_basis": "NĐ 59",
        "move_on": (local_date() + timedelta(days=40)).isoformat(), "hand_over_to": cast.people["staff2"].code,
    }  # fmt: skip
    assert head.post(f"{at}plan/", wanted, **kind).json()["error"]["code"] == "field_missing"
    assert head.post(f"{at}plan/", {**wanted, "reason": "x"}, **kind).status_code == 200
    assert head.post(f"{at}countersign/", {"reason": "x"}, **kind).status_code == 403
    assert officer.post(f"{at}countersign/", {"reason": "x"}, **kind).json()["state"] == "planned"
    assert head.post(f"{at}decide/", {"decision_number": "1", "decided_on": "2026-11-29",
                                      "effective_on": "2026-11-29"}, **kind).status_code in (409, 422)  # fmt: skip
    clocks = head.get(f"{api}clocks/?within=0&rule=ND59").json()
    assert [row["person"] for row in clocks["results"]] == [person.code]
    assert as_user("staff").get(f"{api}clocks/").status_code == 403
    assert as_user("other_head").get(at).status_code == 404
    assert head.get(f"{at}items/").json()[0]["reason"] == "x"


def test_a_ground_kept_apart_is_read_by_the_committee_alone(cast: Cast, as_user: SignIn) -> None:
    case = case_of(cast)
    propose_relief(
        case=case, ground="illness", evidence="Bệnh viện X xác nhận", from_on=TODAY, until=TODAY + timedelta(days=150),
        today=TODAY, by=cast.officer,
    )  # fmt: skip
    assert RotationRelief.objects.get(case=case).ground == "apart"
    at = f"/rotation/cases/{case.code}/"
    assert "Bệnh viện X" in as_user("officer2").get(at).content.decode()
    for name in ("head", "personnel", "leader"):
        page = as_user(name).get(at).content.decode()
        assert "Bệnh viện X" not in page and "hiểm nghèo" not in page, name
    assert as_user("head").get(f"{at}grant_relief/").status_code == 403
    assert as_user("officer").post(f"{at}grant_relief/").status_code == 403, "who proposed does not grant"
    assert as_user("officer2").post(f"{at}grant_relief/").status_code == 302


def test_export_is_what_the_page_shows(cast: Cast, as_user: SignIn) -> None:
    case = case_of(cast)
    answer = as_user("head").get("/rotation/export/?rule=ND59")
    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
    assert [row[0] for row in rows if row[0] == case.person.code] == [case.person.code]
    assert as_user("leader").get("/rotation/export/").status_code == 403


def test_lists_ask_no_more_for_more_rows(cast: Cast, as_user: SignIn) -> None:
    counted = []
    client = as_user("officer")
    for keys in (("staff",), ("staff2", "clerk")):
        for key in keys:
            long_held(cast, key)
            open_case(person=cast.people[key], rule_code="ND59", today=TODAY, by=cast.officer)
        asked = []
        for address in ("/rotation/", "/rotation/cases/", "/api/v1/rotation/cases/", "/api/v1/rotation/clocks/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
        counted.append(asked)
    assert counted[0] == counted[1]


def test_rounds_and_exceptions_are_entered_on_pages(cast: Cast, as_user: SignIn) -> None:
    case_of(cast)
    head, officer = as_user("head"), as_user("officer")
    given = {
        "unit": "P-01",
        "title": "Kế hoạch 2027",
        "purpose": "x",
        "begins_on": "2026-11-01",
        "ends_on": "2027-12-31",
    }
    made = head.post("/rotation/rounds/new/", given)
    assert made.status_code == 302
    at = made.headers["Location"]
    assert head.post(f"{at}approve/", {"document_number": "1", "on": "2026-11-20"}).status_code == 403
    assert officer.post(f"{at}approve/", {"document_number": "1/KH", "on": "2026-11-20"}).status_code == 302
    assert "Nguyễn Thị Thúy An" in head.get(at).content.decode()
    wanted = {
        "unit": "P-01", "document_number": "1838-TB/TU", "document_date": "2024-08-09", "issuer": "BTV", "reason": "x",
        "valid_from": "2026-11-01", "until": "2027-12-31", "rule_code": "ND59",
    }  # fmt: skip
    assert head.get("/rotation/exceptions/new/").status_code == 403
    assert officer.post("/rotation/exceptions/new/", {**wanted, "until": "2026-01-01"}).status_code in (400, 422)
    assert officer.post("/rotation/exceptions/new/", wanted).status_code == 302
    assert RotationCase.objects.get().state == "exception_granted" and not RotationItem.objects.exists()
    with recorded(by=None):
        assert "1838-TB/TU" in head.get("/rotation/exceptions/").content.decode()
