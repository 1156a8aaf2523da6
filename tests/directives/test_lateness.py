"""Lateness of assignments in working days, the on-time share, and the figures of a month."""

from datetime import date
from decimal import Decimal

import pytest

from directives.rules.lateness import Task, belongs_to, days_late, evidence, share, standing
from organization.rules.calendar import WorkingCalendar

CALENDAR = WorkingCalendar(holidays=[date(2026, 11, 24)])
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.mark.parametrize(
    ("due", "done", "late"),
    [(10, 16, 4), (10, 10, 0), (10, 3, 0), (13, 16, 1), (13, 15, 0), (14, 16, 0), (14, 17, 1), (23, 25, 1)],
)
def test_lateness_is_counted_in_working_days(due: int, done: int, late: int) -> None:
    assert days_late(Task("t", day(due), day(done)), LAST, CALENDAR) == late


def test_open_task_is_late_up_to_the_day_it_is_looked_at() -> None:
    task = Task("t", day(10))
    assert days_late(task, day(12), CALENDAR) == 2
    assert (standing(task, day(10), CALENDAR), standing(task, day(11), CALENDAR)) == ("running", "overdue")


def test_task_done_later_than_the_look_is_still_open() -> None:
    assert standing(Task("t", day(10), day(20)), day(12), CALENDAR) == "overdue"


def test_confirmed_objective_cause_excuses_lateness_only() -> None:
    assert standing(Task("t", day(10), day(16), excused=True), LAST, CALENDAR) == "excused"
    assert standing(Task("t", day(10), day(9), excused=True), LAST, CALENDAR) == "on_time"


def test_month_takes_what_is_due_done_or_still_open_in_it() -> None:
    october, december = date(2026, 10, 5), date(2026, 12, 5)
    assert belongs_to(Task("t", day(30)), FIRST, LAST)
    assert belongs_to(Task("t", october), FIRST, LAST)
    assert belongs_to(Task("t", october, day(2)), FIRST, LAST)
    assert belongs_to(Task("t", december, day(2)), FIRST, LAST)
    assert not belongs_to(Task("t", october, date(2026, 10, 9)), FIRST, LAST)
    assert not belongs_to(Task("t", december), FIRST, LAST)
    assert not belongs_to(Task("t", december, december), FIRST, LAST)


def test_figures_of_a_month() -> None:
    tasks = [Task(f"ok{n}", day(10), day(9)) for n in range(9)]
    tasks += [
        Task("permit", day(10), day(16)),
        Task("report", day(12)),
        Task("excused", day(3), day(30), excused=True),
        Task("running", day(30)),
        Task("old", date(2026, 9, 1), date(2026, 9, 1)),
    ]
    found = evidence(tasks, FIRST, LAST, day(26), CALENDAR)
    assert (found.total, found.on_time, found.late, found.overdue) == (13, 9, 1, 1)
    assert (found.excused, found.running, found.done, found.settled) == (1, 1, 10, 11)
    assert found.worst_days_late == 9
    assert found.late_keys == ("report", "permit")
    assert found.on_time_share == Decimal(900) / 11


def test_figures_do_not_change_after_the_month() -> None:
    tasks = [Task("report", day(27))]
    assert evidence(tasks, FIRST, LAST, date(2027, 3, 1), CALENDAR) == evidence(tasks, FIRST, LAST, LAST, CALENDAR)


def test_share_of_nothing_is_unknown() -> None:
    assert share(0, 0) is None
    assert evidence([], FIRST, LAST, LAST, CALENDAR).on_time_share is None
