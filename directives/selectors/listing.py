"""The list of assignments: search, filters, order, and the list on its way into a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cadres.models import Person
from cadres.rules.names import search_key
from directives.enums import AssignmentState
from directives.models import Assignment
from directives.rules.lateness import Standing, days_late, standing
from directives.selectors.assignments import task_of
from foundation.access import visible_to
from foundation.sheets.listing import Column, Listing, Value
from foundation.workflow.errors import NotFound
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, working_days_between

ORDERS = {"due": "due_on", "person": "person__sort_key", "code": "code", "given": "assigned_on"}
DEFAULT_ORDER = "due"
FEW_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment as the list shows it on a day; `left` working days, negative when overdue, None when it ended."""

    assignment: Assignment
    standing: Standing
    days_late: int
    left: int | None


def searched(rows: QuerySet[Assignment], text: str) -> QuerySet[Assignment]:
    """By number, person's name or code without marks, or words of the task.

    A few people found are named by their keys: only then can all three parts be looked up in an index.
    """
    words = text.strip()
    named = Person.objects.filter(Q(search_key__contains=search_key(text)) | Q(code__iexact=words)).order_by()
    keys = list(named.values_list("pk", flat=True)[: FEW_PEOPLE + 1])
    people = Q(person__in=keys) if len(keys) <= FEW_PEOPLE else Q(person__in=named.values("pk"))
    return rows.filter(Q(code__startswith=words.upper()) | people | Q(title__icontains=words))


def in_stage(rows: QuerySet[Assignment], stage: str, *, on: date) -> QuerySet[Assignment]:
    """`open`, `overdue` (open past its deadline), `done`, `cancelled`."""
    if stage == "overdue":
        return rows.filter(state=AssignmentState.OPEN, due_on__lt=on)
    return rows.filter(state=stage)


def in_unit(rows: QuerySet[Assignment], user: Any, code: str) -> QuerySet[Assignment]:
    """Those of a unit and everything below it; nothing for a unit outside the reader's reach."""
    chosen = visible_to(user, Unit.objects.filter(code=code)).order_by().values("path")[:1]
    below = Unit.objects.alias(top=Subquery(chosen)).filter(path__startswith=F("top"))
    return rows.filter(unit__in=below.order_by().values("pk"))


def ordered(rows: QuerySet[Assignment], sort: str) -> QuerySet[Assignment]:
    """`due`, `person`, `code`, `given`, with a minus for descending; the id keeps the order steady."""
    field = ORDERS.get(sort.removeprefix("-"), ORDERS[DEFAULT_ORDER])
    return rows.order_by(f"-{field}", "-id") if sort.startswith("-") else rows.order_by(field, "id")


def lines(rows: Sequence[Assignment], *, on: date, days: WorkingCalendar) -> list[Line]:
    """The rows with where they stand at the end of the day `on`."""
    return [line_of(row, on=on, days=days) for row in rows]


def line_of(row: Assignment, *, on: date, days: WorkingCalendar) -> Line:
    task = task_of(row)
    left = None
    if row.state == AssignmentState.OPEN:
        late = -max(1, working_days_between(row.due_on, on, days)) if row.due_on < on else 0
        left = late or working_days_between(on, row.due_on, days)
    return Line(row, standing(task, on, days), days_late(task, on, days), left)


def one(user: Any, code: str) -> Assignment:
    """One assignment by its number.

    Raises:
        NotFound: there is none, or it lies outside the reader's reach.
    """
    rows = Assignment.objects.select_related("person__unit", "unit__parent", "given_by").filter(code=code)
    found = visible_to(user, rows).first()
    if found is None:
        raise NotFound
    return found


def people_to_assign(user: Any) -> QuerySet[Person]:
    """People of the units of the role but oneself; who left is among them, so that a refusal can say when they left."""
    reach = visible_to(user, Unit.objects.all(), "assignment.create")
    own = getattr(user, "person_id", None) or 0
    return Person.objects.filter(unit__in=reach).exclude(pk=own).select_related("unit")


def assignments_listing(
    rows: QuerySet[Assignment],
    *,
    on: date,
    days: WorkingCalendar,
    total: int,
    made_at: datetime,
    made_by: str,
    filters: Sequence[tuple[str, str]],
    mark: str = "",
) -> Listing:
    """The list as a file: the columns of the page, every row."""
    columns = [
        Column(_("Number"), 16),
        Column(_("Person"), 28),
        Column(_("Unit"), 40),
        Column(_("Task"), 48),
        Column(_("Responsibility"), 24),
        Column(_("Product"), 36),
        Column(_("Given on"), 12),
        Column(_("Due on"), 12),
        Column(_("Done on"), 12),
        Column(_("State"), 16),
        Column(_("Days late"), 10),
    ]
    return Listing(
        title=_("Assignments"),
        columns=columns,
        rows=_file_rows(rows, on=on, days=days),
        row_count=total,
        made_at=made_at,
        made_by=made_by,
        filters=filters,
        mark=mark,
    )


def _file_rows(rows: QuerySet[Assignment], *, on: date, days: WorkingCalendar) -> Iterator[Sequence[Value]]:
    for row in rows.iterator(chunk_size=1000):
        line = line_of(row, on=on, days=days)
        yield (
            row.code,
            row.person.full_name,
            row.unit.name,
            row.title,
            row.responsibility,
            row.product,
            row.assigned_on,
            row.due_on,
            row.done_on,
            row.get_state_display(),
            line.days_late,
        )
