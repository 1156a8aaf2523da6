"""Counting working days for rooms below, which know no calendar."""

from datetime import date

from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar


def working_day_after(day: date, count: int) -> date:
    """The day so many working days later."""
    return add_working_days(day, count, working_calendar())
