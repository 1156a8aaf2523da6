"""Where a line stands on the worklist, in plain Python: dates are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reports.enums import LineKind, When

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: what, until when, and the one click that leads to it."""

    kind: LineKind
    title: str
    text: str
    number: str
    url: str
    act: str
    due: date | None
    left: int | None


@dataclass(frozen=True, slots=True)
class Group:
    when: When
    lines: tuple[Line, ...]


def when_of(due: date | None, today: date) -> When:
    """The group of a deadline; a week ends on Sunday."""
    if due is None:
        return When.OPEN
    if due < today:
        return When.OVERDUE
    if due == today:
        return When.TODAY
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    return When.THIS_WEEK if due <= sunday else When.LATER


def grouped(lines: Iterable[Line], today: date) -> tuple[Group, ...]:
    """Groups that hold something, the oldest deadline first; lines without one come last."""
    ordered = sorted(lines, key=lambda line: (line.due or date.max, line.kind, line.title))
    groups = []
    for when in When:
        found = tuple(line for line in ordered if when_of(line.due, today) == when)
        if found:
            groups.append(Group(when, found))
    return tuple(groups)
