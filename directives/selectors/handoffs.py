"""Matters passed on: the list of both sides, one, and to whom a matter may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from cadres.models import Person
from directives.enums import HandoffState
from directives.models import Assignment, AssignmentHandoff
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, working_days_between
from organization.selectors.units import in_force


@dataclass(frozen=True, slots=True)
class HandoffLine:
    """A matter as the list shows it on a day; `days_late` working days past the day the answer was wanted."""

    row: AssignmentHandoff
    days_late: int


def readable(user: Any) -> QuerySet[AssignmentHandoff]:
    """Matters from or to what the reader may see, newest first."""
    rows = AssignmentHandoff.objects.select_related(
        "assignment__person", "assignment__unit", "from_unit", "to_unit", "to_person", "sent_by", "answered_by"
    )
    return visible_to(user, rows).order_by("-sent_on", "-id")


def in_stage(rows: QuerySet[AssignmentHandoff], stage: str, *, on: date) -> QuerySet[AssignmentHandoff]:
    """A state, or `late`: the answer was wanted earlier than it came, or than today."""
    if stage != "late":
        return rows.filter(state=stage)
    unanswered = Q(state=HandoffState.SENT, answer_due_on__lt=on)
    return rows.filter(unanswered | Q(answered_on__gt=F("answer_due_on")))


def lines(rows: Sequence[AssignmentHandoff], *, on: date, days: WorkingCalendar) -> list[HandoffLine]:
    return [HandoffLine(row, days_late(row, on=on, days=days)) for row in rows]


def days_late(row: AssignmentHandoff, *, on: date, days: WorkingCalendar) -> int:
    """Working days between the day the answer was wanted and the day it came, or `on`; 0 where none was wanted."""
    if row.answer_due_on is None or row.state == HandoffState.WITHDRAWN:
        return 0
    return max(0, working_days_between(row.answer_due_on, row.answered_on or on, days))


def one(user: Any, pk: int) -> AssignmentHandoff:
    """One matter.

    Raises:
        NotFound: there is none, or neither side of it lies within the reader's reach.
    """
    found = readable(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def receivers(user: Any, row: Assignment, *, on: date) -> tuple[QuerySet[Unit], QuerySet[Person]]:
    """Units that exist on the day, and those who serve in the task's unit, above it, or within the sender's reach."""
    parts = row.unit.path.split(".")[:-1]
    above = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    reach = visible_to(user, Person.objects.all()).values("pk")
    people = Person.objects.filter(Q(unit__path__in=above) | Q(pk__in=reach)).select_related("unit")
    return in_force(on), people
