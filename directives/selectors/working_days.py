"""Lateness in working days, counted by the database: the calendar goes along as numbers of days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from organization.rules.calendar import WorkingCalendar, is_working_day

LOOK_BACK, LOOK_AHEAD = timedelta(days=5 * 366), timedelta(days=70)


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """Working days passed up to and with each day, as PostgreSQL arrays; days outside are taken as the nearest inside.

    `due` is the same for a deadline, which on a day off runs until the next working day.
    """

    first: date
    length: int
    worked: str
    due: str
    on: date
    today: int


def day_numbers(calendar: WorkingCalendar, *, on: date, until: date) -> DayNumbers:
    """Numbers for lateness seen on `on`, of deadlines up to `until`."""
    first, last = min(on, until) - LOOK_BACK, max(on, until) + LOOK_AHEAD
    worked: list[int] = []
    due: list[int] = []
    count = today = 0
    day = first
    while day <= last:
        is_worked = is_working_day(day, calendar)
        count += is_worked
        worked.append(count)
        due.append(count if is_worked else count + 1)
        if day == on:
            today = count
        day += timedelta(days=1)
    return DayNumbers(first, len(worked), _array(worked), _array(due), on, today)


def days_late(numbers: DayNumbers) -> Combinable:
    """Working days past the deadline until a task was done, or until the day of `numbers`; as rules.lateness counts."""
    end = Case(
        When(Q(done_on__lte=numbers.on), then=_Numbered(F("done_on"), numbers.worked, numbers)),
        default=Value(numbers.today),
        output_field=IntegerField(),
    )
    return Greatest(end - _Numbered(F("due_on"), numbers.due, numbers), 0)


def _array(values: list[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


class _Numbered(Func):
    """The number of a day in an array."""

    output_field = IntegerField()

    def __init__(self, day: Any, array: str, numbers: DayNumbers) -> None:
        super().__init__(day)
        self.array, self.numbers = array, numbers

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]  # takes no words
        day, params = compiler.compile(self.source_expressions[0])
        place = f"LEAST(GREATEST({day} - %s::date + 1, 1), %s)"
        return f"(%s::int[])[{place}]", [self.array, *params, self.numbers.first, self.numbers.length]
