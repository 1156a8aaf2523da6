"""When a remedy is due, whether it is late, and when the same finding has come back."""

from dataclasses import dataclass
from datetime import date

from organization.rules.calendar import WorkingCalendar, add_working_days, is_working_day, working_days_between

REMIND_BEFORE = (7, 3, 0)
"""Working days before the due day on which the unit is reminded."""
REPEAT_MONTHS = 12
LONGEST_TERM_DAYS = 366
"""A remedy that takes longer is a programme of work, not a remedy."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What makes two findings the same: where, about what, and about whom when it was about somebody."""

    unit: int
    indicator: int | None
    item: str
    person: int | None


def due_fault(due: date, *, issued: date, calendar: WorkingCalendar) -> str | None:
    """The rule a due day breaks: before the notice, too far, or no working day."""
    if due <= issued:
        return "not_after_issue"
    if (due - issued).days > LONGEST_TERM_DAYS:
        return "too_far"
    if not is_working_day(due, calendar):
        return "holiday"
    return None


def extension_fault(asked: date, *, due: date, today: date, calendar: WorkingCalendar) -> str | None:
    """The rule an extension breaks; it is asked for while the term still runs."""
    if today > due:
        return "asked_late"
    if asked <= due:
        return "not_later"
    if (asked - due).days > LONGEST_TERM_DAYS:
        return "too_far"
    if not is_working_day(asked, calendar):
        return "holiday"
    return None


def days_left(due: date, today: date, calendar: WorkingCalendar) -> int:
    """Working days until the due day; negative when it has passed."""
    return working_days_between(today, due, calendar)


def reminder_of(due: date, today: date, calendar: WorkingCalendar) -> int | None:
    """Which reminder falls on this day, in working days before the due day."""
    return next((days for days in REMIND_BEFORE if add_working_days(due, -days, calendar) == today), None)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def is_repeat(earlier: Seen, earlier_on: date, now: Seen, now_on: date) -> bool:
    """Whether a finding is one that was found before within twelve months; something must say what it is about."""
    about = now.indicator is not None or bool(now.item)
    return about and earlier == now and months_before(now_on, REPEAT_MONTHS) <= earlier_on <= now_on
