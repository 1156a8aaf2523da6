"""A signal that ends in a reprimand, and a decision that falls and gives last month's grade back: in real browsers."""

from datetime import date, timedelta
from typing import Any

import pytest

from discipline.models import Case, CaseMember, Delivery, RestorationTask
from discipline.selectors.effects import unused_case_ids
from discipline.selectors.restoration import owed_task_ids
from evaluations.models import Evaluation, Revision
from evaluations.services.discipline_effect import follow_measures, follow_rescissions
from foundation.web.clock import local_date
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar
from tests.cast import build_cast
from tests.discipline.decided import decided_case
from tests.discipline.walk import desk
from tests.evaluations.services.month import open_month
from tests.evaluations.services.revised import execute, publish_ward
from tests.flows.desk import Desk
from tests.waiting import wait_until

SECRET_NOTE = "Do bà Nguyễn Thị Báo Tin nêu qua điện thoại"
ALLEGATION = "Để quá hạn 12 hồ sơ đất đai, không báo cáo lãnh đạo"


@pytest.mark.timeout(400)
def test_signal_ends_in_a_reprimand_after_explanation_and_meeting(committed_db: Any, site: str, browser: Any) -> None:
    cast = build_cast()
    desk(cast)
    today, days = local_date(), working_calendar()

    def ago(number: int) -> str:
        return add_working_days(today, -number, days).isoformat()

    head = Desk(browser, site, cast.users["head"])
    head.fill(
        "/discipline/signal/",
        subject=cast.people["staff"].code, acted_on=(today - timedelta(days=60)).isoformat(), discovered_on=ago(20),
        source="head", source_ref="BC-77/2026", allegation=ALLEGATION, intake_note=SECRET_NOTE,
    )  # fmt: skip
    case = Case.objects.get()
    head.close()
    officer, place = Desk(browser, site, cast.users["officer"]), f"/discipline/cases/{case.code}/"

    staff = Desk(browser, site, cast.users["staff"], phone=True)
    assert staff.page.goto(f"{site}/discipline/mine/{case.code}/").status == 404, "nothing before the notice"
    assert staff.page.goto(f"{site}{place}").status == 404

    officer.go("/discipline/")
    assert case.code in officer.text()
    officer.fill(f"{place}take-up/")
    officer.fill(f"{place}name-member/", user="officer2", role="handler", since=ago(19))
    officer.fill(f"{place}open-case/", opened_on=ago(18), exemption=True, suspension=True, proposals=True)
    officer.fill(f"{place}deliver/", kind="notice", received_on=ago(17), manner="by_hand", receiver="Thúy An")
    officer.fill(f"{place}file-reading/", on=ago(15), reader="Nguyễn Thị Thúy An", what="Toàn bộ hồ sơ")
    officer.fill(f"{place}ask-self-criticism/")

    staff.go("/discipline/mine/")
    assert case.code in staff.text()
    staff.fill(f"/discipline/mine/{case.code}/statement/", text="Tôi nhận thiếu sót, xin rút kinh nghiệm")
    shown = staff.text()
    assert ALLEGATION in shown and SECRET_NOTE not in shown and "BC-77" not in shown and staff.narrow()

    officer.fill(f"{place}call-review/")
    officer.fill(f"{place}summon/", session="review", sent_on=ago(8), sitting_on=ago(3), place="Phòng họp số 1")
    summons = case.summonses.get()
    officer.fill(f"{place}attendance/{summons.pk}/", attendance="present")
    officer.fill(
        f"{place}sitting/",
        session="review", held_on=ago(3), place="Phòng họp số 1", invited="16", attended="14", subject_present=True,
        subject_heard="Xin nhận khiển trách", minutes="Biên bản cuộc họp kiểm điểm", proposed_form="reprimand",
        ballot_reprimand="14",
    )  # fmt: skip
    officer.fill(f"{place}submit-without-council/", reason="Cấp có thẩm quyền quyết định không lập Hội đồng")
    officer.fill(
        f"{place}decision-draft/",
        outcome="form", form="reprimand", number="512/QĐ-UBND", signed_on=ago(1), effective_on=ago(1),
        authority="Ủy ban nhân dân phường Hà Đông", signer="Nguyễn Đình Phước", grounds="Để quá hạn 12 hồ sơ",
    )  # fmt: skip
    decision = case.decisions.get()
    assert officer.page.goto(f"{site}{place}").status == 200
    assert officer.page.locator(f"a[href$='/decision-sign/{decision.pk}/']").count() == 0, "the drafter does not sign"

    second = Desk(browser, site, cast.users["officer2"])
    second.fill(f"{place}decision-sign/{decision.pk}/")
    second.close()
    officer.fill(f"{place}deliver/", kind="decision", received_on=today.isoformat(), manner="by_hand", receiver="An")
    officer.go(f"{place}?tab=papers")
    assert "512/QĐ-UBND" in officer.text()
    officer.close()

    case.refresh_from_db()
    assert (case.state, case.form) == ("in_force", "reprimand")
    staff.go(f"/discipline/mine/{case.code}/")
    shown = staff.text()
    assert "512/QĐ-UBND" in shown and SECRET_NOTE not in staff.page.content() and staff.narrow()
    assert (today + timedelta(days=15)).strftime("%d/%m/%Y") in shown, "until when a complaint may be lodged"
    staff.close()


@pytest.mark.timeout(400)
def test_rescission_restores_last_months_grade_by_a_superseding_version(
    committed_db: Any, valkey: Any, site: str, browser: Any
) -> None:
    month = open_month()
    cast = month.cast
    desk(cast)
    sheet = publish_ward(month)
    assert sheet.grade == "B"
    case = decided_case(cast.people["staff"])
    CaseMember.objects.create(case=case, user=cast.users["officer"], role="handler", since=date(2026, 2, 2))
    delivered = {"kind": "decision", "manner": "by_hand", "receiver": "An"}
    Delivery.objects.create(case=case, received_on=local_date() - timedelta(days=5), **delivered)
    lower_the_month(month, case, sheet)

    staff = Desk(browser, site, cast.users["staff"], phone=True)
    staff.fill(f"/discipline/mine/{case.code}/complaint/", text="Tôi đã xin gia hạn bằng văn bản ngày 10/8")
    assert Case.objects.get(pk=case.pk).state == "complaint_1"

    officer, place = Desk(browser, site, cast.users["officer"]), f"/discipline/cases/{case.code}/"
    complaint = case.complaints.get()
    officer.fill(
        f"{place}complaint-answer/{complaint.pk}/",
        outcome="rescinded", answered_on=local_date().isoformat(), document="77/QĐ-GQKN", authority="UBND thành phố",
        text="Người khiếu nại đã xin gia hạn hợp lệ",
    )  # fmt: skip
    assert Case.objects.get(pk=case.pk).state == "rescinded"
    assert follow_rescissions(task_ids=owed_task_ids()).proposed == 1
    restoring = Revision.objects.get(kind="RESCISSION")
    officer.go(f"/evaluations/revisions/{restoring.code}/")
    officer.press("a[href$='/execute/']")
    officer.press("main form .acts button")
    wait_until(lambda: Revision.objects.get(pk=restoring.pk).state == "EXECUTED", seconds=20, what="the new version")
    officer.close()

    grades = list(
        Evaluation.objects.filter(cycle=sheet.cycle, person=sheet.person)
        .order_by("version")
        .values_list("grade", flat=True)
    )
    assert grades == ["B", "D", "B"]
    assert RestorationTask.objects.get(case=case, kind="evaluation").state == "done"
    staff.go("/evaluations/mine/2026-02/")
    assert staff.page.locator(".grade").first.inner_text().strip().startswith("B")
    staff.go(f"/discipline/mine/{case.code}/")
    assert "77/QĐ-GQKN" in staff.text() and staff.narrow()
    staff.close()


def lower_the_month(month: Any, case: Case, sheet: Evaluation) -> None:
    """The decision counts for the published month: its correction is proposed by the system, executed by a person."""
    assert follow_measures(case_ids=unused_case_ids()).proposed == 1
    lowering = Revision.objects.get(kind="DISCIPLINE")
    assert (lowering.evaluation, lowering.grade) == (sheet, "D")
    execute(month, lowering)
