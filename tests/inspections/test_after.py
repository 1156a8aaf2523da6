"""From signed minutes to a closed inspection: notice, remedies, serious findings, facts of a month, repeats."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from discipline.models import Case
from discipline.rules.papers.letterhead import Letterhead
from foundation.access import allows
from foundation.audit.record import recorded
from foundation.notifications import looking
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused, StateChanged
from inspections.models import Inspection, Notice, ProposedFact, Remedy
from inspections.selectors import statistics
from inspections.selectors.facts import confirmed_findings
from inspections.selectors.remedies import listed, readable
from inspections.services import evidence, facts, notices, referrals, remedies
from organization.models import Holiday, Unit
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar
from tests.cast import Cast, build_cast
from tests.discipline.walk import desk
from tests.files import files_dir, upload
from tests.foundation.audit import rows
from tests.foundation.files.samples import pdf
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.inspections.visiting import Visit, begin
from tests.sessions import signed_in

__all__ = ["files_dir"]
HEAD = Letterhead(authority="Đoàn kiểm tra công vụ", number="20", signer="Hoàng Trưởng Đoàn", capacity=("TRƯỞNG ĐOÀN",))


@pytest.fixture
def cast(db: None) -> Cast:
    made = build_cast()
    desk(made)
    return made


@pytest.fixture
def visit(cast: Cast) -> Visit:
    made = begin(cast)
    made.all_present()
    return made


def day(visit: Visit, ahead: int = 5) -> date:
    return add_working_days(visit.today, ahead, working_calendar())


def drafted(visit: Visit, **given: Any) -> Notice:
    """A draft with one recommendation, by the member."""
    notice = notices.draft_notice(inspection=visit.fresh(), conclusion="Còn tình trạng vắng mặt.", by=visit.member)
    fields = {"kind": "remedy", "text": "Chấn chỉnh giờ làm việc", "due_on": day(visit), "today": visit.today}
    notices.recommend(notice=notice, by=visit.member, **{**fields, **given})
    return notice


def issued(visit: Visit, **given: Any) -> Remedy:
    notice = notices.issue(
        notice=drafted(visit, **given), letterhead=HEAD, today=visit.today, version=None, by=visit.head
    )
    return Remedy.objects.get(notice=notice)


def reported(visit: Visit, remedy: Remedy, files_dir: Any) -> None:
    head = visit.cast.head
    evidence.add_proof(remedy=remedy, title="Báo cáo", upload=upload("a.pdf", pdf()), by=head)
    remedies.report(
        remedy=remedy,
        document="45/BC-UBND",
        text="Đã chấn chỉnh",
        reported_on=visit.today,
        today=visit.today,
        by=head,
    )


def test_a_notice_is_drafted_by_one_and_signed_by_another(visit: Visit, files_dir: Any) -> None:
    with pytest.raises((StateChanged, Refused)):
        notices.draft_notice(inspection=visit.fresh(), conclusion="x", by=visit.member)
    visit.sign()
    sunday = visit.today + timedelta(days=14 - visit.today.isoweekday())
    notice = drafted(visit)
    with recorded(by=None, source="test"):
        Holiday.objects.get_or_create(date=day(visit, 9), defaults={"name": "Nghỉ lễ"})
    for wrong, code in (
        (sunday, "due_holiday"),
        (visit.today, "due_not_after_issue"),
        (day(visit) + timedelta(days=500), "due_too_far"),
    ):
        with pytest.raises(InvalidInput) as refused:
            notices.recommend(
                notice=notice, kind="apology", text="Xin lỗi", due_on=wrong, today=visit.today, by=visit.member
            )
        assert refused.value.code == code
    with pytest.raises((Forbidden, NotFound)):
        notices.issue(notice=notice, letterhead=HEAD, today=visit.today, version=None, by=visit.member)
    with recorded(by=None, source="test"):
        Unit.objects.filter(pk=visit.row.unit_id).update(valid_to=visit.today - timedelta(days=1))
    with pytest.raises(Refused) as ended:
        notices.issue(notice=notice, letterhead=HEAD, today=visit.today, version=None, by=visit.head)
    assert ended.value.code == "unit_ended" and Notice.objects.get().state == "draft"
    with recorded(by=None, source="test"):
        Unit.objects.filter(pk=visit.row.unit_id).update(valid_to=None)
    made = notices.issue(notice=notice, letterhead=HEAD, today=visit.today, version=None, by=visit.head)
    assert made.file is not None and len(made.sha256) == 64 and visit.fresh().state == "remedy_open"
    assert not readable(visit.cast.users["other_head"]).exists() and readable(visit.cast.head).count() == 1
    assert [row.state for row in listed(readable(visit.cast.head))] == ["open"]


def test_a_remedy_is_extended_once_reported_with_proof_and_verified_by_another(visit: Visit, files_dir: Any) -> None:
    visit.sign()
    remedy, today, head = issued(visit), visit.today, visit.cast.head
    saturday = day(visit) + timedelta(days=(5 - day(visit).weekday()) % 7 + 7)
    with pytest.raises(InvalidInput) as holiday:
        remedies.ask_extension(remedy=remedy, to=saturday, reason="Thiếu người", today=today, by=head)
    assert holiday.value.code == "extension_holiday"
    remedies.ask_extension(remedy=remedy, to=day(visit, 10), reason="Thiếu người", today=today, by=head)
    with pytest.raises((Forbidden, NotFound)):
        remedies.answer_extension(remedy=remedy, granted=True, answer="", today=today, by=visit.member)
    remedies.answer_extension(remedy=remedy, granted=True, answer="", today=today, by=visit.head)
    with pytest.raises(Refused) as once:
        remedies.ask_extension(remedy=remedy, to=day(visit, 20), reason="Nữa", today=today, by=head)
    assert once.value.code == "extension_once" and Remedy.objects.get().due == day(visit, 10)
    with pytest.raises(Refused) as bare:
        remedies.report(remedy=remedy, document="1", text="x", reported_on=today, today=today, by=head)
    assert bare.value.code == "evidence_missing"
    reported(visit, remedy, files_dir)
    assert visit.fresh().state == "report_received"
    with pytest.raises(Forbidden):
        remedies.verify(remedy=remedy, note="Đã xem", today=today, by=visit.member)
    remedies.give_back(remedy=remedy, reason="Thiếu danh sách", today=today, by=visit.lead)
    assert (visit.fresh().state, Remedy.objects.get().state) == ("remedy_open", "open")
    reported(visit, remedy, files_dir)
    remedies.verify(remedy=remedy, note="Đã kiểm tra tại chỗ", today=today, by=visit.lead)
    assert visit.fresh().state == "verified"
    remedies.close(inspection=visit.fresh(), note="Đã xong", by=visit.head)
    assert visit.fresh().state == "closed"


def test_a_finding_that_returns_marks_the_old_remedy_and_opens_it_again(visit: Visit, files_dir: Any) -> None:
    first = visit.find(item="hours", text="Quầy trống")
    visit.sign()
    remedy = issued(visit, finding=first)
    reported(visit, remedy, files_dir)
    remedies.verify(remedy=remedy, note="Đã xem", today=visit.today, by=visit.lead)
    remedies.close(inspection=visit.fresh(), note="Xong", by=visit.head)
    again = begin(visit.cast, team=visit.team)
    again.all_present()
    again.find(item="hours", text="Lại trống")
    assert Remedy.objects.get().state == "verified"
    again.sign()
    old, new = Remedy.objects.order_by("number")
    assert (old.state, old.repeated_in.inspection_id, new.continues_id, new.state) == (
        "ineffective",
        again.row.pk,
        old.pk,
        "open",
    )
    assert Inspection.objects.get(pk=visit.row.pk).state == "remedy_open"


def test_a_serious_finding_becomes_a_signal_or_is_dropped_with_a_reason(visit: Visit, files_dir: Any) -> None:
    person = visit.cast.people["staff"]
    serious = visit.find(severity="serious", person=person, text="Nhận hồ sơ không ghi sổ 4 lần trong tháng 11")
    other = visit.find(severity="serious", text="Không bố trí người trực một cửa")
    light = visit.find()
    with pytest.raises((Refused, Forbidden, NotFound)):
        referrals.send_to_discipline(finding=serious, today=visit.today, by=visit.lead)
    visit.sign()
    with pytest.raises(Refused) as refused:
        referrals.send_to_discipline(finding=light, today=visit.today, by=visit.lead)
    assert refused.value.code == "not_serious"
    with pytest.raises((Forbidden, NotFound)):
        referrals.drop(finding=other, reason="x", by=visit.member)
    with pytest.raises(InvalidInput):
        referrals.drop(finding=other, reason=" ", by=visit.lead)
    sent = referrals.send_to_discipline(finding=serious, today=visit.today, by=visit.lead)
    case = Case.objects.get(code=sent.case_code)
    assert (case.subject_id, case.source, case.reported_by) == (person.pk, "inspection", None)
    with pytest.raises(StateChanged):
        referrals.drop(finding=serious, reason="Thôi", by=visit.lead)
    remedy = issued(visit)
    reported(visit, remedy, files_dir)
    remedies.verify(remedy=remedy, note="Đã xem", today=visit.today, by=visit.lead)
    with pytest.raises(Refused) as open_:
        remedies.close(inspection=visit.fresh(), note="Xong", by=visit.head)
    assert open_.value.code == "serious_open"
    referrals.drop(finding=other, reason="Đã bố trí ngay trong buổi", by=visit.lead)
    remedies.close(inspection=visit.fresh(), note="Xong", by=visit.head)


def test_a_finding_counts_in_one_month_once_and_only_by_the_head(visit: Visit, files_dir: Any) -> None:
    person = visit.cast.people["staff"]
    finding, own = visit.find(person=person), visit.find(person=visit.cast.people["head"])
    visit.sign()
    today, month = visit.today, visit.today.replace(day=1)
    fact = facts.propose(finding=finding, today=today, by=visit.member)
    with pytest.raises(Refused) as twice:
        facts.propose(finding=finding, today=today, by=visit.lead)
    assert twice.value.code == "fact_twice" and confirmed_findings([person.pk], period=month) == {}
    with pytest.raises((Forbidden, NotFound)):
        facts.confirm(fact=fact, by=visit.lead)
    about_oneself = facts.propose(finding=own, today=today, by=visit.member)
    assert allows(visit.cast.head, "proposed_fact.decide", fact)
    assert not allows(visit.cast.head, "proposed_fact.decide", about_oneself)
    with pytest.raises((Forbidden, NotFound)):
        facts.confirm(fact=about_oneself, by=visit.cast.head)
    with pytest.raises(InvalidInput):
        facts.refuse(fact=fact, reason="", by=visit.cast.head)
    waits = Notification.objects.filter(alert__rule="inspection.fact", dedupe__endswith=f":{fact.pk}", handled_at=None)
    assert waits.exists() and looking.end_without_ground(ids=looking.waiting_ids(), on=today) == 0
    facts.confirm(fact=fact, by=visit.cast.head)
    assert not waits.exists()
    assert len(confirmed_findings([person.pk], period=month)[person.pk]) == 1
    assert len(facts.record_uses(sheets={person.pk: 7}, period=month, by=None)) == 1
    assert facts.record_uses(sheets={person.pk: 8}, period=month, by=None) == []
    assert ProposedFact.objects.get(pk=fact.pk).sheet == 7
    with pytest.raises((StateChanged, Forbidden)):
        facts.refuse(fact=fact, reason="Muộn", by=visit.cast.head)


def test_the_pages_lead_from_draft_to_verified(visit: Visit, files_dir: Any) -> None:
    visit.sign()

    def client(who: str) -> Client:
        found = Client(raise_request_exception=False)
        signed_in(visit.cast.users[who], client=found)
        return found

    base, member, head = f"/visits/{visit.row.public_id}/after/", client("team_member"), client("team_lead")
    assert member.get(base).status_code == 200
    member.post(base + "draft/", {"conclusion": "Còn tình trạng vắng mặt."})
    said = {"kind": "remedy", "text": "Chấn chỉnh", "due_on": day(visit).isoformat()}
    assert member.post(base + "recommend/", said | {"due_on": "2026-12-06"}).status_code == 422
    assert member.post(base + "recommend/", said).status_code == 302
    assert member.get(base + "issue/").status_code in (403, 404)
    form = {
        "number": "20",
        "symbol": "ĐKT",
        "authority": "Đoàn kiểm tra",
        "place": "Hà Nội",
        "capacity": "TRƯỞNG ĐOÀN",
        "signer": "A",
        "row_version": "1",
    }
    assert head.post(base + "issue/", form | {"number": "20a"}).status_code == 422
    assert head.post(base + "issue/", form).status_code == 302
    assert head.get(f"/visits/{visit.row.public_id}/notice/1/").status_code == 200
    remedy, unit = Remedy.objects.get(), client("head")
    assert unit.get("/remedies/?state=overdue").status_code == 200 and unit.get("/remedies/facts/").status_code == 200
    assert "Chấn chỉnh" in unit.get("/remedies/").content.decode()
    at = f"/remedies/{remedy.pk}/"
    proof = {"title": "Báo cáo", "file": SimpleUploadedFile("a.pdf", pdf(), "application/pdf")}
    assert unit.post(at + "proof/", proof).status_code == 302
    report = {
        "document": "45/BC",
        "reported_on": visit.today.isoformat(),
        "text": "Đã làm",
        "row_version": remedy.row_version,
    }
    assert unit.post(at + "report/", report).status_code == 302
    assert unit.get(at).status_code == 200 and client("other_head").get(at).status_code == 404
    version = Remedy.objects.get().row_version
    assert client("group_lead").post(at + "verify/", {"note": "Đã xem", "row_version": version}).status_code == 302
    assert head.post(base + "close/", {"note": "Xong"}).status_code == 302 and visit.fresh().state == "closed"


def test_reminding_twice_or_in_parallel_tells_once(committed_db: Any, files_dir: Any) -> None:
    cast = build_cast()
    visit = begin(cast)
    visit.all_present()
    visit.sign()
    remedy = issued(visit)
    told = Notification.objects.filter(kind="inspection")
    before = told.filter(user=cast.head).count()
    run_twice("inspections.remind_remedies", {"on": remedy.due_on.isoformat(), "late": False})
    assert told.filter(user=cast.head).count() == before + 1
    late = remedy.due_on + timedelta(days=7)
    run_in_parallel("inspections.remind_remedies", {"on": late.isoformat(), "late": False})
    assert told.filter(user=cast.head).count() == before + 2 and told.filter(user=cast.users["chair"]).count() == 1


def test_the_api_leads_the_same_way(visit: Visit, files_dir: Any) -> None:
    finding = visit.find(person=visit.cast.people["staff"])
    visit.sign()

    def call(who: str, end: str, **body: Any) -> Any:
        client = signed_in(visit.cast.users[who], client=Client(raise_request_exception=False))
        return client.post(f"/api/v1/{end}", body, content_type="application/json")

    base = f"visits/{visit.row.public_id}/"
    assert call("team_member", base + "draft-notice/", conclusion="Còn vắng mặt.").status_code == 201
    wrong = call("team_member", base + "recommend/", kind="remedy", text="x", due_on=visit.today.isoformat())
    assert wrong.status_code == 422 and wrong.json()["error"]["code"] == "due_not_after_issue"
    made = call(
        "team_member", base + "recommend/", kind="remedy", text="Chấn chỉnh", due_on=day(visit).isoformat(), finding=1
    )
    assert made.status_code == 201 and made.json()["finding"] == finding.number
    paper = {"number": "20", "authority": "Đoàn kiểm tra", "signer": "A", "row_version": 1}
    assert call("team_member", base + "issue-notice/", **paper).status_code in (403, 404)
    assert call("team_lead", base + "issue-notice/", **paper).json()["state"] == "issued"
    remedy = Remedy.objects.get()
    evidence.add_proof(remedy=remedy, title="Báo cáo", upload=upload("a.pdf", pdf()), by=visit.cast.head)
    said = {"document": "45/BC", "text": "Đã làm", "reported_on": visit.today.isoformat(), "row_version": 9}
    at = f"remedies/{remedy.pk}/"
    assert call("head", at + "report/", **said).status_code == 409
    assert call("head", at + "report/", **said | {"row_version": 2}).json()["state"] == "reported"
    assert call("group_lead", at + "return/", reason="Thiếu", row_version=3).json()["state"] == "open"
    later = {"to": day(visit, 10).isoformat(), "reason": "Thiếu người", "row_version": 4}
    assert call("head", at + "ask-extension/", **later).json()["extension"] == "asked"
    assert call("team_lead", at + "answer-extension/", granted=False, row_version=5).status_code == 422
    assert call("team_lead", at + "answer-extension/", granted=True, row_version=5).json()["extended_to"] == later["to"]
    assert call("head", at + "report/", **said | {"row_version": 6}).status_code == 200
    assert call("group_lead", at + "verify/", note="Đã xem", row_version=7).json()["state"] == "verified"
    fact = facts.propose(finding=finding, today=visit.today, by=visit.member)
    assert call("other_head", f"proposed-facts/{fact.pk}/confirm/", row_version=1).status_code == 404
    assert call("head", f"proposed-facts/{fact.pk}/confirm/", row_version=1).json()["state"] == "confirmed"
    reader = signed_in(visit.cast.head, client=Client())
    assert reader.get("/api/v1/remedies/?state=verified").json()["count"] == 1
    assert reader.get("/api/v1/proposed-facts/").json()["count"] == 1
    assert finding.text in reader.get("/remedies/facts/").content.decode()


def test_each_figure_leads_to_its_rows_and_counts_nothing_sealed(visit: Visit, files_dir: Any) -> None:
    visit.find(severity="serious", text="Nghiêm trọng")
    visit.sign()
    remedy = issued(visit)
    with recorded(by=None, source="test"):
        rows.inspection(team=visit.team, unit=visit.row.unit, created_by=visit.cast.officer)
    begin(visit.cast, unit="other", team=visit.team)
    today, leader = visit.today, visit.cast.users["leader"]
    late = remedy.due_on + timedelta(days=1)
    period = {"first": today.replace(day=1), "last": today}
    [line] = statistics.by(leader, "level", today=late, **period)
    assert (line.inspections, line.units, line.findings, line.serious, line.remedies, line.overdue) == (
        2,
        2,
        1,
        1,
        1,
        1,
    )
    behind = statistics.behind(leader, "level", line.key, **period)
    assert {row.code for row in behind} == set(Inspection.objects.exclude(code=None).values_list("code", flat=True))
    assert not statistics.behind(leader, "body", "x", **period).exists()
    assert sum(row.inspections for row in statistics.by(visit.cast.head, "kind", today=late, **period)) == 1
    client = signed_in(leader, client=Client())
    counts = []
    for key in ("", "surprise"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/visits/statistics/?by=kind&key={key}")
        counts.append(len(asked))
        assert page.status_code == 200 and visit.row.code in page.content.decode()
    assert max(counts) <= 30
