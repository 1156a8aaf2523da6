"""Assignments as pages and other rooms read them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.selectors.grants import heads_over
from directives.enums import AssignmentState
from directives.models import Assignment
from directives.rules.lateness import Evidence, Task, evidence
from foundation.access import visible_to
from organization.rules.calendar import WorkingCalendar


def readable(*, user: Any) -> QuerySet[Assignment]:
    """Every assignment this user may read, with what a line of the list shows."""
    return visible_to(user, Assignment.objects.select_related("person", "unit", "unit__parent"))


def open_of_person(*, person_id: int) -> QuerySet[Assignment]:
    """Tasks a person still has to do, nearest deadline first."""
    return Assignment.objects.filter(person_id=person_id, state=AssignmentState.OPEN).order_by("due_on", "id")


def of_month(*, person_ids: Collection[int], first: date, last: date) -> dict[int, list[Assignment]]:
    """Tasks that speak about the month (due in it, done in it, or open from before), by person; one query.

    Cancelled tasks speak about nothing.
    """
    found: dict[int, list[Assignment]] = {person_id: [] for person_id in person_ids}
    if not found:
        return found
    late = Q(due_on__lt=first) & (Q(done_on__isnull=True) | Q(done_on__gte=first))
    early = Q(due_on__gt=last, done_on__range=(first, last))
    rows = (
        Assignment.objects.filter(person_id__in=found)
        .exclude(state=AssignmentState.CANCELLED)
        .filter(Q(due_on__range=(first, last)) | late | early)
        .order_by("due_on", "id")
    )
    for row in rows:
        found[row.person_id].append(row)
    return found


def task_of(assignment: Assignment) -> Task:
    """The plain values the rules read; a noted objective cause excuses a delay."""
    return Task(
        key=assignment.code,
        due=assignment.due_on,
        done=assignment.done_on,
        excused=bool(assignment.objective_cause),
    )


def evidence_of_month(
    *, person_ids: Collection[int], first: date, last: date, on: date, calendar: WorkingCalendar
) -> dict[int, Evidence]:
    """The month's figures of many people in one query."""
    listed = of_month(person_ids=person_ids, first=first, last=last)
    return {
        person_id: evidence((task_of(row) for row in rows), first, last, on, calendar)
        for person_id, rows in listed.items()
    }


def may_drop(assignment: Assignment, *, by: User) -> bool:
    """Whether it is for this account to cancel it: for a head over the task, else for the organisation committee."""
    heads = heads_over(assignment.unit.path, but=assignment.person_id, on=timezone.localdate())
    return not heads or by.pk in heads
