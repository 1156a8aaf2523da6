"""Lateness in working days, the on-time share, the figures of a month's evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from organization.rules.calendar import WorkingCalendar, shift, working_days_between

Standing = Literal["on_time", "late", "overdue", "running", "excused"]


@dataclass(frozen=True, slots=True)
class Task:
    """One assignment; `due` is the deadline in force (after an extension), `excused` a confirmed objective cause."""

    key: str
    due: date
    done: date | None = None
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures of one person's month. "Settled" tasks are those done or past their deadline."""

    total: int
    done: int
    on_time: int
    late: int
    overdue: int
    excused: int
    running: int
    worst_days_late: int
    late_keys: tuple[str, ...]
    on_time_share: Decimal | None

    @property
    def settled(self) -> int:
        return self.on_time + self.late + self.overdue


def effective_due(due: date, calendar: WorkingCalendar) -> date:
    """A deadline on a day off runs until the next working day."""
    return shift(due, "next", calendar)


def days_late(task: Task, on: date, calendar: WorkingCalendar) -> int:
    """Working days past the deadline until the task was done, or until `on` while it is not; never negative."""
    end = on if task.done is None or task.done > on else task.done
    return max(0, working_days_between(effective_due(task.due, calendar), end, calendar))


def standing(task: Task, on: date, calendar: WorkingCalendar) -> Standing:
    """How the task stands at the end of the day `on`. Done on a day off right after the deadline is late by 0 days,
    which is on time: lateness is counted in working days."""
    is_done = task.done is not None and task.done <= on
    late = days_late(task, on, calendar) > 0
    if late and task.excused:
        return "excused"
    if is_done:
        return "late" if late else "on_time"
    return "overdue" if late else "running"


def belongs_to(task: Task, first: date, last: date) -> bool:
    """Whether a task speaks about the month: due in it, done in it, or still open from before."""
    if task.due > last:
        return task.done is not None and first <= task.done <= last
    return task.due >= first or task.done is None or task.done >= first


def evidence(tasks: Iterable[Task], first: date, last: date, on: date, calendar: WorkingCalendar) -> Evidence:
    """Figures of the month from `first` to `last`, as seen at the end of `on` (or of the month, if that is earlier)."""
    seen_on = min(on, last)
    listed = [task for task in tasks if belongs_to(task, first, last)]
    standings = {task.key: standing(task, seen_on, calendar) for task in listed}
    late = [task for task in listed if standings[task.key] in ("late", "overdue")]
    count = {name: sum(1 for value in standings.values() if value == name) for name in _STANDINGS}
    settled = count["on_time"] + count["late"] + count["overdue"]
    worst_first = sorted(late, key=lambda task: (-days_late(task, seen_on, calendar), task.due, task.key))
    return Evidence(
        total=len(listed),
        done=sum(1 for task in listed if task.done is not None and task.done <= seen_on),
        on_time=count["on_time"],
        late=count["late"],
        overdue=count["overdue"],
        excused=count["excused"],
        running=count["running"],
        worst_days_late=max((days_late(task, seen_on, calendar) for task in late), default=0),
        late_keys=tuple(task.key for task in worst_first),
        on_time_share=share(count["on_time"], settled),
    )


def share(part: int, whole: int) -> Decimal | None:
    """Percent, unrounded; None where there is nothing to take a share of, which is neither 0 nor 100."""
    return Decimal(part) * 100 / whole if whole else None


_STANDINGS: tuple[Standing, ...] = ("on_time", "late", "overdue", "running", "excused")
