"""Functions and working regulations of units that are reorganised: functions follow the unit, regulations end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import FunctionPart
from directives.models import FunctionHolding, WorkingRegulation
from directives.selectors.functions import days_meet
from foundation.audit.record import recorded
from organization.carrying import NAMES_SHOWN, Line, Plan, Target, line
from organization.models import Unit

FUNCTIONS, GAPS, REGULATIONS = "functions", "function_gaps", "regulations"
Held = tuple[int, Target]


class FunctionsForeseen:
    """What becomes of each row: ended on the last day and, where somebody takes over, begun anew with the successor."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        rows = FunctionHolding.objects.filter(unit_id__in=list(plan.old))
        rows = days_meet(rows, plan.effective_on, None).select_related("function", "unit").order_by("pk")
        self.ended: list[int] = []
        self.later: dict[int, Target] = {}
        self.follow: dict[Held, FunctionHolding] = {}
        self.lost: list[FunctionHolding] = []
        for row in rows:
            target = plan.target(row.unit_id)
            if row.valid_from <= plan.last_day:
                self.ended.append(row.pk)
            elif target is not None:
                self.later[row.pk] = (target[0], "")
                continue
            if target is None:
                if row.part == FunctionPart.LEAD:
                    self.lost.append(row)
                continue
            held = (row.function_id, (target[0], ""))
            if held not in self.follow or row.part == FunctionPart.LEAD:
                self.follow[held] = row
        regulations = WorkingRegulation.objects.filter(unit_id__in=list(plan.old), ended_on__isnull=True)
        self.regulations = list(regulations.select_related("unit").order_by("pk"))

    @property
    def seal(self) -> Sequence[Any]:
        follow = [[number, list(target), row.part] for (number, target), row in sorted(self.follow.items(), key=_key)]
        return [follow, self.ended, sorted(self.later), [row.pk for row in self.regulations]]

    @property
    def lines(self) -> Sequence[Line]:
        found = []
        if self.follow:
            names = [
                f"{row.function.name} → {self.plan.name_of(target)}"
                for (_number, target), row in sorted(self.follow.items(), key=_key)[:NAMES_SHOWN]
            ]
            text = _("Functions that the successor leads or co-operates in from the first day")
            found.append(Line(FUNCTIONS, text, tuple(names), len(self.follow)))
        if self.lost:
            text = _("Functions that nobody leads afterwards: give each to a unit")
            found.append(line(GAPS, text, [row.function.name for row in self.lost], tone="warn"))
        if self.regulations:
            text = _("Working regulations that end with their units; the successor needs one of its own")
            found.append(line(REGULATIONS, text, [f"{row.number} ({row.unit.name})" for row in self.regulations]))
        return found

    def carry(self, units: Mapping[Target, Unit], by: User | None) -> None:
        plan = self.plan
        with recorded(by=by):
            ended = FunctionHolding.objects.filter(pk__in=self.ended)
            ended.update(valid_to=plan.last_day, row_version=F("row_version") + 1)
            for (_number, target), row in sorted(self.follow.items(), key=_key):
                _begin(row, units[target], plan, by)
            for row in FunctionHolding.objects.filter(pk__in=self.later).order_by("pk"):
                _repoint(row, units[self.later[row.pk]])
            for regulation in self.regulations:
                ended_on = max(plan.last_day, regulation.issued_on)
                rows = WorkingRegulation.objects.filter(pk=regulation.pk, ended_on__isnull=True)
                rows.update(ended_on=ended_on, row_version=F("row_version") + 1)


def _begin(row: FunctionHolding, unit: Unit, plan: Plan, by: User | None) -> None:
    """The successor holds the function from the first day, unless it does already; a lead goes before co-operation."""
    first = max(plan.effective_on, row.valid_from)
    own = days_meet(_of(row, unit), first, row.valid_to)
    if row.part != FunctionPart.LEAD and own.exists():
        return
    if own.filter(part=FunctionPart.LEAD).exists():
        return
    own.filter(valid_from__lt=first).update(valid_to=plan.last_day, row_version=F("row_version") + 1)
    if days_meet(_of(row, unit), first, row.valid_to).exists():
        return
    FunctionHolding.objects.create(
        function_id=row.function_id,
        unit=unit,
        part=row.part,
        valid_from=first,
        valid_to=row.valid_to,
        basis=plan.basis[:200],
        created_by=by,
    )


def _repoint(row: FunctionHolding, unit: Unit) -> None:
    """What was to begin later begins with the successor, unless that holds the function by then."""
    if days_meet(_of(row, unit), row.valid_from, row.valid_to).exists():
        return
    FunctionHolding.objects.filter(pk=row.pk).update(unit=unit, row_version=F("row_version") + 1)


def _of(row: FunctionHolding, unit: Unit) -> QuerySet[FunctionHolding]:
    return FunctionHolding.objects.filter(function_id=row.function_id, unit=unit)


def _key(item: tuple[Held, FunctionHolding]) -> tuple[Any, ...]:
    (number, target), row = item
    return number, target, row.part


def carry_functions(plan: Plan) -> FunctionsForeseen:
    """The functions' part of a reorganisation."""
    return FunctionsForeseen(plan)
