"""What a published month says of a unit for the draw of inspections: how many graded, how many highest, work late."""

from collections.abc import Sequence
from datetime import timedelta

from directives.selectors.assignments import of_month
from evaluations.enums import Grade
from evaluations.models import Evaluation, UnitCycle
from foundation.audit.context import Actor
from inspections.services.unit_signals import write_unit_signal


def signal_for_draws(month: UnitCycle, sheets: Sequence[Evaluation], *, by: Actor) -> None:
    """Write the unit's signal of this month down, once; a later version of a sheet does not change it.

    Side effects: one row in inspections, which weighs units that are "too quiet" (nobody below the highest grade, no
    work late, no finding).
    """
    graded = [sheet for sheet in sheets if sheet.person_id is not None and sheet.grade not in ("", None, Grade.NONE)]
    if not graded:
        return
    first = month.cycle.period
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    people = [sheet.person_id for sheet in graded if sheet.person_id is not None]
    work = of_month(person_ids=people, first=first, last=last)
    late = sum(
        (task.done_on or last + timedelta(days=1)) > task.due_on
        for tasks in work.values()
        for task in tasks
        if task.due_on <= last
    )
    highest = sum(sheet.grade == Grade.A for sheet in graded)
    write_unit_signal(unit=month.unit, period=first, graded=len(graded), highest=highest, late_work=late, by=by)
