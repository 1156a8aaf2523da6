"""The control page: how far each unit is in a month, and who has not handed in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, Step, UnitCycleState
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.pages.days import Deadline, deadline
from evaluations.selectors.pages.months import SCORED_STATES
from foundation.access import visible_to
from organization.rules.calendar import WorkingCalendar

LISTED_PEOPLE = 100
WAITING = Q(evaluations__state=EvaluationState.DRAFT)
PRESENT = Q(evaluations__superseded_by__isnull=True)


@dataclass(frozen=True, slots=True)
class StepDay:
    label: str
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sheets in reach at each stage; each counts those that went further too."""

    sheets: int
    self_done: int
    scored: int
    decided: int
    published: int


def units_of(user: Any, cycle: Cycle, *, show: str = "", text: str = "") -> QuerySet[UnitCycle]:
    """Units in reach with their counts, those furthest behind first."""
    rows = visible_to(user, UnitCycle.objects.filter(cycle=cycle)).select_related("unit", "unit__parent", "decider")
    rows = rows.annotate(
        total=Count("evaluations", filter=PRESENT),
        waiting=Count("evaluations", filter=PRESENT & WAITING),
        scored=Count("evaluations", filter=PRESENT & Q(evaluations__state__in=SCORED_STATES)),
        self_missing=Count("evaluations", filter=PRESENT & Q(evaluations__self_missing=True)),
        late=Count("evaluations", filter=PRESENT & Q(evaluations__self_late=True)),
    ).filter(total__gt=0)
    if text:
        rows = rows.filter(Q(unit__search_key__contains=text) | Q(unit__code__iexact=text))
    if show == "waiting":
        rows = rows.filter(waiting__gt=0)
    elif show == "open":
        rows = rows.filter(state=UnitCycleState.OPEN)
    elif show == "decided":
        rows = rows.filter(state__in=[UnitCycleState.DECIDED, UnitCycleState.PUBLISHED])
    return rows.order_by("-waiting", "unit__path")


def people_waiting(user: Any, cycle: Cycle, *, unit_code: str = "") -> list[Evaluation]:
    """Who has not handed in, by unit; the first hundred."""
    rows = visible_to(user, Evaluation.objects.filter(cycle=cycle, state=EvaluationState.DRAFT, person__isnull=False))
    if unit_code:
        rows = rows.filter(unit__code=unit_code)
    rows = rows.select_related("person", "unit", "division", "superior").order_by("unit__path", "sort_key", "id")
    return list(rows[:LISTED_PEOPLE])


def totals(user: Any, cycle: Cycle) -> Totals:
    """One query over the units in reach; nothing is said about a single sheet."""
    reach = visible_to(user, UnitCycle.objects.filter(cycle=cycle))
    past_self = Q(evaluations__state__in=[EvaluationState.SELF_SUBMITTED, *SCORED_STATES])
    found = reach.aggregate(
        sheets=Count("evaluations", filter=PRESENT),
        self_done=Count("evaluations", filter=PRESENT & past_self),
        scored=Count("evaluations", filter=PRESENT & Q(evaluations__state__in=SCORED_STATES)),
        decided=Count(
            "evaluations",
            filter=PRESENT & Q(evaluations__state__in=[EvaluationState.DECIDED, EvaluationState.PUBLISHED]),
        ),
        published=Count("evaluations", filter=PRESENT & Q(evaluations__state=EvaluationState.PUBLISHED)),
    )
    return Totals(**found)


def steps_of(cycle: Cycle, *, on: date, days: WorkingCalendar) -> tuple[StepDay, ...]:
    """The month's days for everybody."""
    shown = (Step.SELF, Step.SUPERIOR, Step.DECIDE, Step.REPORT)
    return tuple(StepDay(str(step.label), deadline(step, cycle, None, on=on, days=days)) for step in shown)


def excluded_of(cycle: Cycle) -> list[tuple[str, int]]:
    """Why people have no sheet this month, with their number."""
    words = {"left": _("Left during the month"), "no_post": _("No post on the day that counts")}
    return [(words.get(code, code), count) for code, count in sorted((cycle.excluded or {}).items()) if count]
