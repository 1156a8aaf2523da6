"""Giving, changing and ending tasks: the five things, the refusals, the month's evidence."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from directives.models import Assignment
from directives.selectors.assignments import evidence_of_month, may_drop, of_month
from directives.services import assignments as services
from foundation.access import allows
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StaleVersion, StateChanged
from organization.rules.calendar import WorkingCalendar
from tests.cast import Cast

Give = Callable[..., Assignment]


def test_assign_names_five_things_and_tells_the_person(cast: Cast, give: Give) -> None:
    row = give("staff")
    assert re.fullmatch(r"NV-\d{4}-000001", row.code)
    assert (row.unit, row.state, row.given_by) == (cast.units["division"], "open", cast.head)
    assert Notification.objects.filter(user_id=cast.staff.pk, kind="assignment").count() == 1
    assert give("staff").code.endswith("000002")


def test_assign_codes_count_in_each_year(give: Give) -> None:
    first = give("staff", assigned_on=date(2026, 12, 30), due_on=date(2027, 1, 5))
    second = give("staff", assigned_on=date(2027, 1, 4), due_on=date(2027, 1, 8))
    third = give("staff", assigned_on=date(2026, 12, 31), due_on=date(2027, 1, 8))
    assert [row.code for row in (first, second, third)] == ["NV-2026-000001", "NV-2027-000001", "NV-2026-000002"]


@pytest.mark.parametrize("field", ["title", "responsibility", "product"])
def test_assign_without_one_of_the_things_is_refused(give: Give, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        give("staff", **{field: "  "})
    assert refusal.value.field == field
    assert not Assignment.objects.exists()


def test_assign_due_before_given_is_refused(give: Give, today: date) -> None:
    with pytest.raises(InvalidInput) as refusal:
        give("staff", due_on=today - timedelta(days=10))
    assert refusal.value.code == "due_before_given"


def test_assign_to_somebody_who_leaves_before_the_deadline_is_refused(cast: Cast, give: Give, today: date) -> None:
    cast.people["staff"].left_on = today
    with pytest.raises(Refused) as refusal:
        give("staff")
    assert refusal.value.code == "person_left"


def test_record_own_is_marked_and_only_for_oneself(cast: Cast, today: date) -> None:
    task: dict[str, Any] = {
        "title": "Tiếp công dân", "responsibility": "Chủ trì", "product": "Sổ tiếp công dân",
        "assigned_on": today - timedelta(days=2), "due_on": today, "day_off_confirmed": True,
    }  # fmt: skip
    row = services.record_own(person=cast.people["staff"], done_on=today, by=cast.staff, **task)
    assert row.recorded_by_self and row.state == "done" and row.done_on == today
    with pytest.raises(Refused):
        services.record_own(person=cast.people["staff2"], by=cast.staff, **task)


def test_edit_with_an_old_version_shows_what_the_other_wrote(cast: Cast, give: Give) -> None:
    row = give("staff")
    other = Assignment.objects.get(pk=row.pk)
    services.edit(assignment=other, version=1, changes={"product": "Kế hoạch"}, by=cast.head)
    with pytest.raises(StaleVersion) as refusal:
        services.edit(assignment=row, version=1, changes={"product": "Tờ trình"}, by=cast.division_head)
    assert refusal.value.details["current"] == {"product": "Kế hoạch"}
    with pytest.raises(InvalidInput):
        services.edit(assignment=row, version=2, changes={"state": "done"}, by=cast.head)


def test_finish_reopen_cancel_follow_the_table(cast: Cast, give: Give, today: date) -> None:
    row = give("staff")
    with pytest.raises(InvalidInput):
        services.finish(assignment=row, done_on=today - timedelta(days=30), by=cast.staff)
    with pytest.raises(InvalidInput) as future:
        services.finish(assignment=row, done_on=today + timedelta(days=1), by=cast.staff)
    assert (future.value.field, future.value.code) == ("done_on", "day_future")
    services.finish(assignment=row, done_on=today, by=cast.staff, note="Văn bản số 12")
    assert Notification.objects.get(user_id=cast.staff.pk, kind="assignment").handled_at is not None
    with pytest.raises(StateChanged):
        services.finish(assignment=row, done_on=today, by=cast.staff)
    with pytest.raises(Refused):
        services.edit(assignment=row, version=row.row_version, changes={"title": "Khác"}, by=cast.head)
    with pytest.raises(InvalidInput):
        services.reopen(assignment=row, reason=" ", by=cast.head)
    services.reopen(assignment=row, reason="Thiếu phụ lục", by=cast.head)
    assert (row.state, row.done_on) == ("open", None)
    services.cancel(assignment=row, reason="Không còn cần", by=cast.head)
    assert Assignment.objects.get(pk=row.pk).state == "cancelled"


def test_head_neither_changes_nor_reopens_nor_cancels_ones_own_task(cast: Cast, give: Give, today: date) -> None:
    row = give("head", by=cast.chair)
    with pytest.raises(Forbidden):
        services.edit(assignment=row, version=1, changes={"quality_faults": 0}, by=cast.head)
    with pytest.raises(Forbidden):
        services.cancel(assignment=row, reason="Không còn cần", by=cast.head)
    services.finish(assignment=row, done_on=today, by=cast.head)
    with pytest.raises(Forbidden):
        services.reopen(assignment=row, reason="Sửa lại ngày", by=cast.head)
    services.reopen(assignment=row, reason="Thiếu phụ lục", by=cast.chair)
    services.edit(assignment=row, version=row.row_version, changes={"quality_faults": 1}, by=cast.chair)
    services.cancel(assignment=row, reason="Không còn cần", by=cast.chair)
    assert (row.state, row.quality_faults) == ("cancelled", 1)


def test_the_committee_cancels_what_no_head_stands_over_and_nothing_else(cast: Cast, give: Give, today: date) -> None:
    own = services.record_own(
        person=cast.people["chair"], title="Tự ghi nhầm", responsibility="Chủ trì", product="Báo cáo",
        assigned_on=today, due_on=today + timedelta(days=7), day_off_confirmed=True, by=cast.chair,
    )  # fmt: skip
    assert allows(cast.officer, "assignment.cancel", own) and may_drop(own, by=cast.officer)
    with pytest.raises(Forbidden):
        services.cancel(assignment=own, reason="Nhầm", by=cast.chair)
    services.cancel(assignment=own, reason="Ghi trùng", by=cast.officer)
    assert own.state == "cancelled"
    staffs = give("staff")
    assert not may_drop(staffs, by=cast.officer) and may_drop(staffs, by=cast.head)
    with pytest.raises(Refused) as refused:
        services.cancel(assignment=staffs, reason="Không cần", by=cast.officer)
    assert refused.value.code == "head_cancels" and Assignment.objects.get(pk=staffs.pk).state == "open"


def test_nobody_gives_oneself_a_task_as_a_superior_would(cast: Cast, give: Give) -> None:
    with pytest.raises(Refused) as refusal:
        give("head", by=cast.head)
    assert (refusal.value.code, refusal.value.field) == ("given_to_oneself", "person")
    assert not Assignment.objects.exists()


def test_of_month_many_people_in_one_query(cast: Cast, give: Give, django_assert_num_queries: Any) -> None:
    march, april = date(2026, 3, 1), date(2026, 4, 10)
    before = give("staff", assigned_on=date(2026, 2, 2), due_on=date(2026, 2, 20))
    inside = give("staff", assigned_on=march, due_on=date(2026, 3, 12))
    early = give("staff2", assigned_on=march, due_on=april)
    services.finish(assignment=early, done_on=date(2026, 3, 30), by=None)
    later = give("staff2", assigned_on=march, due_on=april)
    dropped = give("staff2", assigned_on=march, due_on=date(2026, 3, 20))
    services.cancel(assignment=dropped, reason="Trùng việc", by=cast.head)
    keys = [cast.people[name].pk for name in ("staff", "staff2", "clerk")]
    with django_assert_num_queries(1):
        found = of_month(person_ids=keys, first=march, last=date(2026, 3, 31))
    assert [[row.pk for row in found[key]] for key in keys] == [[before.pk, inside.pk], [early.pk], []]
    assert later.pk not in {row.pk for rows in found.values() for row in rows}


def test_evidence_of_month_counts_what_came_late(cast: Cast, give: Give) -> None:
    late = give("staff", assigned_on=date(2026, 3, 2), due_on=date(2026, 3, 5))
    services.finish(assignment=late, done_on=date(2026, 3, 10), by=None)
    give("staff", assigned_on=date(2026, 3, 2), due_on=date(2026, 3, 27))
    key = cast.people["staff"].pk
    found = evidence_of_month(
        person_ids=[key], first=date(2026, 3, 1), last=date(2026, 3, 31), on=date(2026, 3, 20),
        calendar=WorkingCalendar(),
    )[key]  # fmt: skip
    assert (found.total, found.done, found.late, found.running, found.worst_days_late) == (2, 1, 1, 1, 3)
