"""Reminders before and after each step of an open month: whoever still has something to do, once each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from evaluations.enums import CycleState, EvaluationState, Step, UnitCycleState
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.timetable import due_on, working_calendar
from evaluations.services.notices import month_words, tell
from foundation.audit.record import recorded
from foundation.notifications.wording import as_date
from organization.rules.calendar import WorkingCalendar, add_working_days

STEPS = (Step.SELF, Step.SUPERIOR, Step.DECIDE)
TITLES = {
    (Step.SELF, "before"): gettext_noop("Your self-assessment of %(month)s is due on %(day)s"),
    (Step.SELF, "after"): gettext_noop("Your self-assessment of %(month)s is overdue since %(day)s"),
    (Step.SUPERIOR, "before"): gettext_noop("You have sheets of %(month)s to score by %(day)s"),
    (Step.SUPERIOR, "after"): gettext_noop("You have sheets of %(month)s to score, due on %(day)s"),
    (Step.DECIDE, "before"): gettext_noop("The decision of %(month)s is due on %(day)s"),
    (Step.DECIDE, "after"): gettext_noop("The decision of %(month)s is overdue since %(day)s"),
}
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Call:
    """One step of one month that some units are asked about, with the units' months (None: all but `but`)."""

    cycle: Cycle
    step: Step
    phase: str
    due: date
    only: tuple[int, ...] | None
    but: tuple[int, ...]


def calls_due(*, on: date) -> Iterator[Call]:
    """Every reminder that is due by that day; told before, it changes nothing."""
    calendar = working_calendar()
    for cycle in Cycle.objects.filter(state=CycleState.OPEN).order_by("period"):
        extended = list(UnitCycle.objects.filter(cycle=cycle).exclude(due_overrides={}).order_by("id"))
        for step in STEPS:
            own = [month for month in extended if step.value in month.due_overrides]
            groups: list[tuple[date | None, tuple[int, ...] | None]] = [(due_on(cycle, step.value), None)]
            groups += [(due_on(cycle, step.value, month.due_overrides), (month.pk,)) for month in own]
            for due, only in groups:
                phase = _phase(due, on, calendar)
                if due is not None and phase:
                    yield Call(cycle, step, phase, due, only, tuple(month.pk for month in own))


def remind(*, call: Call) -> int:
    """Tell the people of one call, in chunks. Returns how many people are asked."""
    people = sorted(_people(call))
    for start in range(0, len(people), CHUNK):
        with recorded(by=None, source="task"):
            tell(
                people[start : start + CHUNK],
                kind=f"evaluation.{call.step.value.lower()}_{call.phase}",
                dedupe=f"cycle:{call.cycle.pk}:{call.step.value}:{call.phase}:{call.due.isoformat()}",
                title=TITLES[(call.step, call.phase)],
                params={"month": month_words(call.cycle.period), "day": as_date(call.due)},
                ends_when=gettext_noop("Ends when your part of the step is done."),
                due_on=call.due,
            )
    return len(people)


def _phase(due: date | None, on: date, calendar: WorkingCalendar) -> str:
    if due is None:
        return ""
    if on > due:
        return "after"
    return "before" if on >= add_working_days(due, -1, calendar) else ""


def _people(call: Call) -> set[int]:
    if call.step == Step.DECIDE:
        months = UnitCycle.objects.filter(
            cycle=call.cycle, state__in=[UnitCycleState.OPEN, UnitCycleState.SUBMITTED], decider__isnull=False
        )
        months = months.filter(pk__in=call.only) if call.only is not None else months.exclude(pk__in=call.but)
        return {person for person in months.values_list("decider_id", flat=True) if person is not None}
    waiting: QuerySet[Evaluation] = Evaluation.objects.filter(cycle=call.cycle)
    waiting = (
        waiting.filter(unit_cycle_id__in=call.only)
        if call.only is not None
        else waiting.exclude(unit_cycle_id__in=call.but)
    )
    column = "person_id" if call.step == Step.SELF else "superior_id"
    states = Q(state=EvaluationState.DRAFT)
    if call.step == Step.SUPERIOR:
        states |= Q(state=EvaluationState.SELF_SUBMITTED)
    rows = waiting.filter(states).order_by().values_list(column, flat=True).distinct()
    return {person for person in rows if person is not None}
