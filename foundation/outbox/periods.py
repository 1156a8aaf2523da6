"""Which periods of a periodic job are due: plain Python, dates in, dates out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

LONGEST_CATCH_UP = 92  # periods; what was missed before that is written down as skipped

Periods = Callable[[date, date], list[date]]


class CatchUp(StrEnum):
    EACH = "each"  # every missed period runs, oldest first, marked late
    LATEST = "latest"  # only the newest runs, the others are written down as skipped


@dataclass(frozen=True)
class Periodic:
    """One line of the timetable. `at` is the local time of day from which the period is due."""

    name: str
    task: str
    periods: Periods
    catch_up: CatchUp
    at: time = time(0, 0)


@dataclass(frozen=True)
class DuePeriod:
    period: date
    late: bool
    skipped: bool


def daily(first: date, last: date) -> list[date]:
    """Every day from first to last; its period is the day."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def monthly(day: int) -> Periods:
    """Once a month on `day` (the month's last day where it is shorter); its period is that date."""
    if not 1 <= day <= 31:
        raise ValueError(f"A month has no day {day}.")

    def periods(first: date, last: date) -> list[date]:
        return [found for found in daily(first, last) if found.day == min(day, _length(found))]

    return periods


def due_periods(job: Periodic, *, last_run: date | None, today: date, now: time) -> list[DuePeriod]:
    """All periods after `last_run` that are due by (today, now), oldest first; a job never run begins with its newest.

    A clock set back makes today earlier than last_run: nothing is due.
    """
    first = last_run + timedelta(days=1) if last_run is not None else today - timedelta(days=31)
    found = job.periods(first, today)
    if found and found[-1] == today and now < job.at:
        found.pop()
    if last_run is None:
        found = found[-1:]
    runs_from = len(found) - (1 if job.catch_up is CatchUp.LATEST else LONGEST_CATCH_UP)
    return [
        DuePeriod(period=period, late=period < today, skipped=place < runs_from) for place, period in enumerate(found)
    ]


def _length(day: date) -> int:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal() - day.replace(day=1).toordinal()
