"""Whether a later deadline keeps to the limit in force: plain values in, the broken rules out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Fault = Literal["too_late", "too_often", "too_long"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it stands on a day; None does not limit."""

    max_times: int | None = None
    max_percent: int | None = None
    max_working_days: int | None = None
    only_before_due: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish for more time: extensions before it, working days given at first, added before and wanted now."""

    times_before: int
    days_first: int
    days_before: int
    days_wanted: int
    asked_on: date
    due_on: date

    def as_json(self) -> dict[str, int | str]:
        """What is kept beside the extension, so that it can be explained."""
        return {
            "times_before": self.times_before,
            "days_first": self.days_first,
            "days_before": self.days_before,
            "days_wanted": self.days_wanted,
            "asked_on": self.asked_on.isoformat(),
            "due_on": self.due_on.isoformat(),
        }


def most_days(limit: Limit, days_first: int) -> int | None:
    """Working days all extensions together may add; a share never forbids one whole day."""
    bounds = [] if limit.max_working_days is None else [limit.max_working_days]
    if limit.max_percent is not None:
        bounds.append(max(1, days_first * limit.max_percent // 100))
    return min(bounds, default=None)


def fault_of(limit: Limit, wish: Wish) -> Fault | None:
    """The first rule the wish breaks, or None."""
    if limit.only_before_due and wish.asked_on > wish.due_on:
        return "too_late"
    if limit.max_times is not None and wish.times_before >= limit.max_times:
        return "too_often"
    most = most_days(limit, wish.days_first)
    if most is not None and wish.days_before + wish.days_wanted > most:
        return "too_long"
    return None
