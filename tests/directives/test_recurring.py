"""Tasks that come again: the days of a rule, each time given once, pauses, days off, people who left."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cadres.models import Person
from directives.models import Assignment, RecurringAssignment, RecurringOccurrence
from directives.rules.recurrence import Recurrence, next_occurrence, occurrences
from directives.services import recurring as services
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StaleVersion
from organization.models import Holiday
from organization.rules.calendar import WorkingCalendar
from tests.cast import Cast, build_cast
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.sessions import signed_in

MONDAY = date(2026, 11, 2)
TET = WorkingCalendar(holidays=[date(2026, 2, day) for day in range(14, 23)])
PLAIN = WorkingCalendar()
WORDS = {"title": "Báo cáo tuần", "responsibility": "Chủ trì", "product": "Báo cáo"}
WEEKLY: dict[str, Any] = {**WORDS, "every": "weekly", "day": 5, "days_before": 2, "begins_on": MONDAY}


def rule(every: str, day: int, before: int = 0, month: int = 3, **more: Any) -> Recurrence:
    return Recurrence(every, day, month, before, more.pop("begins_on", date(2026, 1, 1)), **more)  # type: ignore[arg-type]


def dues(found: Recurrence, first: date, last: date, calendar: WorkingCalendar = PLAIN) -> list[date]:
    return [time.due for time in occurrences(found, first, last, calendar)]


def test_day_past_the_end_of_a_month_is_its_last_day() -> None:
    found = dues(rule("monthly", 31), date(2026, 1, 1), date(2026, 4, 30))
    assert found == [date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 30)]


def test_weeks_and_quarters() -> None:
    assert dues(rule("weekly", 5), date(2026, 11, 1), date(2026, 11, 15)) == [date(2026, 11, 6), date(2026, 11, 13)]
    quarters = dues(rule("quarterly", 10, month=1), date(2026, 1, 1), date(2026, 12, 31))
    assert quarters == [date(2026, 1, 12), date(2026, 4, 10), date(2026, 7, 10), date(2026, 10, 12)]


def test_day_off_moves_the_deadline_and_the_day_of_giving() -> None:
    time = occurrences(rule("monthly", 16, before=1), date(2026, 2, 10), date(2026, 3, 1), TET)[0]
    assert (time.nominal, time.due, time.given) == (date(2026, 2, 16), date(2026, 2, 23), date(2026, 2, 13))


def test_nothing_before_the_beginning_and_after_the_end() -> None:
    found = rule("weekly", 5, begins_on=date(2026, 11, 7), until=date(2026, 11, 20))
    assert dues(found, date(2026, 11, 1), date(2026, 12, 31)) == [date(2026, 11, 13), date(2026, 11, 20)]
    assert next_occurrence(found, date(2026, 11, 20), PLAIN) is None


def test_giving_day_never_lies_before_the_rule() -> None:
    time = occurrences(rule("weekly", 5, before=4, begins_on=date(2026, 11, 5)), MONDAY, date(2026, 11, 6), PLAIN)[0]
    assert (time.given, time.due) == (date(2026, 11, 5), date(2026, 11, 6))


def make(cast: Cast, person: str = "staff", **more: Any) -> RecurringAssignment:
    values = {**WEEKLY, **more}
    return services.make_recurring(person=cast.people[person], by=cast.head, today=MONDAY, **values)


def give(on: date) -> int:
    return services.give_due(ids=list(services.due_rules().values_list("pk", flat=True)), on=on)


@pytest.mark.django_db
def test_each_time_is_given_once_in_the_name_of_who_made_the_rule(cast: Cast) -> None:
    row = make(cast)
    assert row.code == "DK-2026-0001"
    assert [give(date(2026, 11, day)) for day in (2, 3, 4, 4, 5)] == [0, 0, 1, 0, 0]
    task = Assignment.objects.get()
    found = (task.person, task.assigned_on, task.due_on, task.given_by, task.title)
    assert found == (cast.people["staff"], date(2026, 11, 4), date(2026, 11, 6), cast.head, "Báo cáo tuần")
    assert Notification.objects.filter(user=cast.staff, kind="assignment").count() == 1
    with pytest.raises(IntegrityError), recorded(by=None):
        RecurringOccurrence.objects.create(rule=row, nominal_on=date(2026, 11, 6), skipped="passed")


@pytest.mark.django_db
def test_after_an_outage_what_passed_is_left_out_and_said(cast: Cast) -> None:
    row = make(cast)
    assert give(date(2026, 11, 19)) == 1
    times = list(row.occurrences.order_by("nominal_on").values_list("nominal_on", "skipped", "assignment__assigned_on"))
    assert times == [
        (date(2026, 11, 6), "passed", None), (date(2026, 11, 13), "passed", None),
        (date(2026, 11, 20), "", date(2026, 11, 19)),
    ]  # fmt: skip


@pytest.mark.django_db
def test_holiday_moves_the_task_to_the_next_working_day(cast: Cast) -> None:
    Holiday.objects.get_or_create(date=date(2026, 11, 6), defaults={"name": "Nghỉ"})
    make(cast)
    assert give(date(2026, 11, 6)) == 1 and Assignment.objects.get().due_on == date(2026, 11, 9)


@pytest.mark.django_db
def test_pause_leaves_a_gap_and_an_end_is_for_good(cast: Cast) -> None:
    row = make(cast)
    services.pause(rule=row, reason="Tạm dừng", by=cast.head, today=date(2026, 11, 3))
    assert give(date(2026, 11, 12)) == 0
    services.resume(rule=row, by=cast.head, today=date(2026, 11, 16))
    assert give(date(2026, 11, 18)) == 1 and Assignment.objects.get().due_on == date(2026, 11, 20)
    services.end(rule=row, reason="Không còn cần", by=cast.head, today=date(2026, 11, 19))
    assert give(date(2026, 12, 31)) == 0
    with pytest.raises(Refused):
        services.edit_recurring(rule=row, version=row.row_version, changes={"day": 4}, by=cast.head)


@pytest.mark.django_db
def test_nobody_rules_over_ones_own_recurring_tasks(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        make(cast, "head")
    assert refused.value.code == "given_to_oneself"
    row = services.make_recurring(person=cast.people["head"], by=cast.chair, today=MONDAY, **WEEKLY)
    client, one = signed_in(cast.head), f"/assignments/recurring/{row.code}/"
    assert client.get(one).status_code == 200
    for act in ("edit", "pause", "end"):
        assert client.post(f"{one}{act}/", {"reason": "Tạm dừng"}).status_code == 403
    with pytest.raises(Forbidden):
        services.edit_recurring(rule=row, version=1, changes={"days_before": 60}, by=cast.head)
    with pytest.raises(Forbidden):
        services.end(rule=row, reason="Tạm dừng", by=cast.head, today=MONDAY)
    assert services.pause(rule=row, reason="Tạm dừng", by=cast.chair, today=MONDAY).state == "paused"


@pytest.mark.django_db
def test_person_who_leaves_is_left_out_and_others_are_given(cast: Cast) -> None:
    gone, stays = make(cast), make(cast, "staff2")
    with recorded(by=None):
        Person.objects.filter(pk=cast.people["staff"].pk).update(left_on=date(2026, 11, 4))
    assert give(date(2026, 11, 4)) == 1
    assert (gone.occurrences.get().skipped, stays.occurrences.get().skipped) == ("refused", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"day": 8}, "day"),
        ({"every": "monthly", "day": 32}, "day"),
        ({"title": " "}, "title"),
        ({"days_before": 61}, "days_before"),
        ({"until": date(2026, 11, 1)}, "until"),
        ({"begins_on": date(2026, 10, 30)}, "begins_on"),
    ],
)
def test_wrong_rule_names_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make(cast, **more)
    assert refused.value.field == field and not RecurringAssignment.objects.exists()


@pytest.mark.django_db
def test_head_makes_changes_and_pauses_within_reach_only(cast: Cast) -> None:
    client, url = signed_in(cast.head), "/assignments/recurring/"
    form = {**WORDS, "person": "CB0000005", "kind": "regular", "every": "monthly", "day": "31", "month_of_quarter": "3",
            "days_before": "5", "begins_on": "2099-01-01", "until": ""}  # fmt: skip
    assert client.post(f"{url}new/", {**form, "day": "0"}).status_code == 422
    assert client.post(f"{url}new/", form).status_code == 302
    row = RecurringAssignment.objects.get()
    one = f"{url}{row.code}/"
    assert "Báo cáo tuần" in client.get(url).content.decode() and client.get(one).status_code == 200
    edited = {**form, "day": "15", "row_version": "1"}
    assert client.post(f"{one}edit/", edited).status_code == 302
    assert client.post(f"{one}edit/", edited).status_code == 409
    with pytest.raises(StaleVersion):
        services.edit_recurring(rule=row, version=1, changes={"day": 4}, by=cast.head)
    assert client.post(f"{one}pause/", {"reason": ""}).status_code == 422
    assert client.post(f"{one}pause/", {"reason": "Tạm dừng"}).status_code == 302
    assert signed_in(cast.other_head).get(one).status_code == 404
    assert signed_in(cast.staff).get(one).status_code == 200
    assert signed_in(cast.staff).post(f"{one}resume/").status_code == 403
    assert client.post(f"{one}resume/").status_code == 302


@pytest.mark.django_db
def test_list_costs_the_same_for_one_rule_and_three(cast: Cast) -> None:
    client = signed_in(cast.head)
    make(cast)
    _count(client)
    few = _count(client)
    make(cast, "staff2")
    make(cast, "clerk")
    assert _count(client) == few


def _count(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/assignments/recurring/").status_code == 200
    return len(captured)


def test_giving_twice_or_in_parallel_gives_once(committed_db: Any) -> None:
    cast = build_cast()
    make(cast)
    make(cast, "staff2", day=3, days_before=0)
    run_twice("directives.give_recurring", {"on": "2026-11-04", "late": False})
    run_in_parallel("directives.give_recurring", {"on": "2026-11-11", "late": False})
    assert Assignment.objects.count() == 4
