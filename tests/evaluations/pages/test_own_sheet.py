"""The self-assessment and the published result, as their owner meets them."""

from typing import Any

from django.test import Client

from evaluations.models import Evaluation, Objection
from evaluations.services import deciding, publishing
from foundation.web.clock import local_date
from tests.evaluations.pages.conftest import SignIn
from tests.evaluations.services.month import Month, lines_of, ready_ward

SELF = "/evaluations/2026-02/self/"
RESULT = "/evaluations/mine/2026-02/"


def typed(sheet: Evaluation, **points: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"row_version": sheet.row_version, "note": "Tháng này tôi trực Tết."}
    for code, line in lines_of(sheet, **points).items():
        values[f"points-{code}"] = line["points"] or ""
        values[f"reason-{code}"] = line["reason"]
    return values


def published(month: Month) -> None:
    ward = ready_ward(month)
    deciding.decide(unit_cycle=ward, choices=_all_c(ward), version=ward.row_version, by=month.user("head"))
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=month.user("head"))


def _all_c(ward: Any) -> dict[int, deciding.Choice]:
    keys = Evaluation.objects.filter(unit_cycle=ward).values_list("pk", flat=True)
    return {pk: deciding.Choice("C", "Trễ nhiều việc trọng tâm") for pk in keys}


def test_draft_is_kept_by_script_with_the_new_total(month: Month, signed_in: SignIn) -> None:
    client = signed_in("staff")
    assert client.get(SELF).status_code == 200
    answer = client.post(SELF, typed(month.sheet("staff"), CL="35,5"), headers={"x-autosave": "1"})
    body = answer.json()
    sheet = month.sheet("staff")
    assert answer.status_code == 200
    assert body["version"] == sheet.row_version and body["total"] == "85.5" and body["grade"] == "B"
    assert sheet.state == "DRAFT" and sheet.self_note == "Tháng này tôi trực Tết."


def test_old_tab_gets_a_conflict(month: Month, signed_in: SignIn) -> None:
    client = signed_in("staff")
    old = typed(month.sheet("staff"))
    assert client.post(SELF, old).status_code == 302
    assert client.post(SELF, old).status_code == 409
    assert client.post(SELF, old, headers={"x-autosave": "1"}).status_code == 409


def test_read_over_hand_in_and_take_back(month: Month, signed_in: SignIn) -> None:
    client = signed_in("staff")
    page = client.post(SELF, typed(month.sheet("staff")) | {"review": "1"})
    assert page["Location"] == f"{SELF}review/"
    version = month.sheet("staff").row_version
    assert client.post(f"{SELF}review/", {"row_version": version}).status_code == 302
    assert month.sheet("staff").state == "SELF_SUBMITTED"
    assert client.post(f"{SELF}withdraw/", {"row_version": month.sheet("staff").row_version}).status_code == 302
    assert month.sheet("staff").state == "DRAFT"


def test_unfinished_sheet_cannot_be_handed_in(month: Month, signed_in: SignIn) -> None:
    client = signed_in("staff")
    client.post(SELF, typed(month.sheet("staff")) | {"points-CL": ""})
    assert 'aria-disabled="true"' in client.get(f"{SELF}review/").content.decode()
    client.post(f"{SELF}review/", {"row_version": month.sheet("staff").row_version})
    assert month.sheet("staff").state == "DRAFT"


def test_unit_sheet_is_filled_in_by_its_head_only(month: Month, signed_in: SignIn) -> None:
    url = "/evaluations/2026-02/units/P-01/self/"
    assert signed_in("head").get(url).status_code == 200
    assert signed_in("deputy").get(url).status_code in (403, 404)
    assert signed_in("other_head").get(url).status_code == 404


def test_result_is_no_page_before_publication(month: Month, signed_in: SignIn) -> None:
    assert signed_in("staff").get(RESULT).status_code == 404
    ready_ward(month)
    text = signed_in("staff").get(SELF).content.decode()
    assert signed_in("staff").get(RESULT).status_code == 404
    assert "90.0" not in text


def test_result_objection_answer_and_both_seen(month: Month, signed_in: SignIn) -> None:
    published(month)
    client = signed_in("staff")
    page = client.get(RESULT).content.decode()
    assert "Trễ nhiều việc trọng tâm" in page
    assert client.post(f"{RESULT}object/", {"grounds": ""}).status_code == 422
    assert client.post(f"{RESULT}object/", {"grounds": "Tôi đủ 90 điểm."}).status_code == 302
    objection = Objection.objects.get()
    assert objection.filed_at is not None and objection.answer_due_on > local_date()
    url = f"/evaluations/objections/{objection.code}/"
    assert signed_in("other_head").get(url).status_code == 404
    head = signed_in("head")
    assert "Tôi đủ 90 điểm." in head.get(url).content.decode()
    answer = {"outcome": "REJECTED", "answer": "Đã hết tỷ lệ A.", "row_version": objection.row_version}
    assert head.post(url, answer).status_code == 302
    text = client.get(RESULT).content.decode()
    assert "Tôi đủ 90 điểm." in text and "Đã hết tỷ lệ A." in text


def test_nobody_reads_the_result_of_another(month: Month, signed_in: SignIn) -> None:
    published(month)
    text = signed_in("staff2").get(RESULT).content.decode()
    assert month.cast.people["staff"].full_name not in text
    assert signed_in("officer").get(RESULT).status_code == 404


def test_signed_out_reader_is_sent_to_sign_in(month: Month) -> None:
    for url in (
        SELF,
        RESULT,
        "/evaluations/",
        "/evaluations/mine/",
        "/evaluations/2026-02/",
        "/evaluations/objections/",
    ):
        assert Client().get(url).status_code == 302, url
