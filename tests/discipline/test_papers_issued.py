"""Issuing papers of a case: what they never say, who reads them, and that they stay as they were handed out."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from discipline import states
from discipline.enums import BarGround, CaseRole
from discipline.models import Case, CaseBar, CaseMember, CasePaper, Disclosure, Seat, Sitting, Statement, Summons
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.letterhead import Letterhead
from discipline.rules.papers.wording import versions
from discipline.services import papers as service
from discipline.services.papers import issue_paper
from discipline.services.rule_loading import load_rules
from foundation.audit.models import AuditEvent
from foundation.files.storage import open_kept
from foundation.web.clock import local_date
from foundation.workflow.errors import DomainError, Forbidden, InvalidInput, NotFound, Refused
from tests.cast import Cast, build_cast
from tests.files import files_dir  # noqa: F401
from tests.foundation.audit import rows
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 9)
HEAD = Letterhead(
    authority="Sở Nội vụ", symbol="SNV", capacity=("GIÁM ĐỐC",), signer="Trần Quốc Khánh", number="7", issued_on=DAY,
    recipients=("Lưu: VT.",), contact="Phòng Tổ chức",
)  # fmt: skip
REF, NOTE, VOTER, HIDDEN = "PA-2026-BIMAT", "ghi chú tiếp nhận bí mật", "Lý Thị Phiếu Riêng", "Tài liệu chưa công bố"


@pytest.fixture
def cast(db: None) -> Cast:
    load_rules()
    return build_cast()


def _case(cast: Cast, state: str, **more: Any) -> Case:
    """A case of the staff member with much that must not get out: reporter, intake, single votes, closed exhibits."""
    subject = cast.people["staff"]
    row = rows.case(
        subject=subject, reported_by=cast.users["head"], intake_note=NOTE, source_ref=REF, opened_on=DAY,
        handling_due_on=DAY + timedelta(days=60), allegation="Để quá hạn hồ sơ", **more,
    )  # fmt: skip
    for role, name in ((CaseRole.HANDLER, "officer"), (CaseRole.REPRESENTATIVE, "staff2")):
        CaseMember.objects.create(case=row, user=cast.users[name], role=role, since=DAY)
    CaseBar.objects.create(case=row, person=cast.people["deputy"], ground=BarGround.RELATIVE, since=DAY)
    for session in ("review", "council"):
        Sitting.objects.create(
            case=row, session=session, held_on=DAY, place="Phòng họp", chair=cast.people["chair"], invited=9,
            attended=9, subject_present=True, subject_heard="Tôi nhận", minutes="Thảo luận",
            ballots={"reprimand": 4, VOTER: 1, "votes": [{"who": VOTER, "form": "warning"}]},
        )  # fmt: skip
    Seat.objects.create(case=row, role="chair", person=cast.people["chair"], document="1/QĐ", appointed_on=DAY)
    for number in (1, 2):
        Summons.objects.create(
            case=row, session="review", number=number, sent_on=DAY, sitting_on=DAY + timedelta(days=number), place="P1"
        )
    Statement.objects.create(case=row, number=1, submitted_on=DAY, text="Tôi")
    Disclosure.objects.create(case=row, number=2, on=DAY)
    for step in (rows.path_to(states.CASE, state) or [])[1:]:
        Case.objects.filter(pk=row.pk).update(state=step)
    row.refresh_from_db()
    return row


def _issue(case: Case, cast: Cast, kind: str, head: Letterhead = HEAD, by: str = "officer") -> CasePaper:
    return issue_paper(case=case, kind=kind, letterhead=head, today=local_date(), by=cast.users[by])


def _bytes(paper: CasePaper) -> dict[str, bytes]:
    kept = {}
    for name in ("file", "plain"):
        with open_kept(getattr(paper, name).storage_name) as content:
            kept[name] = content.read()
    return kept


def _all_xml(paper: CasePaper) -> str:
    found = ""
    for content in _bytes(paper).values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found += "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    return found.replace("\u00a0", " ")


ISSUED = (
    PaperKind.OPENING, PaperKind.SUMMONS_1, PaperKind.SUMMONS_2, PaperKind.REVIEW_MINUTES, PaperKind.COUNCIL,
    PaperKind.COUNCIL_MINUTES, PaperKind.DECISION, PaperKind.EXTRACT,
)  # fmt: skip


def test_no_paper_names_the_reporter_the_intake_a_vote_or_a_closed_document(cast: Cast) -> None:
    case = _case(cast, "in_force")
    reporter = cast.users["head"].full_name
    assert (
        case.reported_by.full_name == reporter
        and case.intake_note == NOTE
        and VOTER in str(case.sittings.get(session="council").ballots)
    )
    for kind in ISSUED:
        xml = _all_xml(_issue(case, cast, kind))
        assert cast.people["staff"].full_name in xml
        for secret in (reporter, REF, NOTE, VOTER, HIDDEN):
            assert secret not in xml, (kind, secret)
    assert "<w:t>4</w:t>" in _all_xml(case.papers.get(kind="council_minutes")).replace(' xml:space="preserve"', "")


def test_a_text_that_names_the_reporter_stops_the_paper(cast: Cast) -> None:
    reporter = cast.users["head"].full_name
    case = _case(cast, "case_open")
    for said in (f"Theo phản ánh của {reporter.upper()}", f"Theo đơn {REF}"):
        Case.objects.filter(pk=case.pk).update(allegation=said)
        with pytest.raises(Refused) as caught:
            _issue(case, cast, PaperKind.OPENING)
        assert caught.value.code == "names_reporter"
    assert case.papers.count() == 0
    with pytest.raises(Refused):
        Case.objects.filter(pk=case.pk).update(allegation="Việc A")
        _issue(case, cast, PaperKind.OPENING, replace(HEAD, recipients=(f"{reporter} (để biết);",)))


def test_who_may_not_know_the_reporter_learns_nothing_by_trying_names(cast: Cast) -> None:
    case = _case(cast, "case_open")
    CaseMember.objects.create(case=case, user=cast.users["personnel"], role=CaseRole.SECRETARY, since=DAY)
    for tried in (cast.users["head"].full_name, "Không Ai Cả"):
        head = replace(HEAD, recipients=(f"{tried} (để biết);",), contact=tried, decider=tried)
        assert _issue(case, cast, PaperKind.OPENING, head, by="personnel").kind == PaperKind.OPENING
    Case.objects.filter(pk=case.pk).update(allegation=f"Theo phản ánh của {cast.users['head'].full_name}")
    with pytest.raises(Refused):
        _issue(case, cast, PaperKind.OPENING, by="personnel")


def test_nothing_is_issued_before_the_case_is_open_nor_by_somebody_else(cast: Cast) -> None:
    intake, opened = _case(cast, "under_review"), _case(cast, "case_open")
    with pytest.raises(Refused) as caught:
        _issue(intake, cast, PaperKind.OPENING)
    assert caught.value.code == "before_opening"
    for name in ("staff", "staff2", "deputy", "leader", "auditor"):
        with pytest.raises((Forbidden, NotFound)):
            _issue(opened, cast, PaperKind.OPENING, by=name)


def test_what_cannot_be_said_is_refused_by_name(cast: Cast) -> None:
    case = _case(cast, "case_open")
    wrong: list[tuple[str, Letterhead, type[DomainError], str]] = [
        ("poem", HEAD, InvalidInput, "unknown_kind"),
        ("opening", replace(HEAD, authority=" "), InvalidInput, "authority_missing"),
        ("opening", replace(HEAD, number="7/QĐ"), InvalidInput, "number"),
        ("opening", replace(HEAD, issued_on=local_date() + timedelta(days=1)), InvalidInput, "issued_later"),
        ("measure", HEAD, Refused, "fact_missing"),
        ("no_discipline", HEAD, Refused, "fact_missing"),
        ("rescission", HEAD, Refused, "fact_missing"),
    ]
    for kind, head, error, code in wrong:
        with pytest.raises(error) as caught:
            _issue(case, cast, kind, head)
        assert caught.value.code == code, kind
    assert case.papers.count() == 0
    party = _case(cast, "case_open", track="party")
    with pytest.raises(Refused) as caught:
        _issue(party, cast, PaperKind.COUNCIL)
    assert caught.value.code == "not_on_this_track"


def test_a_paper_in_use_keeps_its_wording_and_its_bytes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = _case(cast, "case_open")
    first = _issue(case, cast, PaperKind.OPENING)
    before = _bytes(first)
    newer = replace(versions()["1"], version="2", texts={**versions()["1"].texts, "opening.start": "Bản mới:"})
    monkeypatch.setattr(service, "current", lambda today: newer)
    again, other = _issue(case, cast, PaperKind.OPENING), _issue(case, cast, PaperKind.EXTRACT)
    assert (again.version, again.wording_version, other.wording_version) == (2, "1", "2")
    assert _bytes(first) == before == _bytes(again) and first.sha256 == first.file.sha256 == again.sha256
    with pytest.raises(DatabaseError), transaction.atomic():
        CasePaper.objects.filter(pk=first.pk).update(number="8")
    with pytest.raises(DatabaseError), transaction.atomic():
        CasePaper.objects.create(
            case=case, shown=case, kind="council_minutes", wording_version="1", wording_sha256="0", sha256="0",
            file=again.plain, plain=again.file,
        )  # fmt: skip
    event = AuditEvent.objects.filter(name="case.paper_issued", object_id=str(case.pk)).latest("id")
    assert event.details["kind"] == "extract" and event.details["sha256"] == other.sha256


def test_the_person_reads_what_is_for_the_person_and_minutes_stay_inside(cast: Cast) -> None:
    case = _case(cast, "council")
    notice, minutes = _issue(case, cast, PaperKind.OPENING), _issue(case, cast, PaperKind.COUNCIL_MINUTES)
    expected = {
        "officer": (200, 200),
        "staff": (200, 404),
        "staff2": (200, 404),
        "deputy": (404, 404),
        "head": (404, 404),
    }
    for name, wanted in expected.items():
        client = signed_in(cast.users[name])
        for paper, status in zip((notice, minutes), wanted, strict=True):
            files = (
                f"/discipline/papers/{paper.pk}/",
                f"/discipline/papers/{paper.pk}/plain/",
                f"/files/{paper.file.public_id}/",
            )
            assert [client.get(address).status_code for address in files[:2]] == [status] * 2, (name, paper.kind)
    answer = signed_in(cast.users["staff"]).get(f"/discipline/papers/{notice.pk}/")
    assert b"".join(answer) == _bytes(notice)["file"]
    assert (
        answer["Content-Type"].endswith("wordprocessingml.document") and "attachment" in answer["Content-Disposition"]
    )
    opened = AuditEvent.objects.using("audit").filter(name="casepaper.opened", object_id=str(notice.pk))
    readers = {str(event.actor) for event in opened}
    assert readers and not readers & {str(cast.users["staff"].pk), cast.users["staff"].username}


def test_the_handler_issues_on_the_page_and_the_person_sees_no_form(cast: Cast) -> None:
    case = _case(cast, "case_open")
    address = f"/discipline/cases/{case.code}/papers/"
    officer, staff = signed_in(cast.users["officer"]), signed_in(cast.users["staff"])
    data = {"kind": "opening", "authority": "Sở Nội vụ", "place": "Hà Nội", "number": "9", "issued_on": "09/11/2026"}
    assert officer.post(address, {**data, "number": "x"}).status_code == 422
    assert officer.post(address, {**data, "kind": "measure"}).status_code in (409, 422)
    assert officer.post(address, data).status_code == 302
    assert staff.post(address, data).status_code == 403
    assert case.papers.get().number == "9" and case.papers.get().letterhead["authority"] == "Sở Nội vụ"
    officer.get(address)
    asked = []
    for more in (0, 2):
        for _n in range(more):
            _issue(case, cast, PaperKind.EXTRACT)
        with CaptureQueriesContext(connection) as seen:
            page = officer.get(address)
        asked.append(len(seen))
    assert asked[0] == asked[1] and 'value="Sở Nội vụ"' in page.content.decode()
    assert len(page.context["page"].rows) == 3
    text = staff.get(address).content.decode()
    assert f"/discipline/papers/{case.papers.first().pk}/plain/" in text and "<textarea" not in text
    assert signed_in(cast.users["other_staff"]).get(address).status_code == 404
