"""Acts on a case by its pages: from a signal to a decision, bad input kept, what is impossible not offered."""

from typing import Any

import pytest
from django.test import Client

from discipline.models import Case
from tests.cast import Cast, build_cast
from tests.discipline.walk import TODAY, Walk, desk
from tests.files import files_dir  # noqa: F401
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
BASE = "/discipline/cases/"


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = build_cast()
    desk(made)
    for room in ("case", "case_acts", "board", "signal", "desk"):
        monkeypatch.setattr(f"discipline.views.{room}.local_date", lambda: TODAY)
    return made


def _do(client: Client, code: str, act: str, expect: int = 302, **data: Any) -> Any:
    answer = client.post(f"{BASE}{code}/{act}/", data)
    errors = answer.context["form"].errors if answer.status_code != 302 and answer.context else ""
    assert answer.status_code == expect, (act, answer.status_code, errors)
    return answer


def _offers(client: Client, code: str) -> set[str]:
    context = client.get(f"{BASE}{code}/").context
    return {one.name for place in context["offers"].values() for one in place}


def test_signal_to_opened_case_by_pages(cast: Cast) -> None:
    head, officer = signed_in(cast.head), signed_in(cast.officer)
    given = {
        "subject": cast.people["staff"].code, "track": "administrative", "acted_on": "2026-08-18",
        "discovered_on": "2026-09-21", "source": "head", "allegation": "Có tội để quá hạn 12 hồ sơ",
    }  # fmt: skip
    first = head.get("/discipline/signal/").content.decode()
    assert "words_kept" not in first and "after_leaving" not in first
    asked = head.post("/discipline/signal/", given)
    page = asked.content.decode()
    assert asked.status_code == 422 and "words_kept" in page and "after_leaving" not in page
    assert "Có tội để quá hạn 12 hồ sơ" in page and "có tội" in page
    assert head.post("/discipline/signal/", {**given, "words_kept": "on", "acted_on": "2027-01-01"}).status_code == 422
    assert head.post("/discipline/signal/", {**given, "words_kept": "on"}).status_code == 302
    row = Case.objects.get()
    assert _offers(officer, row.code) >= {"take_up", "dismiss", "name_member", "witness"}
    assert "open_case" not in _offers(officer, row.code)
    assert officer.get(f"{BASE}{row.code}/open-case/").status_code == 422
    assert head.post(f"{BASE}{row.code}/take-up/").status_code == 403
    assert signed_in(cast.officer2).post(f"{BASE}{row.code}/take-up/").status_code == 404
    _do(officer, row.code, "take-up")
    refused = _do(officer, row.code, "open-case", 422, opened_on="2026-09-24", exemption="on")
    assert "suspension" in refused.context["form"].errors and b"2026-09-24" in refused.content
    _do(officer, row.code, "open-case", opened_on="2026-09-24", exemption="on", suspension="on", proposals="on")
    late = _do(officer, row.code, "take-up", 409)
    assert late.context["form"].non_field_errors()
    shown = officer.get(f"{BASE}{row.code}/").context
    assert shown["missing"] and shown["missing"][0]["url"].endswith("/deliver/")
    assert shown["primary"].name == "deliver" and shown["clock"].limit_days == 90


def test_hearing_council_and_decision_by_pages(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    code, officer = walk.case.code, signed_in(cast.officer)
    assert "extend" not in _offers(officer, code), "who has handled it longest may not"
    assert "extend" in _offers(signed_in(cast.officer2), code)
    _do(officer, code, "deliver", kind="notice", received_on="2026-09-25", manner="by_hand", receiver="Người nhận")
    _do(officer, code, "file-reading", on="2026-09-28", reader="Người bị xem xét", what="Toàn bộ")
    _do(officer, code, "ask-self-criticism")
    assert _do(officer, code, "statement", 422, submitted_on="2026-10-09").context["form"].errors["text"]
    _do(officer, code, "statement", submitted_on="2026-10-09", text="Tôi nhận thấy thiếu sót")
    _do(officer, code, "call-review")
    _do(officer, code, "summon", session="review", sent_on="2026-10-12", sitting_on="2026-10-19", place="P1")
    summons = walk.fresh().summonses.get()
    _do(officer, code, f"attendance/{summons.pk}", attendance="present", row_version=summons.row_version)
    minutes = {
        "session": "review", "held_on": "2026-10-19", "place": "P1", "invited": "16", "attended": "14",
        "subject_present": "on", "minutes": "Biên bản", "ballot_reprimand": "14", "proposed_form": "reprimand",
    }  # fmt: skip
    over = _do(officer, code, "sitting", 422, **{**minutes, "ballot_reprimand": "15"})
    assert over.context["form"].errors
    _do(officer, code, "sitting", **minutes)
    _do(officer, code, "form-council")
    relative = _do(officer, code, "seat-fill", 422, role="chair", person=cast.people["staff"].code, document="231/QĐ",
                   appointed_on="2026-11-02")  # fmt: skip
    assert relative.context["form"].errors["person"]
    walk.council()
    draft = {
        "outcome": "form", "form": "reprimand", "number": "512/QĐ-UBND", "signed_on": "2026-11-16",
        "effective_on": "2026-11-16", "authority": "UBND phường", "signer": "Nguyễn Đình Phước", "grounds": "Quá hạn",
    }  # fmt: skip
    _do(officer, code, "decision-draft", **draft)
    row = walk.fresh().decisions.get()
    sign = f"{BASE}{code}/decision-sign/{row.pk}/"
    assert officer.post(sign, {"row_version": row.row_version}).status_code == 403
    second = signed_in(cast.officer2)
    assert [one.name for one in second.get(f"{BASE}{code}/").context["sign"]] == ["decision_sign", "decision_discard"]
    assert second.post(sign, {"row_version": row.row_version}).status_code == 302
    again = second.post(sign, {"row_version": row.row_version})
    assert again.status_code == 409 and again.context["form"].non_field_errors()
    assert walk.fresh().state == "decided" and "deliver" in _offers(officer, code)


def test_proof_witness_suspension_from_work_and_the_desk(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    walk = Walk.signal(cast)
    walk.open()
    code, officer = walk.case.code, signed_in(cast.officer)
    upload = SimpleUploadedFile("a.txt", b"Noi dung")
    _do(officer, code, "exhibits", title="Báo cáo", file=upload)
    _do(officer, code, "disclose", number="1", on="2026-09-28")
    assert officer.post(f"{BASE}{code}/exhibits/1/withdraw/", {"reason": "Nhầm"}).status_code == 422
    _do(officer, code, "witness", person=cast.people["clerk"].code, heard_on="2026-09-29", statement="Tôi thấy")
    assert cast.people["clerk"].pk in walk.fresh().barred_ids
    _do(officer, code, "work-begin", ground="obstructing", document="15/QĐ", from_on="2026-11-20")
    assert _do(officer, code, "work-begin", 422, ground="obstructing", document="16/QĐ", from_on="2026-11-20")
    pause = walk.fresh().work_suspensions.get()
    assert pause.until_on.isoformat() == "2026-12-11"
    _do(officer, code, f"work-extend/{pause.pk}", document="17/QĐ", row_version=pause.row_version)
    assert officer.get(f"{BASE}{code}/work-extend/{pause.pk}/").status_code == 422
    _do(officer, code, f"work-end/{pause.pk}", on="2026-11-24")
    given = {"user": "officer2", "unit": cast.units["ward"].code, "since": "2026-11-24", "reason": "Phân công"}
    assert officer.post("/discipline/desk/", given).status_code == 302
    assert officer.post("/discipline/desk/", given).status_code == 422
    made = cast.officer2.desk_posts.get()
    assert signed_in(cast.officer2).post(f"/discipline/desk/{made.pk}/confirm/").status_code == 403
    assert signed_in(cast.users["officer3"]).post(f"/discipline/desk/{made.pk}/confirm/").status_code == 302
