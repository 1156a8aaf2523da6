"""Months of reorganised units: the sheets stay with the old unit, the successor's head decides what is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.enums import CycleState, EvaluationState, UnitCycleState
from evaluations.models import Evaluation, UnitCycle
from evaluations.selectors.chain import chain_on
from evaluations.services.notices import month_words, tell
from evaluations.states import UNDECIDED_STATES
from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from organization.carrying import Line, Plan, Target
from organization.models import Unit

MONTHS = "months"
RUNNING = (UnitCycleState.OPEN, UnitCycleState.SUBMITTED, UnitCycleState.DECIDED)
UNPUBLISHED = (*UNDECIDED_STATES, EvaluationState.DECIDED.value)


class MonthsForeseen:
    """Months not yet published whose evaluators change, foreseen when made, done by `carry`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        rows = UnitCycle.objects.filter(
            unit_id__in=[unit.pk for unit in plan.units], state__in=RUNNING, cycle__state=CycleState.OPEN
        )
        self.months = list(rows.select_related("cycle", "unit", "decider").order_by("cycle__period", "unit__path"))
        open_sheets = Evaluation.objects.filter(unit_cycle__in=self.months, state__in=UNPUBLISHED)
        self.counts: dict[int, int] = {}
        for month in open_sheets.values_list("unit_cycle_id", flat=True):
            self.counts[month] = self.counts.get(month, 0) + 1

    @property
    def seal(self) -> Sequence[Any]:
        return [[month.pk, month.state, month.decider_id] for month in self.months]

    @property
    def lines(self) -> Sequence[Line]:
        found = []
        for month in self.months:
            words = {"month": month_words(month.cycle.period), "unit": month.unit.name}
            text = _(
                "Sheets of %(month)s not yet published stay with %(unit)s; the successor's head decides and publishes"
            )
            if not self.plan.lasting:
                text = _(
                    "Sheets of %(month)s not yet published stay with %(unit)s; the head above decides and publishes"
                )
            found.append(Line(MONTHS, text % words, count=self.counts.get(month.pk, 0)))
        return found

    def carry(self, units: Mapping[Target, Unit], by: Actor | None) -> None:
        """Name the successor's head, else the next head above, wherever the old head decides or scores."""
        if not self.months:
            return
        chain = chain_on(self.plan.effective_on)
        with recorded(by=by):
            for month in self.months:
                self._carry(month, self._decider(month, units, chain), by)

    def _decider(self, month: UnitCycle, units: Mapping[Target, Unit], chain: Any) -> int | None:
        if not self.plan.lasting:
            found = chain.headed_above(month.unit_id)
            return found[1] if found else None
        place = self.plan.where[month.unit_id][0]
        decider: int | None = chain.of_members(units[place, ""].pk)
        return decider

    def _carry(self, month: UnitCycle, decider: int | None, by: Actor | None) -> None:
        before = month.decider_id
        rows = Evaluation.objects.filter(unit_cycle=month, state__in=UNPUBLISHED, superseded_by__isnull=True)
        for old, new in self.plan.replaced.items():
            if old != before and new is not None:
                rows.filter(superior_id=old).exclude(person_id=new).update(
                    superior_id=new, row_version=F("row_version") + 1
                )
        if decider is None or decider == before:
            return
        UnitCycle.objects.filter(pk=month.pk).update(decider_id=decider, row_version=F("row_version") + 1)
        others = rows.exclude(person_id=decider)
        others.filter(superior_id=before).update(superior_id=decider)
        others.filter(decider_id=before).update(decider_id=decider, row_version=F("row_version") + 1)
        record_event(
            table="evaluations_unitcycle",
            object_type="evaluations.unitcycle",
            object_id=month.pk,
            name="unit_cycle.assign",
            reason=self.plan.basis,
            details={"from": before, "to": decider},
        )
        tell(
            {decider},
            kind="evaluation.assigned",
            dedupe=f"unit_cycle:{month.pk}:decider:{month.row_version + 1}",
            title=gettext_noop("You decide the grades of %(unit)s for %(month)s"),
            params={"unit": month.unit.name, "month": month_words(month.cycle.period)},
            by=by,
        )


def carry_months(plan: Plan) -> MonthsForeseen:
    """The evaluations' part of a reorganisation."""
    return MonthsForeseen(plan)
