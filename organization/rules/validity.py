"""Days a unit exists: the first and the last day count, none means no bound."""

from datetime import date


def in_force_on(first: date | None, last: date | None, day: date) -> bool:
    """Whether `day` lies between the two, both included."""
    return (first is None or first <= day) and (last is None or day <= last)


def overlaps(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    """Whether two spans have a day in common."""
    return (first is None or other_last is None or first <= other_last) and (
        last is None or other_first is None or other_first <= last
    )
