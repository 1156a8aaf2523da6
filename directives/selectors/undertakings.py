"""Undertakings as pages read them: the list, one with its reports, and which unit promised nothing for which task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from cadres.models import Person
from cadres.rules.names import search_key
from directives.enums import UndertakingState
from directives.models import DocumentTask, Undertaking, UndertakingEvidence, UndertakingReport
from directives.rules.measures import first_day
from foundation.access import visible_to
from foundation.files.selectors import Proof, proofs_of
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, working_days_between
from organization.selectors.units import force_condition


@dataclass(frozen=True, slots=True)
class UndertakingLine:
    """An undertaking on a day; `left` working days, negative when overdue, None when it is not under way."""

    row: Undertaking
    left: int | None

    @property
    def overdue(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """One task: units that promised something, units that accepted something, units that promised nothing."""

    task: DocumentTask
    promised: int
    accepted: int
    without: list[Unit]

    @property
    def missing(self) -> int:
        return len(self.without)


def readable(user: Any) -> QuerySet[Undertaking]:
    return visible_to(user, Undertaking.objects.select_related("unit", "responsible", "task__document"))


def one(user: Any, code: str) -> Undertaking:
    """One undertaking by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    rows = readable(user).select_related("reported_by", "settled_by", "created_by", "responsible__unit")
    found = rows.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def line_of(row: Undertaking, *, on: date, days: WorkingCalendar) -> UndertakingLine:
    if row.state != UndertakingState.PLANNED:
        return UndertakingLine(row, None)
    if row.due_on < on:
        return UndertakingLine(row, -max(1, working_days_between(row.due_on, on, days)))
    return UndertakingLine(row, working_days_between(on, row.due_on, days))


def lines(rows: Sequence[Undertaking], *, on: date, days: WorkingCalendar) -> list[UndertakingLine]:
    return [line_of(row, on=on, days=days) for row in rows]


def in_stage(rows: QuerySet[Undertaking], stage: str, *, on: date) -> QuerySet[Undertaking]:
    """A state, or `overdue`: under way past the deadline."""
    if stage == "overdue":
        return rows.filter(state=UndertakingState.PLANNED, due_on__lt=on)
    return rows.filter(state=stage)


def searched(rows: QuerySet[Undertaking], text: str) -> QuerySet[Undertaking]:
    return rows.filter(
        Q(code__istartswith=text.strip())
        | Q(title__icontains=text.strip())
        | Q(unit__search_key__contains=search_key(text))
        | Q(responsible__search_key__contains=search_key(text))
    )


def reports_of(user: Any, row: Undertaking) -> QuerySet[UndertakingReport]:
    return visible_to(user, row.reports.select_related("by")).order_by("-number")


def proofs_for(user: Any, row: Undertaking) -> tuple[Proof, ...]:
    """Files attached to it that the reader may open; one query."""
    return proofs_of(visible_to(user, UndertakingEvidence.objects.filter(undertaking=row)))


def may_read_undertaking_files(user: Any, undertaking_id: int) -> bool:
    """Asked by the files room at each download."""
    return visible_to(user, UndertakingEvidence.objects.filter(undertaking_id=undertaking_id)).exists()


def units_that_promise(user: Any, *, on: date, action: str = "undertaking.read") -> QuerySet[Unit]:
    """Units (no divisions) of a day within the reader's reach for this act."""
    units = visible_to(user, Unit.objects.filter(force_condition(on)), action)
    return units.exclude(kind=UnitKind.DIVISION).order_by("path")


def people_of(units: QuerySet[Unit]) -> QuerySet[Person]:
    """Serving people of these units and everything below them, for the field "who answers for it"."""
    paths = list(units.values_list("path", flat=True)[:50])
    if not paths:
        return Person.objects.none()
    below = Q()
    for path in paths:
        below |= Q(unit__path__startswith=path)
    return Person.objects.filter(below, left_on__isnull=True).select_related("unit")


def coverage(user: Any, *, document: str, on: date) -> list[Coverage]:
    """For each task of a document: who promised, who did not. Units are those within the reader's reach.

    A unit counts as having promised when something of it for this task is under way or done since the year began.
    """
    units = list(units_that_promise(user, on=on))
    since = first_day(on, "year")
    rows = (
        readable(user)
        .filter(task__document__code=document)
        .exclude(state=UndertakingState.CANCELLED)
        .filter(Q(due_on__gte=since) | Q(state=UndertakingState.PLANNED))
    )
    promised: dict[int, set[int]] = {}
    accepted: dict[int, set[int]] = {}
    for task_id, unit_id, state in rows.values_list("task_id", "unit_id", "state").distinct():
        promised.setdefault(task_id, set()).add(unit_id)
        if state == UndertakingState.ACCEPTED:
            accepted.setdefault(task_id, set()).add(unit_id)
    found = []
    for task in DocumentTask.objects.filter(document__code=document).select_related("document").order_by("number"):
        found.append(
            Coverage(
                task=task,
                promised=len(promised.get(task.pk, set())),
                accepted=len(accepted.get(task.pk, set())),
                without=[unit for unit in units if unit.pk not in promised.get(task.pk, set())],
            )
        )
    return found


def stage_counts(rows: QuerySet[Undertaking], *, on: date) -> dict[str, int]:
    """How many stand in each stage; one query."""
    counts = rows.order_by().aggregate(
        overdue=Count("id", filter=Q(state=UndertakingState.PLANNED, due_on__lt=on)),
        **{state.value: Count("id", filter=Q(state=state)) for state in UndertakingState},
    )
    return {name: int(value) for name, value in counts.items()}
