"""Objections in the reader's reach, those waiting for an answer first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from evaluations.enums import ObjectionState
from evaluations.models import Objection
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages.days import days_left
from evaluations.selectors.pages.results import ResultGroup, groups_of
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.rules.calendar import WorkingCalendar

RELATED = (
    "evaluation__person",
    "evaluation__unit",
    "evaluation__division",
    "evaluation__cycle__framework",
    "evaluation__decided_by",
    "evaluation__decider",
    "evaluation__unit_cycle__unit",
    "answered_by",
    "answered_above_by",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    objection: Objection
    left: int | None


def seen_by(user: Any, *, show: str = "") -> QuerySet[Objection]:
    """Objections to other people's sheets, those waiting first, the nearest day first."""
    rows = visible_to(user, Objection.objects.all()).select_related(*RELATED)
    if user.person_id is not None:
        rows = rows.exclude(evaluation__person_id=user.person_id)
    if show == "waiting":
        rows = rows.filter(state__in=[ObjectionState.FILED, ObjectionState.ESCALATED])
    order = Case(
        When(state=ObjectionState.ESCALATED, then=Value(0)),
        When(state=ObjectionState.FILED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(place=order).order_by("place", "answer_due_on", "id")


def with_days(rows: list[Objection], *, on: date, days: WorkingCalendar) -> list[Waiting]:
    """Each with the working days left to answer, while an answer is owed."""
    return [
        Waiting(row, days_left(row.answer_due_on, on=on, days=days) if row.state == ObjectionState.FILED else None)
        for row in rows
    ]


def one(user: Any, code: str) -> Objection:
    """One objection by its number."""
    found = visible_to(user, Objection.objects.all()).select_related(*RELATED).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def lines_of(objection: Objection) -> tuple[ResultGroup, ...]:
    """The lines of the sheet it is about."""
    return groups_of(spec_of(objection.evaluation.cycle.framework), objection.evaluation)
