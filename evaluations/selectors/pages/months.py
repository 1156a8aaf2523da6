"""Where one begins: own sheets, units one scores or decides, and the months."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from evaluations.enums import CycleState, EvaluationState, Step, UnitCycleState
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.pages.days import Deadline, deadline
from foundation.access import visible_to
from organization.rules.calendar import WorkingCalendar

SHOWN_MONTHS = 12
SCORED_STATES = (
    EvaluationState.SUPERIOR_DONE,
    EvaluationState.MEETING_DONE,
    EvaluationState.PROPOSED,
    EvaluationState.DECIDED,
    EvaluationState.PUBLISHED,
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that waits for the reader in a month: a unit to score or to decide."""

    period: date
    unit_code: str
    unit_name: str
    above: str
    done: int
    total: int
    state: str
    due: Deadline | None


@dataclass(frozen=True, slots=True)
class OwnSheet:
    sheet: Evaluation
    due: Deadline | None
    open: bool


@dataclass(frozen=True, slots=True)
class Landing:
    own: OwnSheet | None
    of_units: tuple[OwnSheet, ...]
    to_score: tuple[Duty, ...]
    to_decide: tuple[Duty, ...]
    months: tuple[Cycle, ...]


def landing(user: Any, *, on: date, days: WorkingCalendar) -> Landing:
    """Seven queries at most: months, own sheet, sheets to score, units to decide, their figures."""
    months = tuple(visible_to(user, Cycle.objects.select_related("framework")).order_by("-period")[:SHOWN_MONTHS])
    open_months = {cycle.pk: cycle for cycle in months if cycle.state == CycleState.OPEN}
    return Landing(
        own=_own(user, months, on=on, days=days),
        of_units=_of_units(user, open_months, on=on, days=days),
        to_score=_to_score(user, open_months, on=on, days=days),
        to_decide=_to_decide(user, open_months, on=on, days=days),
        months=months,
    )


def _own(user: Any, months: Iterable[Cycle], *, on: date, days: WorkingCalendar) -> OwnSheet | None:
    newest = next(iter(months), None)
    if newest is None or not user.person_id:
        return None
    rows = Evaluation.objects.filter(cycle=newest, person_id=user.person_id, superseded_by__isnull=True)
    sheet = rows.select_related("unit_cycle", "unit", "cycle").first()
    if sheet is None:
        return None
    due = deadline(Step.SELF, newest, sheet.unit_cycle, on=on, days=days)
    return OwnSheet(sheet, due, sheet.state == EvaluationState.DRAFT)


def _of_units(user: Any, cycles: dict[int, Cycle], *, on: date, days: WorkingCalendar) -> tuple[OwnSheet, ...]:
    """Sheets of the units the reader heads, which the head fills in."""
    if not user.person_id or not cycles:
        return ()
    rows = Evaluation.objects.filter(
        cycle_id__in=cycles,
        person__isnull=True,
        superseded_by__isnull=True,
        unit__unit_cycles__decider_id=user.person_id,
        unit__unit_cycles__cycle_id=F("cycle_id"),
    ).select_related("unit", "unit_cycle", "cycle")
    return tuple(
        OwnSheet(
            sheet,
            deadline(Step.SELF, cycles[sheet.cycle_id], sheet.unit_cycle, on=on, days=days),
            sheet.state == EvaluationState.DRAFT,
        )
        for sheet in rows.order_by("unit__path")[:20]
    )


def _to_score(user: Any, cycles: dict[int, Cycle], *, on: date, days: WorkingCalendar) -> tuple[Duty, ...]:
    """One line a division, or a unit for those directly under it, where the reader is the superior."""
    if not user.person_id or not cycles:
        return ()
    rows = (
        Evaluation.objects.filter(cycle_id__in=cycles, superior_id=user.person_id, superseded_by__isnull=True)
        .order_by()
        .values("cycle_id", "unit_cycle_id", "unit_cycle__unit__code", "unit_cycle__unit__name", "unit_cycle__state")
        .annotate(
            total=Count("id"),
            done=Count("id", filter=Q(state__in=SCORED_STATES)),
            divisions=Count("division_id", distinct=True),
        )
        .annotate(outside=Count("id", filter=Q(division__isnull=True)))
    )
    listed = list(rows)
    places = UnitCycle.objects.in_bulk([row["unit_cycle_id"] for row in listed])
    single = {row["unit_cycle_id"] for row in listed if row["divisions"] == 1 and not row["outside"]}
    divisions = _division_of(user.person_id, single)
    found = []
    for row in listed:
        code, name = divisions.get(row["unit_cycle_id"], (row["unit_cycle__unit__code"], row["unit_cycle__unit__name"]))
        cycle = cycles[row["cycle_id"]]
        found.append(
            Duty(
                period=cycle.period,
                unit_code=code,
                unit_name=name,
                above=row["unit_cycle__unit__name"] if code != row["unit_cycle__unit__code"] else "",
                done=row["done"],
                total=row["total"],
                state=row["unit_cycle__state"],
                due=deadline(Step.SUPERIOR, cycle, places[row["unit_cycle_id"]], on=on, days=days),
            )
        )
    return tuple(sorted(found, key=lambda duty: (duty.done >= duty.total, duty.period, duty.unit_name)))


def _division_of(person_id: int, unit_cycles: set[int]) -> dict[int, tuple[str, str]]:
    if not unit_cycles:
        return {}
    rows = Evaluation.objects.filter(unit_cycle_id__in=unit_cycles, superior_id=person_id, division__isnull=False)
    listed = rows.order_by().values_list("unit_cycle_id", "division__code", "division__name").distinct()
    return {pk: (code, name) for pk, code, name in listed}


def _to_decide(user: Any, cycles: dict[int, Cycle], *, on: date, days: WorkingCalendar) -> tuple[Duty, ...]:
    if not user.person_id or not cycles:
        return ()
    rows = (
        UnitCycle.objects.filter(cycle_id__in=cycles, decider_id=user.person_id)
        .exclude(state__in=[UnitCycleState.PUBLISHED, UnitCycleState.EXPIRED])
        .select_related("unit")
        .annotate(
            total=Count("evaluations", filter=Q(evaluations__superseded_by__isnull=True)),
            done=Count(
                "evaluations",
                filter=Q(evaluations__superseded_by__isnull=True, evaluations__state__in=SCORED_STATES),
            ),
        )
    )
    return tuple(
        Duty(
            period=cycles[row.cycle_id].period,
            unit_code=row.unit.code,
            unit_name=row.unit.name,
            above="",
            done=row.done,
            total=row.total,
            state=row.state,
            due=deadline(Step.DECIDE, cycles[row.cycle_id], row, on=on, days=days),
        )
        for row in rows
        if row.total
    )
