"""Tasks that come again as pages read them: the rules in reach, when each comes next, what was given by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from directives.enums import RecurrenceState
from directives.models import RecurringAssignment, RecurringOccurrence
from directives.rules.recurrence import Occurrence, Recurrence, next_occurrence
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.rules.calendar import WorkingCalendar

SHOWN = 24


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """A rule on a day; `next` is None when nothing more will be given by it."""

    row: RecurringAssignment
    next: Occurrence | None


def readable(user: Any) -> QuerySet[RecurringAssignment]:
    """Every rule this user may read, those under way first."""
    rows = RecurringAssignment.objects.select_related("person", "unit")
    return visible_to(user, rows).annotate(given=Count("occurrences", filter=Q(occurrences__skipped="")))


def in_state(rows: QuerySet[RecurringAssignment], state: str) -> QuerySet[RecurringAssignment]:
    """Of one state, else all of them; the newest first."""
    return (rows.filter(state=state) if state in RecurrenceState.values else rows).order_by("-id")


def lines(rows: Sequence[RecurringAssignment], *, on: date, calendar: WorkingCalendar) -> list[RecurringLine]:
    return [RecurringLine(row, next_of(row, on=on, calendar=calendar)) for row in rows]


def next_of(row: RecurringAssignment, *, on: date, calendar: WorkingCalendar) -> Occurrence | None:
    """The next time something is given, by the calendar as it stands; None unless the rule is under way."""
    if row.state != RecurrenceState.ACTIVE:
        return None
    return next_occurrence(plain(row), max(on, row.counts_from - timedelta(days=1)), calendar)


def plain(rule: RecurringAssignment) -> Recurrence:
    """The values the rules read."""
    return Recurrence(
        every=rule.every,  # type: ignore[arg-type]  # one of the three words
        day=rule.day,
        month_of_quarter=rule.month_of_quarter,
        days_before=rule.days_before,
        begins_on=rule.begins_on,
        until=rule.until,
    )


def one(user: Any, code: str) -> RecurringAssignment:
    """One rule by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = visible_to(user, RecurringAssignment.objects.select_related("person", "unit", "created_by")).filter(
        code=code
    )
    row = found.first()
    if row is None:
        raise NotFound
    return row


def given_by(user: Any, rule: RecurringAssignment) -> list[RecurringOccurrence]:
    """The last times of a rule, newest first."""
    rows = visible_to(user, RecurringOccurrence.objects.filter(rule=rule).select_related("assignment"))
    return list(rows.order_by("-nominal_on")[:SHOWN])
