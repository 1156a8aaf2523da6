"""The review of delays and extensions: by unit, person and class of task, with the rows behind each number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from cadres.models import Person
from directives.enums import AssignmentState, CauseState, HandoffState
from directives.models import Assignment, AssignmentHandoff, DelayCause
from directives.rules.periods import Period
from directives.selectors import listing
from directives.selectors.working_days import DayNumbers, day_numbers, days_late
from foundation.access import visible_to
from foundation.sheets.listing import Column, Listing, Value
from foundation.web.paging import ListPage, count_of
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar

GROUPS = {"unit": "unit_id", "person": "person_id", "kind": "kind"}
NAMES = {
    "unit": Unit.objects.values_list("pk", "code", "name", "parent__name"),
    "person": Person.objects.values_list("pk", "code", "full_name", "unit__name"),
}
COUNTS = (
    "assigned", "finished", "late", "overdue", "excused", "extended", "extended_again", "with_opinion",
    "without_opinion", "claimed", "confirmed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of one unit, person or class; `worst` in working days, None where nothing is late."""

    code: str
    name: str
    under: str
    counts: dict[str, int]
    worst: int | None

    @property
    def wrong(self) -> int:
        return self.counts["late"] + self.counts["overdue"]


@dataclass(frozen=True, slots=True)
class Review:
    """Tasks of a period as one reader may see them, with their lateness on a day."""

    rows: QuerySet[Assignment]
    numbers: DayNumbers
    on: date


def review(user: Any, *, period: Period, on: date, calendar: WorkingCalendar, action: str = "read") -> Review:
    """Tasks that speak about the period: due in it, done in it, or still open from before it began.

    Cancelled ones are left out. Lateness is seen on `on`, or at the end of the period when that is earlier.
    """
    seen = min(on, period.last)
    numbers = day_numbers(calendar, on=seen, until=period.last)
    done = Q(done_on__range=(period.first, period.last))
    open_before = Q(due_on__lt=period.first) & (Q(done_on__isnull=True) | Q(done_on__gt=period.last))
    rows = visible_to(user, Assignment.objects.all(), action).exclude(state=AssignmentState.CANCELLED)
    rows = rows.filter(Q(due_on__range=(period.first, period.last)) | done | open_before)
    return Review(rows.annotate(days_late=days_late(numbers)), numbers, seen)


def narrowed(seen: Review, user: Any, *, unit: str = "", kind: str = "", text: str = "") -> Review:
    """Those of a unit and everything below it, of one class, found by words."""
    rows = listing.in_unit(seen.rows, user, unit) if unit else seen.rows
    rows = rows.filter(kind=kind) if kind else rows
    return replace(seen, rows=listing.searched(rows, text) if text.strip() else rows)


def condition(count: str, *, on: date) -> Q:
    """Which of the tasks a number counts."""
    is_done = Q(done_on__lte=on)
    is_late, is_excused = Q(days_late__gt=0), ~Q(objective_cause="")
    passed = AssignmentHandoff.objects.exclude(state=HandoffState.WITHDRAWN)
    causes = DelayCause.objects.all()
    return {
        "assigned": Q(),
        "finished": is_done,
        "late": is_done & is_late & ~is_excused,
        "overdue": ~is_done & is_late & ~is_excused,
        "excused": is_late & is_excused,
        "extended": Q(times_extended__gte=1),
        "extended_again": Q(times_extended__gte=2),
        "with_opinion": Q(pk__in=passed.exclude(opinion="").values("assignment_id")),
        "without_opinion": Q(pk__in=passed.filter(opinion="").values("assignment_id")),
        "claimed": Q(pk__in=causes.values("assignment_id")),
        "confirmed": Q(pk__in=causes.filter(state=CauseState.CONFIRMED).values("assignment_id")),
    }[count]


def by_class(seen: Review) -> list[Figures]:
    """One line for each class of task that occurs, and their sum comes from these."""
    return [_figures(row, (row["kind"],)) for row in _grouped(seen, "kind").order_by("kind")]


def total(lines: Sequence[Figures]) -> Figures:
    """All classes together."""
    counts = {name: sum(line.counts[name] for line in lines) for name in COUNTS}
    return Figures("", "", "", counts, max((line.worst for line in lines if line.worst is not None), default=None))


def page_of(seen: Review, group: str, *, number: int, size: int) -> ListPage:
    """One page of units or persons, those with most late and overdue tasks first; named once the page is chosen."""
    key = GROUPS[group]
    count, capped = count_of(seen.rows.order_by().values(key).distinct())
    last = max(1, -(-count // size))
    number = min(max(1, number), last)
    rows = _grouped(seen, group).order_by((F("late") + F("overdue")).desc(), "-assigned", key)
    start = (number - 1) * size
    chosen = list(rows[start : start + size])
    named = {pk: names for pk, *names in NAMES[group].filter(pk__in=[row[key] for row in chosen])}
    lines = [_figures(row, named[row[key]]) for row in chosen]
    return ListPage(rows=lines, number=number, size=size, total=count, capped=capped)


def behind(seen: Review, count: str, *, group: str = "", code: str = "") -> QuerySet[Assignment]:
    """The tasks behind one number, the longest delay first."""
    rows = seen.rows.filter(condition(count if count in COUNTS else "assigned", on=seen.on))
    field = {"unit": "unit__code", "person": "person__code", "kind": "kind"}.get(group)
    if field and code:
        rows = rows.filter(**{field: code})
    return rows.select_related("person", "unit", "unit__parent").order_by(F("days_late").desc(), "due_on", "id")


def _grouped(seen: Review, group: str) -> QuerySet[Any]:
    conditions = {name: condition(name, on=seen.on) for name in COUNTS}
    late = conditions["late"] | conditions["overdue"]
    grouped: QuerySet[Any] = seen.rows.order_by().values(GROUPS[group])
    counted: QuerySet[Any] = grouped.annotate(
        **{name: Count("pk", filter=wanted) if wanted else Count("pk") for name, wanted in conditions.items()},
        worst=Max("days_late", filter=late),
    )
    return counted


def _figures(row: dict[str, Any], names: Sequence[str | None]) -> Figures:
    code, name, under, *_rest = (*(part or "" for part in names), "", "")
    return Figures(code, name, under, {count: row[count] for count in COUNTS}, row["worst"])


def rows_listing(
    rows: QuerySet[Assignment],
    *,
    on: date,
    days: WorkingCalendar,
    total: int,
    made_at: datetime,
    made_by: str,
    filters: Sequence[tuple[str, str]],
    mark: str,
) -> Listing:
    """The tasks behind a number as a file."""
    columns = [
        Column(_("Code"), 16),
        Column(_("Person"), 28),
        Column(_("Unit"), 40),
        Column(_("Task"), 48),
        Column(_("Class"), 18),
        Column(_("Given on"), 12),
        Column(_("First due on"), 12),
        Column(_("Due on"), 12),
        Column(_("Times moved"), 10),
        Column(_("Done on"), 12),
        Column(_("State"), 16),
        Column(_("Days late"), 10),
        Column(_("Objective cause"), 30),
    ]
    return Listing(
        title=_("Delays and extensions"),
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
        yield (
            row.code,
            row.person.full_name,
            row.unit.name,
            row.title,
            row.get_kind_display(),
            row.assigned_on,
            row.original_due_on,
            row.due_on,
            row.times_extended,
            row.done_on,
            row.get_state_display(),
            listing.line_of(row, on=on, days=days).days_late,
            row.objective_cause,
        )
