"""What happens to a task: its class and authority, more time, matters passed on, causes of a delay."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from directives.models import Assignment, AssignmentExtension, AssignmentHandoff, DelayCause, ExtensionLimit
from directives.selectors.assignments import evidence_of_month
from directives.services import assignments, causes, discussions, extensions, handoffs
from directives.services.extension_limits import load_limits
from directives.services.mandates import Mandate
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged
from organization.models import Holiday, Unit
from organization.rules.calendar import WorkingCalendar
from tests.cast import Cast

Give = Callable[..., Assignment]
GIVEN, DUE, LATER = date(2026, 3, 2), date(2026, 3, 12), date(2026, 3, 19)
DELEGATED = Mandate(
    authority="delegated",
    delegation_number="12/QĐ-UBND",
    delegation_on=date(2026, 1, 5),
    delegation_from="Chủ tịch UBND thành phố",
    delegation_until=date(2026, 12, 31),
)


@pytest.fixture
def task(give: Give) -> Assignment:
    """Nguyễn Thị Thúy An's task, given by the head of the ward."""
    return give("staff", assigned_on=GIVEN, due_on=DUE)


def told(user: Any) -> list[str]:
    return list(Notification.objects.filter(user_id=user.pk).order_by("id").values_list("title", flat=True))


# --- class and authority -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mandate", "field", "code"),
    [
        (Mandate(kind="small"), "kind", "kind_unknown"),
        (Mandate(authority="delegated"), "delegation_number", "delegation_missing"),
        (Mandate("regular", "delegated", "1", GIVEN), "delegation_from", "delegation_missing"),
        (Mandate(delegation_number="1"), "delegation_number", "delegation_not_used"),
        (Mandate("regular", "delegated", "1", DUE, "Chủ tịch"), "delegation_on", "delegation_too_late"),
        (
            Mandate("regular", "delegated", "1", date(2025, 1, 1), "Chủ tịch", date(2025, 12, 31)),
            "delegation_until",
            "delegation_ended",
        ),
    ],
)  # fmt: skip
def test_delegated_authority_is_named_in_full(give: Give, mandate: Mandate, field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        give("staff", assigned_on=GIVEN, due_on=DUE, mandate=mandate)
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert not Assignment.objects.exists()


def test_delegation_holds_for_its_days_and_the_database_wants_its_paper(give: Give) -> None:
    row = give("staff", assigned_on=GIVEN, due_on=DUE, mandate=DELEGATED)
    days = (date(2026, 1, 4), date(2026, 1, 5), date(2026, 12, 31), date(2027, 1, 1))
    assert [row.delegated_on(day) for day in days] == [False, True, True, False]
    with pytest.raises(DatabaseError, match="assignment_delegation_is_named"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(delegation_number="")


def test_back_to_own_authority_drops_the_delegation(cast: Cast, give: Give) -> None:
    row = give("staff", assigned_on=GIVEN, due_on=DUE, mandate=DELEGATED)
    assignments.edit(assignment=row, version=1, changes={"authority": "own"}, by=cast.head)
    row.refresh_from_db()
    assert (row.authority, row.delegation_number, row.delegation_on) == ("own", "", None)


def test_major_task_is_discussed_before_it_is_done(cast: Cast, give: Give) -> None:
    row = give("staff", assigned_on=GIVEN, due_on=DUE, mandate=Mandate(kind="major"))
    with pytest.raises(Refused) as refusal:
        assignments.finish(assignment=row, done_on=DUE, by=cast.staff)
    assert refusal.value.code == "discussion_missing"
    with pytest.raises(DatabaseError, match="discussed before it is done"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(state="done", done_on=DUE)
    said: dict[str, Any] = {"body": "Ban Thường vụ Đảng ủy phường", "summary": "Thống nhất phương án 2", "today": DUE}
    for held_on, code in ((GIVEN - timedelta(days=1), "before_given"), (DUE + timedelta(days=1), "still_to_come")):
        with pytest.raises(InvalidInput) as wrong:
            discussions.record_discussion(assignment=row, held_on=held_on, by=cast.head, **said)
        assert wrong.value.code == code
    discussions.record_discussion(assignment=row, held_on=DUE, by=cast.head, **said)
    with pytest.raises(Refused):
        assignments.finish(assignment=row, done_on=DUE - timedelta(days=1), by=cast.staff)
    assignments.finish(assignment=row, done_on=DUE, by=cast.staff)
    assert row.state == "done"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.discussions.update(summary="khác")


# --- bad input ------------------------------------------------------------------------------------------------------


def test_deadline_on_a_day_off_names_the_day_and_proposes_the_next(cast: Cast, give: Give) -> None:
    Holiday.objects.create(date=date(2026, 9, 2), name="Quốc khánh")
    for due, name in ((date(2026, 9, 2), "Quốc khánh"), (date(2026, 9, 5), "weekend")):
        with pytest.raises(InvalidInput) as refusal:
            give("staff", assigned_on=GIVEN, due_on=due, day_off_confirmed=False)
        assert (refusal.value.field, refusal.value.code) == ("due_on", "day_off")
        assert name in str(refusal.value) or "cuối tuần" in str(refusal.value)
        assert f"{due:%d/%m/%Y}" in str(refusal.value)
    assert refusal.value.details == {"next": "2026-09-07"} and "07/09/2026" in str(refusal.value)
    assert not Assignment.objects.exists()
    assert give("staff", assigned_on=GIVEN, due_on=date(2026, 9, 2)).due_on == date(2026, 9, 2)


def test_dissolved_unit_and_who_left_get_nothing(cast: Cast, give: Give, task: Assignment) -> None:
    Unit.objects.filter(pk=cast.units["other"].pk).update(valid_to=date(2026, 2, 28))
    cast.people["other_staff"].refresh_from_db()
    with pytest.raises(Refused) as refusal:
        give("other_staff", assigned_on=GIVEN, due_on=DUE)
    assert refusal.value.code == "unit_dissolved" and "28/02/2026" in str(refusal.value)
    clerk = cast.people["clerk"]
    clerk.left_on = date(2026, 2, 10)
    with pytest.raises(Refused) as left:
        give("clerk", assigned_on=GIVEN, due_on=DUE)
    assert left.value.code == "person_left" and "10/02/2026" in str(left.value)
    with pytest.raises(Refused) as passed:
        pass_on(cast, task, to_unit=Unit.objects.get(pk=cast.units["other"].pk), kind="sideways")
    assert passed.value.code == "unit_dissolved"
    with pytest.raises(Refused) as gone:
        pass_on(cast, task, to_person=clerk, kind="sideways")
    assert gone.value.code == "person_left"
    assert Assignment.objects.count() == 1 and not AssignmentHandoff.objects.exists()


# --- more time ------------------------------------------------------------------------------------------------------


def test_more_time_is_asked_by_the_person_and_granted_by_the_giver(cast: Cast, task: Assignment) -> None:
    load_limits()
    wish = extensions.ask(assignment=task, to_due_on=LATER, reason="Chờ số liệu của Sở", on=DUE, by=cast.staff)
    task.refresh_from_db()
    assert (task.due_on, wish.state) == (DUE, "asked") and "asks for more time" in told(cast.head)[-1]
    with pytest.raises(Refused) as twice:
        extensions.ask(assignment=task, to_due_on=LATER, reason="Nữa", on=DUE, by=cast.staff)
    assert twice.value.code == "extension_waits"
    with pytest.raises(Forbidden):
        extensions.grant(extension=wish, on=DUE, by=cast.staff)
    extensions.grant(extension=wish, on=DUE, by=cast.head)
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on, task.times_extended) == (LATER, DUE, 1)
    stored = AssignmentExtension.objects.get()
    assert (stored.working_days, stored.limit.code, stored.inputs["days_first"]) == (5, "regular-2023", 8)  # type: ignore[union-attr]
    assert "More time for" in told(cast.staff)[-1]
    assert AuditEvent.objects.filter(name="assignment.deadline_moved", object_id=str(task.pk)).count() == 1
    with pytest.raises(StateChanged):
        extensions.refuse(extension=stored, reason="Thôi", on=DUE, by=cast.head)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        AssignmentExtension.objects.update(reason="khác")


def test_refused_or_withdrawn_wish_leaves_the_deadline(cast: Cast, task: Assignment) -> None:
    wish = extensions.ask(assignment=task, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.staff)
    with pytest.raises(InvalidInput):
        extensions.refuse(extension=wish, reason=" ", on=DUE, by=cast.head)
    extensions.refuse(extension=wish, reason="Đủ người làm", on=DUE, by=cast.head)
    again = extensions.ask(assignment=task, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.staff)
    extensions.withdraw(extension=again, on=DUE, by=cast.staff)
    third = extensions.ask(assignment=task, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.staff)
    assignments.cancel(assignment=task, reason="Trùng", by=cast.head)
    third.refresh_from_db()
    assert [third.number, third.state] == [3, "withdrawn"]
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on, task.times_extended) == (DUE, None, 0)


def test_later_deadline_is_an_extension_not_an_edit(cast: Cast, task: Assignment) -> None:
    with pytest.raises(Refused) as refusal:
        assignments.edit(assignment=task, version=1, changes={"due_on": LATER}, by=cast.head)
    assert refusal.value.code == "deadline_needs_extension"
    earlier = date(2026, 3, 10)
    assignments.edit(assignment=task, version=1, changes={"due_on": earlier}, by=cast.head)
    assert (task.due_on, task.original_due_on) == (earlier, DUE)
    with pytest.raises(InvalidInput):
        assignments.edit(assignment=task, version=2, changes={"objective_cause": "Bão"}, by=cast.head)


@pytest.mark.parametrize(
    ("limit", "to", "on", "code"),
    [
        ({"max_times": 0}, LATER, GIVEN, "extension_too_often"),
        ({"max_working_days": 4}, LATER, GIVEN, "extension_too_long"),
        ({"max_percent": 50}, LATER, GIVEN, "extension_too_long"),
        ({}, LATER, date(2026, 3, 13), "extension_too_late"),
    ],
)
def test_limit_in_force_is_kept(
    cast: Cast, task: Assignment, limit: dict[str, Any], to: date, on: date, code: str
) -> None:
    ExtensionLimit.objects.create(code="a", valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31), max_times=9)
    ExtensionLimit.objects.create(code="b", valid_from=date(2026, 1, 1), **limit)
    with pytest.raises(Refused) as refusal:
        extensions.give(assignment=task, to_due_on=to, reason="Chờ", on=on, by=cast.head)
    assert refusal.value.code == code and refusal.value.details["limit"] == "b"
    assert refusal.value.details["verified"] is False
    assert not AssignmentExtension.objects.exists()
    task.refresh_from_db()
    assert task.due_on == DUE


def test_limit_counts_all_extensions_together(cast: Cast, task: Assignment) -> None:
    load_limits()
    assert load_limits() == 0
    extensions.give(assignment=task, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.head)
    with pytest.raises(Refused) as refusal:
        extensions.give(assignment=task, to_due_on=date(2026, 3, 25), reason="Chờ", on=GIVEN, by=cast.head)
    assert refusal.value.code == "extension_too_long"
    extensions.give(assignment=task, to_due_on=date(2026, 3, 24), reason="Chờ", on=GIVEN, by=cast.head)
    with pytest.raises(Refused) as often:
        extensions.give(assignment=task, to_due_on=date(2026, 3, 25), reason="Chờ", on=GIVEN, by=cast.head)
    assert often.value.code == "extension_too_often"


def test_head_gives_oneself_no_more_time(cast: Cast, give: Give) -> None:
    own = give("head", assigned_on=GIVEN, due_on=DUE, by=cast.chair)
    with pytest.raises(Forbidden):
        extensions.give(assignment=own, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.head)
    assert not AssignmentExtension.objects.exists()
    assert extensions.give(assignment=own, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.chair).state == "granted"


def test_lateness_counts_from_the_deadline_in_force(cast: Cast, task: Assignment) -> None:
    extensions.give(assignment=task, to_due_on=LATER, reason="Chờ", on=GIVEN, by=cast.head)
    task.refresh_from_db()
    assignments.finish(assignment=task, done_on=date(2026, 3, 23), by=cast.staff)
    found = month(cast)
    assert (found.late, found.worst_days_late) == (1, 2)


# --- matters passed on ----------------------------------------------------------------------------------------------


def pass_on(cast: Cast, task: Assignment, **more: Any) -> AssignmentHandoff:
    values: dict[str, Any] = {
        "kind": "up", "to_unit": None, "to_person": None, "matter": "Xin ý kiến về phương án bồi thường",
        "opinion": "", "sent_on": date(2026, 3, 5), "answer_due_on": date(2026, 3, 9), "by": cast.staff,
    }  # fmt: skip
    return handoffs.pass_on(assignment=task, **(values | more))


def test_matter_goes_up_without_an_opinion_and_the_answer_is_tracked(cast: Cast, task: Assignment) -> None:
    row = pass_on(cast, task, to_unit=cast.units["ward"])
    assert (row.without_opinion, row.already_delegated, row.from_unit) == (True, False, cast.units["division"])
    assert "A matter was passed on to you" in "".join(told(cast.head))
    for by in (cast.staff, cast.division_head, cast.other_head, cast.staff2):
        with pytest.raises(Forbidden):
            handoffs.answer(handoff=row, text="Chọn phương án 1", on=date(2026, 3, 12), by=by)
    with pytest.raises(InvalidInput):
        handoffs.answer(handoff=row, text="Sớm", on=date(2026, 3, 4), by=cast.head)
    handoffs.answer(handoff=row, text="Chọn phương án 1", on=date(2026, 3, 12), by=cast.head)
    row.refresh_from_db()
    assert (row.state, row.answered_on, row.answered_by) == ("answered", date(2026, 3, 12), cast.head)
    assert told(cast.staff)[-1].startswith("Answered for")
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        AssignmentHandoff.objects.update(opinion="Tôi đã có ý kiến")


def test_direction_and_receiver_are_checked(cast: Cast, task: Assignment) -> None:
    for more, code in (
        ({"to_unit": cast.units["office"]}, "not_above"),
        ({"to_unit": cast.units["ward"], "kind": "sideways"}, "is_above"),
        ({"to_unit": cast.units["division"], "kind": "sideways"}, "same_unit"),
        ({"to_person": cast.people["staff"]}, "to_oneself"),
    ):
        with pytest.raises(Refused) as refusal:
            pass_on(cast, task, **more)
        assert refusal.value.code == code
    for wrong, field in (({}, "to_unit"), ({"to_unit": cast.units["ward"], "matter": " "}, "matter")):
        with pytest.raises(InvalidInput) as missing:
            pass_on(cast, task, **wrong)
        assert missing.value.field == field
    assert not AssignmentHandoff.objects.exists()
    up = pass_on(cast, task, to_person=cast.people["division_head"], opinion="Đề nghị chọn phương án 2")
    assert (up.to_unit, up.without_opinion) == (cast.units["division"], False)
    aside = pass_on(cast, task, to_unit=cast.units["other"], kind="sideways")
    assert [row.number for row in (up, aside)] == [1, 2]


def test_beyond_authority_shows_that_the_power_was_delegated(cast: Cast, give: Give) -> None:
    row = give("staff", assigned_on=GIVEN, due_on=DUE, mandate=DELEGATED)
    asked = pass_on(cast, row, kind="beyond", to_unit=cast.units["committee"])
    assert asked.already_delegated and asked.delegation.startswith("12/QĐ-UBND (05/01/2026)")
    handoffs.take_back(handoff=asked, reason="Đã được ủy quyền", by=cast.staff)
    with pytest.raises(StateChanged):
        handoffs.answer(handoff=asked, text="Tự quyết", on=DUE, by=cast.officer)
    with pytest.raises(Forbidden):
        handoffs.take_back(handoff=pass_on(cast, row, to_unit=cast.units["ward"]), reason="x", by=cast.staff2)


# --- causes of a delay ----------------------------------------------------------------------------------------------


def month(cast: Cast) -> Any:
    key = cast.people["staff"].pk
    return evidence_of_month(
        person_ids=[key], first=date(2026, 3, 1), last=date(2026, 3, 31), on=date(2026, 3, 31),
        calendar=WorkingCalendar(),
    )[key]  # fmt: skip


def test_only_a_cause_confirmed_by_somebody_else_excuses(cast: Cast, task: Assignment) -> None:
    assignments.finish(assignment=task, done_on=date(2026, 3, 17), by=cast.staff)
    cause = causes.claim(assignment=task, text="Bão số 3", on=date(2026, 3, 17), by=cast.staff)
    assert (month(cast).late, month(cast).excused) == (1, 0)
    with pytest.raises(Forbidden):
        causes.confirm(cause=cause, on=DUE, by=cast.staff)
    with pytest.raises(Refused) as twice:
        causes.claim(assignment=task, text="Lũ", on=LATER, by=cast.head)
    assert twice.value.code == "cause_stands"
    causes.confirm(cause=cause, on=LATER, by=cast.head)
    assert (month(cast).late, month(cast).excused) == (0, 1)
    task.refresh_from_db()
    assert task.objective_cause == "Bão số 3"
    causes.revoke(cause=cause, reason="Nhầm tháng", by=cast.officer)
    assert (month(cast).late, month(cast).excused) == (1, 0)
    second = causes.claim(assignment=task, text="Bão số 4", on=LATER, by=cast.head)
    with pytest.raises(Forbidden):
        causes.confirm(cause=second, on=LATER, by=cast.head)
    causes.refuse(cause=second, reason="Không có bão", on=LATER, by=cast.officer)
    assert list(DelayCause.objects.values_list("number", "state")) == [(1, "revoked"), (2, "refused")]


def test_database_takes_no_cause_nobody_confirmed(cast: Cast, task: Assignment) -> None:
    causes.claim(assignment=task, text="Bão số 3", on=DUE, by=cast.staff)
    with recorded(by=None), pytest.raises(DatabaseError, match="confirmed first"), transaction.atomic():
        Assignment.objects.filter(pk=task.pk).update(objective_cause="Bão số 3")
