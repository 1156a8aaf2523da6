"""How much of a month a person worked: expected days, worked days, and their share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from evaluations.rules.spec import FactValue
from evaluations.rules.timetable import last_day
from organization.rules.calendar import WorkingCalendar, days_of, working_days_in

Half = Literal["AM", "PM"]
HALVES: tuple[Half, Half] = ("AM", "PM")


@dataclass(frozen=True, slots=True)
class AbsenceSpan:
    """Away from `starts` of the first day to `ends` of the last: ("PM", "PM") on one day is an afternoon."""

    first: date
    last: date
    starts: Half = "AM"
    ends: Half = "PM"


@dataclass(frozen=True, slots=True)
class EmploymentSpan:
    """In the service from `first` on; `last` None: still there."""

    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class WorkedDays:
    """`pct` is unrounded; None when the month has no working day at all."""

    expected: Decimal
    worked: Decimal
    pct: Decimal | None

    @property
    def is_zero(self) -> bool:
        """Nothing worked: the person is not graded this month, which is not a low grade."""
        return self.worked == 0

    def as_facts(self) -> dict[str, FactValue]:
        facts: dict[str, FactValue] = {"time.worked_days": self.worked, "time.expected_days": self.expected}
        if self.pct is not None:
            facts["time.worked_pct"] = self.pct
        return facts


def worked_days(
    period: date,
    calendar: WorkingCalendar,
    absences: Iterable[AbsenceSpan],
    employment: Iterable[EmploymentSpan] | None = None,
) -> WorkedDays:
    """Count half days of the month that begins on `period`.

    Expected is the whole month, also for somebody who joined on the 20th: the rule speaks of the working days of the
    month. Overlapping absences count once. Absences on days off cost nothing.
    """
    halves = {(day, half) for day in working_days_in(period, last_day(period), calendar) for half in HALVES}
    expected = len(halves)
    if employment is not None:
        spans = tuple(employment)
        halves = {(day, half) for day, half in halves if any(_employed(day, span) for span in spans)}
    for absence in absences:
        halves -= _away(absence, period)
    worked = Decimal(len(halves)) / 2
    pct = None if expected == 0 else Decimal(len(halves)) * 100 / expected
    return WorkedDays(expected=Decimal(expected) / 2, worked=worked, pct=pct)


def _employed(day: date, span: EmploymentSpan) -> bool:
    return span.first <= day and (span.last is None or day <= span.last)


def _away(absence: AbsenceSpan, period: date) -> set[tuple[date, Half]]:
    if absence.last < absence.first or (
        absence.first == absence.last and (absence.starts, absence.ends) == ("PM", "AM")
    ):
        raise ValueError("an absence ends before it begins")
    away: set[tuple[date, Half]] = {
        (day, half)
        for day in days_of(max(absence.first, period), min(absence.last, last_day(period)))
        for half in HALVES
    }
    if absence.starts == "PM":
        away.discard((absence.first, "AM"))
    if absence.ends == "AM":
        away.discard((absence.last, "PM"))
    return away
