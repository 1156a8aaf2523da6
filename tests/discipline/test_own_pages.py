"""The pages of the person concerned: what is owed, what may be done, by whom, and 404 for everybody else."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from discipline.models import Case, CaseMember, Complaint, Seat, Statement
from discipline.services import deciding, evidence, representation
from discipline.services.naming import bar
from foundation.access import allows, field_rights, visible_to
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused
from tests.cast import Cast, build_cast
from tests.discipline.walk import TODAY, Walk, desk
from tests.files import files_dir, upload
from tests.foundation.files.samples import pdf
from tests.sessions import signed_in

__all__ = ["files_dir"]


@pytest.fixture
def cast(db: None) -> Cast:
    made = build_cast()
    desk(made)
    return made


@pytest.fixture
def walk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Walk:
    monkeypatch.setattr("discipline.views.own.local_date", lambda: TODAY)
    return Walk.signal(cast)


def page(cast: Cast, who: str, case: Case, end: str = "", **post: Any) -> Any:
    client = Client(raise_request_exception=False)
    signed_in(cast.users[who], client=client)
    address = f"/discipline/mine/{case.code}/{end}"
    return client.post(address, post) if post else client.get(address)


def test_nothing_is_there_before_it_is_opened(cast: Cast, walk: Walk) -> None:
    for end in ("", "statement/", "exhibits/1/"):
        assert page(cast, "staff", walk.case, end).status_code == 404
    walk.open()
    assert page(cast, "staff", walk.case).status_code == 200


def test_what_is_owed_and_may_be_done(cast: Cast, walk: Walk) -> None:
    walk.open()
    assert page(cast, "staff", walk.case).status_code == 200
    walk.deliver("notice", date(2026, 9, 25))
    said = page(cast, "staff", walk.case).content.decode()
    assert "Để quá hạn 12 hồ sơ" in said and "BC-77" not in said and "Do trưởng phòng nêu" not in said
    for word in ("Tường trình bằng văn bản", "Cử người đại diện", "thứ Sáu, ngày 02/10/2026"):
        assert word in said, word
    answer = page(cast, "staff", walk.case, "statement/", text="Tôi đã xin gia hạn hai lần", named_form="")
    assert answer.status_code == 302 and Statement.objects.get(case=walk.case).by == cast.staff
    assert page(cast, "staff", walk.case, "statement/", text=" ").status_code == 422
    assert page(cast, "staff", walk.case, "complaint/", text="Tôi không đồng ý").status_code == 422
    assert page(cast, "staff", walk.case, "vote/").status_code == 404


def test_the_page_costs_the_same_for_one_statement_and_three(cast: Cast, walk: Walk) -> None:
    walk.open()
    walk.deliver("notice", date(2026, 9, 25))
    client = Client()
    signed_in(cast.staff, client=client)
    counted = []
    for number in (1, 2, 3):
        Statement.objects.create(case=walk.case, number=number, submitted_on=TODAY, text="Tôi")
        client.get(f"/discipline/mine/{walk.case.code}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/discipline/mine/{walk.case.code}/")
        counted.append(len(queries))
    assert counted[0] == counted[-1] <= 25


def test_codes_of_others_answer_as_codes_that_never_were(cast: Cast, walk: Walk) -> None:
    walk.open()

    def answered(who: str, code: str) -> list[bytes]:
        return [
            page(cast, who, Case(code=code), end).content.replace(code.encode(), b"")
            for end in ("", "statement/", "exhibits/1/")
        ]  # fmt: skip

    for who in ("staff2", "head", "officer"):  # the handler's page is another one
        never, there = answered(who, "HS-2026-99999"), answered(who, walk.case.code)
        strip = [[_bare(one) for one in part] for part in (never, there)]
        assert strip[0] == strip[1], who


def _bare(content: bytes) -> bytes:
    import re

    return re.sub(rb"[0-9a-f]{32}", b"", re.sub(rb'"[A-Za-z0-9]{64}"', b"", content))


def test_a_representative_reads_and_does_nothing(cast: Cast, walk: Walk) -> None:
    walk.open()
    walk.deliver("notice", date(2026, 9, 25))
    given = {"case": walk.fresh(), "today": TODAY, "by": cast.staff}
    friend = cast.people["clerk"]
    for code, name in ((friend.code, "Người Khác"), ("KHONG-CO", friend.full_name), (walk.case.subject.code, "")):
        with pytest.raises(InvalidInput):
            representation.name_representative(code=code, full_name=name, **given)
    with pytest.raises(NotFound):
        representation.name_representative(
            code=friend.code, full_name=friend.full_name, case=walk.case, today=TODAY, by=cast.staff2
        )
    answer = page(cast, "staff", walk.case, "representative/", code=friend.code, full_name=friend.full_name)
    assert answer.status_code == 302
    said = page(cast, "clerk", walk.case)
    assert said.status_code == 200 and "Tường trình bằng văn bản" not in said.content.decode()
    assert page(cast, "clerk", walk.case, "statement/", text="Tôi thay mặt").status_code == 403
    with pytest.raises(Refused):
        representation.name_representative(code=friend.code, full_name=friend.full_name, **given)
    member = CaseMember.objects.get(case=walk.case, user=cast.clerk)
    with pytest.raises(Forbidden):
        representation.release_representative(case=walk.fresh(), member_id=member.pk, today=TODAY, by=cast.clerk)
    assert page(cast, "staff", walk.case, "release/", member=member.pk).status_code == 302
    assert page(cast, "clerk", walk.case).status_code == 404


def _named(title: str) -> bytes:
    about = b"8 0 obj\n<< /Author (Nguyen Van B) >>\nendobj\n"
    return bytes(pdf(text=title.encode(), objects=about, trailer=b"/Info 8 0 R"))


def test_only_exhibits_opened_to_the_person_are_handed_out(cast: Cast, walk: Walk) -> None:
    walk.open()
    for title in ("Danh sách hồ sơ quá hạn", "Đơn của người phản ánh"):
        evidence.add_exhibit(
            case=walk.fresh(), title=title, upload=upload("anh B chup.pdf", _named(title)), by=cast.officer
        )
    evidence.disclose(case=walk.fresh(), number=1, on=TODAY, today=TODAY, by=cast.officer)
    said = page(cast, "staff", walk.case).content.decode()
    assert "Danh sách hồ sơ quá hạn" in said and "Đơn của người phản ánh" not in said
    handed = page(cast, "staff", walk.case, "exhibits/1/")
    assert handed.status_code == 200
    assert "chup" not in handed["Content-Disposition"] and "-1.pdf" in handed["Content-Disposition"]
    assert b"Nguyen Van B" not in b"".join(handed.streaming_content), "who made the file"
    assert page(cast, "staff", walk.case, "exhibits/2/").status_code == 404
    assert page(cast, "staff2", walk.case, "exhibits/1/").status_code == 404


def test_a_complaint_inside_its_term_and_never_twice(cast: Cast, walk: Walk) -> None:
    walk.in_force()
    said = page(cast, "staff", walk.case).content.decode()
    assert "thứ Năm, ngày 03/12/2026" in said and "512/QĐ-UBND" in said
    assert page(cast, "staff", walk.case, "complaint/", text="Tôi đã xin gia hạn").status_code == 302
    assert Complaint.objects.get(case=walk.case).lodged_by == cast.staff
    assert page(cast, "staff", walk.case, "complaint/", text="Lần nữa").status_code == 422


def test_a_head_who_is_the_subject_sees_what_a_subject_sees(cast: Cast) -> None:
    walk = Walk.signal(cast, subject="head", by="officer", source="inspection")
    assert not allows(cast.head, "case.read", walk.fresh())
    walk.open()
    case = walk.fresh()
    rights = field_rights(cast.head, case).readable
    assert "allegation" in rights and not {"source", "reported_by", "handler_ids"} & rights
    assert not visible_to(cast.head, Case.objects.all(), "list").exists()
    assert visible_to(cast.officer, Case.objects.all(), "list").exists()


def test_a_relative_or_witness_is_seated_by_no_road(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    bar(case=walk.fresh(), person=cast.people["clerk"], ground="interested", since=TODAY, by=cast.officer)
    seat = {"case": walk.case, "role": "chair", "document": "1/QĐ", "appointed_on": TODAY}
    with pytest.raises(DatabaseError), transaction.atomic():
        Seat.objects.create(person=cast.people["clerk"], **seat)
    Seat.objects.create(person=cast.people["chair"], **seat)


def test_no_decision_while_a_step_is_owed(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    Case.objects.filter(pk=walk.case.pk).update(state="self_criticism")
    for state in ("review_meeting", "decision_pending"):
        Case.objects.filter(pk=walk.case.pk).update(state=state)
    with pytest.raises(Refused) as caught:
        walk.draft()
    assert caught.value.code == "step_missing"


def test_who_drafted_does_not_sign(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    walk.council()
    row = walk.draft()
    with pytest.raises(Forbidden):
        deciding.decide(decision=row, version=row.row_version, today=TODAY, by=cast.officer)
    deciding.decide(decision=row, version=row.row_version, today=TODAY, by=cast.officer2)


def test_a_double_is_told_only_to_who_may_see_the_first(cast: Cast) -> None:
    first = Walk.signal(cast).case
    with pytest.raises(Refused) as caught:
        Walk.signal(cast)
    assert first.code in str(caught.value)
    assert Walk.signal(cast, by="personnel").case.code != first.code
