"""Dates of one month: its boundaries, the days of its steps, the months still to be opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from evaluations.enums import Step
from evaluations.rules.spec import DayOfPeriod, FrameworkSpec, TimetableStep
from organization.rules.calendar import WorkingCalendar, add_working_days, shift


@dataclass(frozen=True, slots=True)
class StepDates:
    """First and last day of a step; it may be done until the last instant of `due`, late until the grace is over."""

    step: str
    opens: date
    due: date
    grace_hours: int
    on_miss: str

    def closes_at(self, tz: tzinfo) -> datetime:
        """The first instant that is too late."""
        return day_end(self.due, tz)

    def grace_ends_at(self, tz: tzinfo) -> datetime:
        return day_end(self.due, tz) + timedelta(hours=self.grace_hours)


def day_end(day: date, tz: tzinfo) -> datetime:
    """The first instant after `day` in that zone."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=tz)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_period(period: date) -> date:
    return date(period.year + period.month // 12, period.month % 12 + 1, 1)


def last_day(period: date) -> date:
    return next_period(period) - timedelta(days=1)


def period_of(instant: datetime, tz: tzinfo) -> date:
    """The month an instant falls in by the clock of that zone, whatever zone the machine is in."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone belongs to no month")
    return first_of_month(instant.astimezone(tz).date())


def periods_due(today: date, last_opened: date | None, *, first: date | None = None) -> tuple[date, ...]:
    """Months from the one after `last_opened` up to the month of `today`, oldest first.

    With nothing opened yet it begins with `first`, or with the present month.
    """
    now = first_of_month(today)
    period = next_period(first_of_month(last_opened)) if last_opened else first_of_month(first or now)
    due: list[date] = []
    while period <= now:
        due.append(period)
        period = next_period(period)
    return tuple(due)


def missing_periods(today: date, opened: Iterable[date], *, first: date) -> tuple[date, ...]:
    """Every month from `first` to now that is not among `opened`: gaps in the middle are found too."""
    present = frozenset(opened)
    return tuple(period for period in periods_due(today, None, first=first) if period not in present)


def day_in(period: date, anchor: DayOfPeriod, calendar: WorkingCalendar) -> date:
    """The day an anchor names: 31 in a short month is its last day; then the shift off days not worked."""
    month = period
    for _ in range(anchor.months_later):
        month = next_period(month)
    end = last_day(month)
    day = end if anchor.day is None else month.replace(day=min(anchor.day, end.day))
    return shift(day, anchor.shift, calendar)


def step_dates(spec: FrameworkSpec, period: date, calendar: WorkingCalendar) -> tuple[StepDates, ...]:
    """Every step of the month, in order.

    A step is due on its day, but never sooner than `least_working_days` after the step before it is due (the first
    step: after it opens), so that a long holiday pushes the steps on instead of folding them into one day.
    """
    dates: list[StepDates] = []
    for step in spec.timetable:
        dates.append(_step(step, period, calendar, dates[-1].due if dates else None))
    return tuple(dates)


def step_of(dates: tuple[StepDates, ...], step: str) -> StepDates | None:
    return next((item for item in dates if item.step == step), None)


def opening_date(spec: FrameworkSpec, period: date, calendar: WorkingCalendar) -> date:
    """The day the self-assessment of this month begins."""
    found = step_of(step_dates(spec, period, calendar), Step.SELF.value)
    return found.opens if found else period


def cutoff(period: date, calendar: WorkingCalendar) -> date:
    """Last working day of the month: who evaluates whom is read on that day."""
    return shift(last_day(period), "prev", calendar)


def objection_deadline(spec: FrameworkSpec, published_on: date, calendar: WorkingCalendar) -> date:
    """Last day to object; until midnight of that day."""
    return add_working_days(published_on, spec.parameters.objection_days, calendar)


def answer_deadline(spec: FrameworkSpec, filed_on: date, calendar: WorkingCalendar) -> date:
    """Last day to answer before the objection goes up."""
    return add_working_days(filed_on, spec.parameters.answer_days, calendar)


def escalation_deadline(spec: FrameworkSpec, answered_on: date, calendar: WorkingCalendar) -> date:
    """Last day to carry an answered objection further."""
    return add_working_days(answered_on, spec.parameters.escalation_days, calendar)


def _step(step: TimetableStep, period: date, calendar: WorkingCalendar, before: date | None) -> StepDates:
    opens = before if step.opens is None else day_in(period, step.opens, calendar)
    if opens is None:
        raise ValueError("the first step must say when it opens")
    due = day_in(period, step.due, calendar)
    earliest = add_working_days(before or opens, step.least_working_days, calendar)
    return StepDates(
        step=step.step,
        opens=opens,
        due=max(due, earliest),
        grace_hours=step.grace_hours,
        on_miss=step.on_miss,
    )
