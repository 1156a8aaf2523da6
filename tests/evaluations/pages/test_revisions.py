"""Pages of corrections: form, check, second person, the person's own page, the list; nothing typed is lost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from evaluations.models import Evaluation, Revision
from evaluations.selectors.frameworks import spec_of
from evaluations.services import objections
from foundation.web.clock import local_date
from tests.evaluations.services.month import Month, open_month
from tests.evaluations.services.revised import execute, propose, publish_ward
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
ROOT = "/evaluations/2026-02/"
LIST = "/evaluations/revisions/"


@pytest.fixture
def month() -> Month:
    return open_month()


def client_of(month: Month, key: str, **more: Any) -> Client:
    client = signed_in(User.objects.get(pk=month.cast.users[key].pk), **more)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def form_url(month: Month, key: str = "staff") -> str:
    return f"{ROOT}units/P-01/people/{month.cast.people[key].code}/revise/"


def body(sheet: Evaluation, **changes: Any) -> dict[str, Any]:
    lines = sheet.scores["superior"]
    found = {f"points-{code}": line["points"] or "" for code, line in lines.items()}
    found |= {f"reason-{code}": line["reason"] for code, line in lines.items()}
    found |= {"kind": "DOCUMENT", "reason": "Có văn bản mới", "document": "12/QĐ-UBND", "document_date": "05/03/2026"}
    found |= {"grade": "C", "departure_reason": "Theo văn bản mới", "quota_document": ""}
    return found | {"row_version": sheet.row_version, **changes}


def first(sheet: Evaluation) -> str:
    return spec_of(sheet.cycle.framework).card(sheet.subject_group).criteria[0].code


def test_from_the_form_to_both_versions_on_the_own_page(month: Month) -> None:
    sheet = publish_ward(month)
    officer, second, staff = (client_of(month, key) for key in ("officer", "officer2", "staff"))
    wish = body(sheet, **{f"points-{first(sheet)}": "1,5"})
    page = officer.get(form_url(month)).content.decode()
    assert "Correct the grade" in page and "data-guard" in page
    checked = officer.post(form_url(month), wish | {"check": "1"})
    text = checked.content.decode()
    assert checked.status_code == 200 and "Có văn bản mới" in text and "Theo văn bản mới" in text
    assert not Revision.objects.exists(), "checking writes nothing"
    sent = officer.post(form_url(month), wish | {"propose": "1"})
    revision = Revision.objects.get()
    assert sent["Location"] == f"{LIST}{revision.code}/"
    own = staff.get("/evaluations/mine/2026-02/").content.decode()
    assert "correction" not in own and revision.code not in own, "the person is not told before it is in force"
    assert staff.get(sent["Location"]).status_code == 404
    shown = second.get(sent["Location"]).content.decode()
    assert "Put into force" in shown and "/execute/" in shown
    mine = officer.get(sent["Location"]).content.decode()
    assert "/execute/" not in mine and "/withdraw/" in mine
    done = second.post(f"{sent['Location']}execute/", {"row_version": revision.row_version, "note": ""})
    assert done.status_code == 302
    own = staff.get("/evaluations/mine/2026-02/").content.decode()
    assert 'data-testid="correction"' in own and "Có văn bản mới" in own and "12/QĐ-UBND" in own
    for name in ("Đặng Thị Khánh Vân", "Phan Thị Lệ Thu", "Nguyễn Đình Phước"):
        assert name in own
    assert "Corrected" in staff.get("/evaluations/mine/").content.decode()
    assert staff.get(f"{LIST}{revision.code}/").status_code == 200
    grid = client_of(month, "head").get(f"{ROOT}units/P-01/").content.decode()
    assert 'data-state="revised"' in grid and grid.count('data-testid="row"') == 5


@pytest.mark.parametrize("act", ["form", "check", "execute"])
def test_a_fresh_confirmation_is_asked_for_and_nothing_typed_is_lost(month: Month, act: str) -> None:
    sheet = publish_ward(month)
    if act == "execute":
        revision = propose(month, sheet)
        stale = client_of(month, "officer2", step_up=False)
        url = f"{LIST}{revision.code}/execute/"
        assert stale.get(url).status_code in (302, 403)
        assert stale.post(url, {"row_version": revision.row_version}).status_code in (302, 403)
        assert Evaluation.objects.filter(version=2).count() == 0
        return
    stale = client_of(month, "officer", step_up=False)
    if act == "form":
        assert stale.get(form_url(month)).status_code in (302, 403)
        return
    wish = body(sheet, reason="Một câu đã gõ", **{f"points-{first(sheet)}": "1,5"})
    assert stale.post(form_url(month), wish | {"propose": "1"}).status_code in (302, 403)
    assert not Revision.objects.exists()
    session = stale.session
    fresh = client_of(month, "officer").session
    session["kc_confirmed_at"] = fresh["kc_confirmed_at"]
    session.save()
    again = stale.get(form_url(month)).content.decode()
    assert "Một câu đã gõ" in again and 'value="1,5"' in again


def test_wrong_values_lead_back_with_everything_typed(month: Month) -> None:
    sheet = publish_ward(month)
    officer = client_of(month, "officer")
    for change, words in (
        ({"document": ""}, "Name the document."),
        ({"departure_reason": ""}, "departs from the proposal"),
        ({f"points-{first(sheet)}": "abc"}, "is not a number"),
        ({f"points-{first(sheet)}": "9999"}, "aria-invalid"),
        ({"grade": "A"}, "30%"),
        ({"grade": "B"}, "Neither a line nor the grade"),
        ({"row_version": sheet.row_version + 1}, "first"),
    ):
        act = "propose" if "row_version" in change else "check"
        page = officer.post(form_url(month), body(sheet, reason="Một câu đã gõ") | change | {act: "1"})
        assert page.status_code == (409 if act == "propose" else 422), change
        assert words in page.content.decode() and "Một câu đã gõ" in page.content.decode(), change
    edit = officer.post(form_url(month), body(sheet, reason="") | {"edit": "1"})
    assert edit.status_code == 200 and "Theo văn bản mới" in edit.content.decode()


def test_who_may_not_revise_finds_no_form(month: Month) -> None:
    publish_ward(month)
    for key, status in (("staff", 403), ("deputy", 404), ("other_head", 404), ("personnel", 403), ("leader", 403)):
        assert client_of(month, key).get(form_url(month)).status_code == status, key
    assert client_of(month, "head").get(form_url(month)).status_code == 200


def test_upheld_objection_opens_the_form_filled_in_and_shows_what_became_of_it(month: Month) -> None:
    sheet = publish_ward(month, first="B")
    objection = objections.file(evaluation=sheet, grounds="Điểm", by=month.user("staff"), on=local_date())
    head, page = client_of(month, "head"), f"/evaluations/objections/{objection.code}/"
    wish = {"outcome": "UPHELD", "answer": "Chấm nhầm dòng 3", "row_version": objection.row_version}
    to = head.post(page, wish)["Location"]
    assert to == f"{form_url(month)}?kind=OBJECTION"
    form = head.get(to).content.decode()
    assert "Chấm nhầm dòng 3" in form and objection.code in form
    assert "Propose the correction" in head.get(page).content.decode()
    revision = propose(month, sheet, by="head", kind="OBJECTION", grade="A", departure_reason="")
    assert revision.code in head.get(page).content.decode()
    own = client_of(month, "staff").get("/evaluations/mine/2026-02/").content.decode()
    assert "being prepared" in own and revision.code not in own
    execute(month, revision, by="officer")
    own = client_of(month, "staff").get("/evaluations/mine/2026-02/").content.decode()
    assert "Chấm nhầm dòng 3" in own and 'data-testid="correction"' in own


def test_refusing_needs_a_reason_and_withdrawing_is_the_proposer_s(month: Month) -> None:
    revision = propose(month, publish_ward(month))
    url, version = f"{LIST}{revision.code}/", {"row_version": revision.row_version}
    second = client_of(month, "officer2")
    assert second.post(f"{url}refuse/", version | {"reason": ""}).status_code == 422
    assert second.get(f"{url}withdraw/").status_code == 403
    blocked = client_of(month, "officer").get(f"{url}refuse/").content.decode()
    assert 'aria-disabled="true"' in blocked
    assert second.post(f"{url}refuse/", version | {"reason": "Thiếu căn cứ"}).status_code == 302
    assert "Thiếu căn cứ" in client_of(month, "officer").get(url).content.decode()
    assert second.post(f"{url}execute/", version).status_code in (403, 409)


def test_list_filters_and_reaches(month: Month) -> None:
    revision = propose(month, publish_ward(month))
    for query, there in (
        ("", True), ("?state=PROPOSED", True), ("?state=EXECUTED", False), ("?kind=DOCUMENT", True),
        ("?kind=DISCIPLINE", False), ("?month=2026-02", True), ("?month=2026-03", False), ("?q=thuy+an", True),
        ("?q=duc+anh", False), (f"?q={revision.code}", True), ("?state=XX&month=9999-99", True),
    ):  # fmt: skip
        assert (revision.code in client_of(month, "officer").get(LIST + query).content.decode()) is there, query
    for key, there in (("chair", True), ("head", True), ("other_head", False), ("leader", False), ("auditor", True)):
        page = client_of(month, key).get(LIST)
        assert page.status_code == 200 and (revision.code in page.content.decode()) is there, key
    trail = client_of(month, "auditor").get(f"{LIST}{revision.code}/").content.decode()
    assert "Có văn bản mới" not in trail and "Đặng Thị Khánh Vân" in trail


def test_list_costs_the_same_for_one_and_for_three(month: Month) -> None:
    client, counts = client_of(month, "officer"), []
    publish_ward(month)
    for keys in (("staff",), ("staff2", "clerk")):
        for key in keys:
            propose(month, month.sheet(key))
        client.get(LIST)
        with CaptureQueriesContext(connection) as caught:
            client.get(LIST)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 15


def test_home_names_what_waits_for_the_second_person_only(month: Month) -> None:
    revision = propose(month, publish_ward(month))
    assert revision.code in client_of(month, "officer2").get("/").content.decode()
    assert revision.code in client_of(month, "chair").get("/").content.decode()
    for key in ("officer", "head", "staff", "leader"):
        assert revision.code not in client_of(month, key).get("/").content.decode(), key
