"""The working calendar from the database, and what is due when in a month of a unit."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from evaluations.models import Cycle, UnitCycle
from evaluations.rules.timetable import StepDates, step_dates
from evaluations.selectors.frameworks import spec_of
from organization.models import Holiday
from organization.rules.calendar import WorkingCalendar


def working_calendar() -> WorkingCalendar:
    """Holidays and make-up days as the organisation keeps them."""
    rows = list(Holiday.objects.values_list("date", "is_workday"))
    return WorkingCalendar(
        holidays=(day for day, worked in rows if not worked), workdays=(day for day, worked in rows if worked)
    )


def steps_to_json(steps: tuple[StepDates, ...]) -> dict[str, Any]:
    """Dates of the steps as a month stores them."""
    return {
        item.step: {
            "opens": item.opens.isoformat(),
            "due": item.due.isoformat(),
            "grace_hours": item.grace_hours,
            "on_miss": item.on_miss,
        }
        for item in steps
    }


def planned_steps(cycle: Cycle, calendar: WorkingCalendar) -> tuple[StepDates, ...]:
    return step_dates(spec_of(cycle.framework), cycle.period, calendar)


def opens_on(cycle: Cycle, step: str) -> date | None:
    found = cycle.steps.get(step)
    return date.fromisoformat(found["opens"]) if found else None


def due_on(cycle: Cycle, step: str, overrides: Mapping[str, str] | None = None) -> date | None:
    """Last day of a step; `overrides` are those of a unit whose time was extended."""
    if overrides and step in overrides:
        return date.fromisoformat(overrides[step])
    found = cycle.steps.get(step)
    return date.fromisoformat(found["due"]) if found else None


def due_for(unit_cycle: UnitCycle, step: str) -> date | None:
    """Last day of a step for one unit."""
    return due_on(unit_cycle.cycle, step, unit_cycle.due_overrides)


def grace_ends_on(cycle: Cycle, step: str, overrides: Mapping[str, str] | None = None) -> date | None:
    """Last day on which a late act of this step is still taken; an extended step has no grace beyond its new day."""
    due = due_on(cycle, step, overrides)
    if due is None or (overrides and step in overrides):
        return due
    hours = int(cycle.steps[step].get("grace_hours", 0))
    return due + timedelta(days=-(-hours // 24))
