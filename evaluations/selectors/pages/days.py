"""Deadlines of a month as its pages show them: the last day and the working days left."""

from dataclasses import dataclass
from datetime import date

from evaluations.enums import Step
from evaluations.models import Cycle, UnitCycle
from evaluations.selectors.timetable import due_on
from organization.rules.calendar import WorkingCalendar, working_days_between


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step's last day, and how many working days are left (negative: late by so many)."""

    due: date
    left: int


def deadline(
    step: Step, cycle: Cycle, unit_cycle: UnitCycle | None, *, on: date, days: WorkingCalendar
) -> Deadline | None:
    """The step's deadline as seen on a day, with the unit's own extension when there is one."""
    due = due_on(cycle, step.value, unit_cycle.due_overrides if unit_cycle else None)
    return None if due is None else Deadline(due, days_left(due, on=on, days=days))


def days_left(due: date, *, on: date, days: WorkingCalendar) -> int:
    """Working days from `on` until `due`; negative once it has passed."""
    if due < on:
        return -max(1, working_days_between(due, on, days))
    return working_days_between(on, due, days)
