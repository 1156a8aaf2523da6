"""Days a unit exists: the first and the last day count, none means no bound."""

from datetime import date
from typing import Literal

State = Literal["future", "in_force", "ended"]


def in_force_on(first: date | None, last: date | None, day: date) -> bool:
    """Whether `day` lies between the two, both included."""
    return (first is None or first <= day) and (last is None or day <= last)


def overlaps(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    """Whether two spans have a day in common."""
    return (first is None or other_last is None or first <= other_last) and (
        last is None or other_first is None or other_first <= last
    )


def state_on(first: date | None, last: date | None, day: date) -> State:
    """Whether the span is still to come, holds, or is over on that day."""
    if first is not None and day < first:
        return "future"
    return "ended" if last is not None and last < day else "in_force"
