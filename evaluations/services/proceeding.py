"""The clock after the self-assessment: who did not submit goes on with an empty column."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cadres.models import Absence
from evaluations.enums import CycleState, EvaluationState, Step
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.timetable import due_for, due_on, grace_ends_on
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import Refused


def refuse_before_deadline(sheet: Evaluation, *, on: date) -> None:
    """The superior may go on once the last day is over; the grace is the clock's."""
    due = due_for(sheet.unit_cycle, Step.SELF.value)
    if due is not None and on <= due:
        raise Refused(
            _("The self-assessment can still be submitted until %(day)s.") % {"day": due.strftime("%d/%m/%Y")},
            code="self_still_open",
        )


def waiting_past_deadline(*, on: date) -> list[int]:
    """Keys of sheets still in draft after the last day of the self-assessment and its grace."""
    found: list[int] = []
    for cycle in Cycle.objects.filter(state=CycleState.OPEN).order_by("period"):
        extended = UnitCycle.objects.filter(cycle=cycle, due_overrides__has_key=Step.SELF.value)
        drafts = Evaluation.objects.filter(cycle=cycle, state=EvaluationState.DRAFT).order_by("id")
        end = grace_ends_on(cycle, Step.SELF.value)
        if end is None:
            continue
        if on > end:
            found += drafts.exclude(unit_cycle__in=extended).values_list("id", flat=True)
        late = [
            row.pk
            for row in extended
            if (day := grace_ends_on(cycle, Step.SELF.value, row.due_overrides)) is not None and on > day
        ]
        if late:
            found += drafts.filter(unit_cycle__in=late).values_list("id", flat=True)
    return found


def proceed(*, ids: Sequence[int]) -> int:
    """Move these drafts on without a self-assessment; at most 500 in one transaction. Returns how many moved.

    "No self-assessment" is noted as a fact for people to weigh, not for somebody on confirmed leave that day.
    """
    with recorded(by=None, source="task"):
        rows = Evaluation.objects.select_for_update(of=("self",)).select_related("unit_cycle", "cycle")
        drafts = list(rows.filter(pk__in=ids, state=EvaluationState.DRAFT).order_by("id"))
        away = _away(drafts)
        for sheet in drafts:
            move(
                sheet,
                "proceed_without_self",
                by=None,
                changes={"self_missing": sheet.person_id not in away},
                source="task",
            )
        return len(drafts)


def _away(drafts: Sequence[Evaluation]) -> set[int]:
    """People of these sheets who were on confirmed leave on the last day."""
    last: dict[int, date] = {}
    for sheet in drafts:
        due = due_on(sheet.cycle, Step.SELF.value, sheet.unit_cycle.due_overrides)
        if sheet.person_id is not None and due is not None:
            last[sheet.person_id] = due
    if not last:
        return set()
    rows = Absence.objects.filter(
        person_id__in=last,
        confirmed=True,
        cancelled=False,
        starts_on__lte=max(last.values()),
        ends_on__gte=min(last.values()),
    )
    return {row.person_id for row in rows if row.starts_on <= last[row.person_id] <= row.ends_on}
