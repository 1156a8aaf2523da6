"""Reading the working calendar."""

from collections.abc import Iterable

from django.db.models import QuerySet

from organization.models import Holiday
from organization.rules.calendar import WorkingCalendar


def holidays(*, year: int | None = None) -> QuerySet[Holiday]:
    """Days off and make-up days in date order, of one year or of all."""
    days = Holiday.objects.order_by("date")
    return days.filter(date__year=year) if year is not None else days


def listed_years() -> list[int]:
    """Years the table covers, newest first."""
    return [day.year for day in Holiday.objects.dates("date", "year", order="DESC")]


def working_calendar() -> WorkingCalendar:
    """The calendar that deadlines are counted on; one query, so ask once and pass it on."""
    return calendar_from(Holiday.objects.only("date", "is_workday"))


def calendar_from(days: Iterable[Holiday]) -> WorkingCalendar:
    """The calendar these days make; unverified ones count too."""
    listed = list(days)
    return WorkingCalendar(
        holidays=(day.date for day in listed if not day.is_workday),
        workdays=(day.date for day in listed if day.is_workday),
    )
