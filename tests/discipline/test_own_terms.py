"""Terms of the person concerned: told once by number and day, on the first page until done, nobody else's business."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from discipline.models import CaseMember
from discipline.services import clock_work, complaints
from discipline.services.naming import end_member
from discipline.services.procedure import hand_in_statement, record_file_reading
from foundation.notifications import inbox, looking
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from reports.enums import LineKind
from reports.selectors.worklist import worklist_of
from tests.cast import Cast, build_cast
from tests.discipline.walk import TODAY, Walk, desk

pytestmark = pytest.mark.django_db
NOTICED, MORNING = date(2026, 9, 25), date(2026, 9, 26)
SECRET = "Để quá hạn 12 hồ sơ đất đai không báo cáo"


@pytest.fixture
def cast(db: None) -> Cast:
    load_policies()
    made = build_cast()
    desk(made)
    return made


def own(user: User) -> set[str]:
    rows = Notification.objects.filter(user=user, handled_at=None, alert__rule="case.own_term")
    return {row.alert.occasion.rpartition(":")[0] for row in rows}


def on_first_page(user: User, walk: Walk, on: date) -> list[Any]:
    return [line for line in worklist_of(user, on=on).lines if line.number == walk.case.code]


def test_person_concerned_sees_the_own_terms_until_done_and_nothing_else_of_the_case(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    clock_work.tell_terms(on=MORNING)
    assert not own(cast.staff), "no notice, no term"
    walk.deliver("notice", NOTICED)
    for _ in range(2):
        clock_work.tell_terms(on=MORNING)
    assert own(cast.staff) == {"own:term:statement", "own:term:file_access"} and not own(cast.officer)
    (line,) = on_first_page(cast.staff, walk, MORNING)
    assert line.due is not None and line.url == f"/discipline/mine/{walk.case.code}/"
    assert SECRET not in f"{line.title} {line.text}"
    for alert in Alert.objects.filter(rule="case.own_term"):
        assert alert.confined and alert.escalate_on is None and alert.unit_path == "" and alert.inputs == {}
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=MORNING) == 0
    given = {"case": walk.fresh(), "today": TODAY}
    record_file_reading(on=date(2026, 9, 28), reader="Người bị xem xét", what="Toàn bộ", by=cast.officer, **given)
    assert own(cast.staff) == {"own:term:statement"}
    hand_in_statement(submitted_on=date(2026, 9, 29), text="Tôi", by=cast.staff, **given)
    assert not own(cast.staff) and not on_first_page(cast.staff, walk, MORNING)


def test_a_right_may_be_left_and_a_term_that_passed_is_told_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.deliver("notice", NOTICED)
    clock_work.tell_terms(on=MORNING)
    with monkeypatch.context() as few:
        few.setattr("reports.selectors.worklist.MOST", 1)
        lines = [one for one in worklist_of(cast.staff, on=MORNING).lines if one.kind == LineKind.ALERT]
        assert [one.url for one in lines] == [f"/discipline/mine/{walk.case.code}/", "/inbox/"], "the rest is one click"
    line = Notification.objects.get(user=cast.staff, alert__key__contains=":own:term:file_access")
    inbox.handle(pk=line.pk, note="", on=MORNING, by=cast.staff)
    clock_work.tell_terms(on=MORNING)
    assert own(cast.staff) == {"own:term:statement"}
    late = date(2026, 11, 2)
    looking.end_without_ground(ids=looking.waiting_ids(), on=late)
    clock_work.tell_terms(on=late)
    assert not own(cast.staff)


def test_complaint_may_be_lodged_until_its_day_and_ends_the_alert(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.in_force()
    day = date(2026, 11, 19)
    clock_work.tell_terms(on=day)
    assert own(cast.staff) == {"own:term:complaint"} and on_first_page(cast.staff, walk, day)
    looking.end_without_ground(ids=looking.waiting_ids(), on=day)
    assert own(cast.staff) == {"own:term:complaint"}
    complaints.lodge(
        case=walk.fresh(), lodged_on=date(2026, 11, 20), text="Tôi đã xin gia hạn", today=TODAY, by=cast.staff
    )
    assert not own(cast.staff)


def test_clock_of_a_case_stands_on_its_handler_s_page_and_leaves_with_the_name(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    day = date(2026, 11, 21)
    clock_work.tell_terms(on=day)
    (line,) = on_first_page(cast.officer2, walk, day)
    assert line.due == walk.case.handling_due_on
    member = CaseMember.objects.get(case=walk.case, user=cast.officer2, ended_on=None)
    end_member(member=member, on=day, reason="Đổi phân công", by=cast.officer)
    held = {"alert__thing": "case", "handled_at": None}
    assert not Notification.objects.filter(user=cast.officer2, **held).exists()
    assert Notification.objects.filter(user=cast.officer, **held).exists()
