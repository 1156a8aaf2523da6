"""A whole month over the API, and what it never answers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from evaluations.models import Evaluation
from foundation.access import readable_fields
from tests.cast import add_person
from tests.evaluations.services.month import Month, lines_of, open_month, ready_ward, skip_self

pytestmark = pytest.mark.django_db
AsUser = Callable[[str], APIClient]
ROOT = "/api/v1/"
LISTS = ("cycles/", "unit-cycles/", "evaluations/", "objections/")


def sheet_url(sheet: Evaluation, act: str = "") -> str:
    return f"{ROOT}evaluations/{sheet.pk}/" + (f"{act}/" if act else "")


def unit_url(month: Month, key: str, act: str = "") -> str:
    return f"{ROOT}unit-cycles/{month.unit(key).pk}/" + (f"{act}/" if act else "")


def test_from_the_own_sheet_to_the_objection(month: Month, as_user: AsUser) -> None:
    staff, boss, deputy, head = as_user("staff"), as_user("division_head"), as_user("deputy"), as_user("head")
    sheet = month.sheet("staff")
    body: dict[str, Any] = {"row_version": 1, "lines": lines_of(sheet), "note": "Xong việc"}
    answer = staff.put(sheet_url(sheet, "self-assessment"), body, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["self_total"] == "90.00"
    version = answer.json()["row_version"]
    answer = staff.post(sheet_url(sheet, "self-assessment"), {"row_version": version}, format="json")
    assert answer.json()["state"] == "SELF_SUBMITTED"
    body["row_version"] = answer.json()["row_version"]
    answer = boss.put(sheet_url(sheet, "score"), body, format="json")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["proposed_grade"]) == ("SUPERIOR_DONE", "A")
    for key, superior in (
        ("division_head", "deputy"),
        ("staff2", "division_head"),
        ("clerk", "deputy"),
        ("deputy", "head"),
    ):
        month.score(skip_self(month.sheet(key)), superior)
    for client in (boss, deputy):
        sent = client.post(
            unit_url(month, "ward", "submit"), {"row_version": month.unit("ward").row_version}, format="json"
        )
        assert sent.status_code == 200, sent.content
    standing = head.get(unit_url(month, "ward", "standing")).json()
    assert standing["limit"] == 1 and len(standing["rows"]) == 5 and all(row["tied"] for row in standing["rows"])
    version = month.unit("ward").row_version
    undecided = head.post(unit_url(month, "ward", "decide"), {"row_version": version}, format="json")
    assert (undecided.status_code, undecided.json()["error"]["code"]) == (422, "tie_open")
    choices = [{"evaluation": row["evaluation"], "grade": "B"} for row in standing["rows"]]
    body = {"row_version": version, "choices": choices}
    decided = head.post(unit_url(month, "ward", "decide"), body, format="json")
    assert decided.status_code == 200 and decided.json()["state"] == "DECIDED", decided.content
    assert head.post(unit_url(month, "ward", "decide"), body, format="json").status_code == 409
    body = {"row_version": month.unit("ward").row_version}
    assert head.post(unit_url(month, "ward", "publish"), body, format="json").json()["state"] == "PUBLISHED"
    assert staff.get(sheet_url(sheet)).json()["grade"] == "B"
    filed = staff.post(sheet_url(sheet, "objections"), {"grounds": "Vượt tiến độ"}, format="json")
    assert filed.status_code == 201, filed.content
    address = f"{ROOT}objections/{filed.json()['code']}/"
    answer = head.post(address + "answer/", {"text": "Hết chỉ tiêu", "outcome": "REJECTED"}, format="json")
    assert answer.json()["state"] == "ANSWERED", answer.content
    assert staff.post(address + "escalate/", {}, format="json").json()["state"] == "ESCALATED"


def test_two_tabs_get_200_and_409_with_both_versions(month: Month, as_user: AsUser) -> None:
    boss, sheet = as_user("division_head"), skip_self(month.sheet("staff"))
    body = {"row_version": sheet.row_version, "lines": lines_of(sheet, CL="39")}
    assert boss.put(sheet_url(sheet, "score"), body, format="json").status_code == 200
    body["lines"] = lines_of(sheet, CL="38")
    refused = boss.put(sheet_url(sheet, "score"), body, format="json")
    details = refused.json()["error"]["details"]
    assert refused.status_code == 409
    assert details["current"]["scores"]["superior"]["CL"]["points"] == "39"
    assert details["yours"]["scores"]["superior"]["CL"]["points"] == "38"
    del body["row_version"]
    assert boss.put(sheet_url(sheet, "score"), body, format="json").status_code == 428


def test_keys_are_exactly_those_of_the_matrix_in_every_state(month: Month, as_user: AsUser) -> None:
    ready_ward(month)
    month.self_assess("other_staff")
    for key in ("officer", "leader", "head", "personnel", "staff", "division_head", "auditor", "chair", "admin"):
        for row in as_user(key).get(f"{ROOT}evaluations/", {"page_size": 100}).json()["results"]:
            sheet = Evaluation.objects.get(pk=row["id"])
            assert set(row) == readable_fields(month.user(key), sheet)


def test_own_column_only_until_it_is_published(month: Month, as_user: AsUser) -> None:
    sheet = month.self_assess("staff")
    month.score(sheet, "division_head", CL="39")
    shown = as_user("staff").get(sheet_url(sheet)).json()
    assert "scores" not in shown and "total" not in shown and shown["state"] == "SUPERIOR_DONE"
    lines = lines_of(sheet)
    del lines["CL"]
    back = month.sheet("staff")
    as_user("division_head").put(
        sheet_url(sheet, "score"), {"row_version": back.row_version, "lines": lines}, format="json"
    )
    assert set(as_user("staff").get(sheet_url(sheet)).json()["scores"]) == {"self"}


@pytest.mark.parametrize("stranger", ["staff2", "other_head", "admin"])
def test_out_of_reach_is_the_same_as_not_there(month: Month, as_user: AsUser, stranger: str) -> None:
    client, sheet, missing = as_user(stranger), month.sheet("staff"), 987654321
    for act, method in (
        ("", "get"),
        ("score", "put"),
        ("withdraw", "post"),
        ("objections", "post"),
        ("return", "post"),
    ):
        body = {"row_version": 1, "lines": {}} if act == "score" else {"grounds": "x"} if act == "objections" else {}
        if act == "return":
            body = {"reason": "x"}
        there = getattr(client, method)(sheet_url(sheet, act), body, format="json")
        gone = getattr(client, method)(
            sheet_url(sheet, act).replace(str(sheet.pk), str(missing), 1), body, format="json"
        )
        assert there.status_code == gone.status_code == 404
    ward = client.post(unit_url(month, "ward", "submit"), {"row_version": 7}, format="json")
    assert ward.status_code == 404


def test_unknown_keys_and_parameters_are_refused(month: Month, as_user: AsUser) -> None:
    sheet = month.sheet("staff")
    body = {"row_version": 1, "lines": {}, "note": "", "state": "DECIDED", "grade": "A"}
    refused = as_user("staff").put(sheet_url(sheet, "self-assessment"), body, format="json")
    assert refused.status_code == 400 and month.sheet("staff").state == "DRAFT"
    for address in LISTS:
        assert as_user("officer").get(ROOT + address, {"grade": "A"}).status_code == 400


def test_filters(month: Month, as_user: AsUser) -> None:
    client = as_user("officer")
    month.self_assess("staff")

    def count(address: str, **query: str) -> int:
        return len(client.get(ROOT + address, query).json()["results"])

    assert count("evaluations/", cycle="2026-02", state="SELF_SUBMITTED") == 1
    assert count("evaluations/", cycle="2026-03") == count("evaluations/", cycle="x") == 0
    assert count("unit-cycles/", unit="P-01") == 1
    assert count("cycles/") == 1


def test_months_are_opened_by_the_committee_only(month: Month, as_user: AsUser) -> None:
    body = {"period": "2026-03"}
    for key in ("head", "staff", "admin", "leader"):
        assert as_user(key).post(f"{ROOT}cycles/", body, format="json").status_code == 403
    answer = as_user("officer").post(f"{ROOT}cycles/", body, format="json").json()
    assert answer["population"] == answer["created"] == 9
    assert as_user("officer").post(f"{ROOT}cycles/", body, format="json").json()["existing"] == 9
    assert as_user("officer").post(f"{ROOT}cycles/", {"period": "2026-13"}, format="json").status_code == 400
    assert as_user("head").post(f"{ROOT}cycles/2026-03/close/").status_code == 403
    assert as_user("officer").post(f"{ROOT}cycles/2026-03/close/").json()["state"] == "CLOSED"


@pytest.mark.parametrize("address", LISTS)
def test_visitor_reads_nothing(month: Month, address: str) -> None:
    assert APIClient().get(ROOT + address).status_code in (401, 403)


@pytest.mark.parametrize("address", LISTS)
def test_lists_cost_the_same_at_any_length(month: Month, as_user: AsUser, address: str) -> None:
    client = as_user("officer")
    few = _queries(client, address)
    for number in range(15):
        add_person(
            month.cast, f"more{number}", f"Đinh Văn {number}", month.cast.units["division"], "staff", account=False
        )
    open_month(month.cast)
    assert _queries(client, address) <= few <= 25


def _queries(client: APIClient, address: str) -> int:
    client.get(ROOT + address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ROOT + address, {"page_size": 100}).status_code == 200
    return len(captured)


def test_description_of_the_api_is_complete(month: Month, as_user: AsUser) -> None:
    text = as_user("officer").get(f"{ROOT}schema/").content.decode()
    for part in (
        "/api/v1/cycles/",
        "/api/v1/unit-cycles/{id}/decide/",
        "/api/v1/evaluations/{id}/score/",
        "/objections/",
    ):
        assert part in text
