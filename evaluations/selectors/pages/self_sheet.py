"""The own sheet of a month: lines with their points and reasons, the month's tasks, total and band."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from evaluations.enums import EvaluationState, GroupKind, Method, Step
from evaluations.models import Evaluation
from evaluations.rules.scoring import ScoreResult, band
from evaluations.rules.spec import Criterion, FrameworkSpec
from evaluations.selectors.decision import score_of
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages.days import Deadline, deadline
from evaluations.selectors.pages.evidence import Panel, panel_of
from evaluations.selectors.pages.grid import points_in
from foundation.workflow.errors import NotFound
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with its price, as the framework lists it."""

    code: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One criterion. `value` is what is stored; `shown` is what the field begins with."""

    code: str
    name: str
    most: Decimal
    step: Decimal
    value: Decimal | None
    shown: Decimal | None
    reason: str
    deductive: bool
    bonus: bool
    stepper: bool
    faults: tuple[Fault, ...]

    @property
    def less(self) -> Decimal | None:
        """Points taken off, where the line starts full."""
        return self.most - self.shown if self.deductive and self.shown is not None else None


@dataclass(frozen=True, slots=True)
class SheetGroup:
    code: str
    name: str
    most: Decimal
    points: Decimal | None
    bonus: bool
    results: bool
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """Everything the self-assessment page shows."""

    sheet: Evaluation
    spec: FrameworkSpec
    groups: tuple[SheetGroup, ...]
    result: ScoreResult
    grade: str
    panel: Panel
    due: Deadline | None
    open: bool

    @property
    def touched(self) -> bool:
        """Whether anything was saved yet."""
        return bool(self.sheet.scores.get("self")) or bool(self.sheet.self_note)


def own_sheet(person_id: int | None, period: date) -> Evaluation:
    """The person's present sheet of the month."""
    if person_id is None:
        raise NotFound
    return _only(Evaluation.objects.filter(cycle__period=period, person_id=person_id))


def unit_sheet(unit_code: str, period: date) -> Evaluation:
    """The sheet of a unit itself."""
    return _only(Evaluation.objects.filter(cycle__period=period, person__isnull=True, unit__code=unit_code))


def _only(rows: QuerySet[Evaluation]) -> Evaluation:
    """The present version among these, with what its page shows."""
    related = ("person", "unit", "division", "superior", "decider", "unit_cycle", "cycle", "cycle__framework")
    found = rows.filter(superseded_by__isnull=True).select_related(*related).first()
    if found is None:
        raise NotFound
    return found


def page_of(sheet: Evaluation, *, on: date, days: WorkingCalendar) -> OwnSheet:
    """The sheet with its lines, its evidence and its deadline."""
    spec = spec_of(sheet.cycle.framework)
    result = score_of(spec, sheet, "self")
    return OwnSheet(
        sheet=sheet,
        spec=spec,
        groups=groups_of(spec, sheet, result),
        result=result,
        grade=band(spec, result.raw).grade if result.raw is not None else "",
        panel=panel_of(sheet.person_id, sheet.cycle.period, on=on, days=days),
        due=deadline(Step.SELF, sheet.cycle, sheet.unit_cycle, on=on, days=days),
        open=sheet.state == EvaluationState.DRAFT,
    )


def faults_of(criterion: Criterion) -> tuple[Fault, ...]:
    """The price list of a criterion in the reader's language."""
    language = get_language() or "vi"
    return tuple(Fault(rule.code, rule.name.in_language(language), rule.points) for rule in criterion.deductions)


def groups_of(
    spec: FrameworkSpec, sheet: Evaluation, result: ScoreResult, voice: str = "self"
) -> tuple[SheetGroup, ...]:
    """The lines of one voice, by group. A line that starts full shows full points until something was saved."""
    language = get_language() or "vi"
    card = spec.card(sheet.subject_group)
    stored: Mapping[str, Any] = sheet.scores.get(voice, {})
    base = [group for group in card.groups if group.kind == GroupKind.BASE.value]
    largest = max(base, key=lambda group: group.max_points).code if base else ""
    groups = []
    for group in card.groups:
        lines = []
        for criterion in group.criteria:
            value = points_in(stored, criterion.code)
            deductive = criterion.method == Method.DEDUCTIVE.value
            starts_full = deductive and not stored
            lines.append(
                SheetLine(
                    code=criterion.code,
                    name=criterion.name.in_language(language),
                    most=criterion.max_points,
                    step=card.scale.point_step,
                    value=value,
                    shown=criterion.max_points if value is None and starts_full else value,
                    reason=str((stored.get(criterion.code) or {}).get("reason", "")),
                    deductive=deductive,
                    bonus=not criterion.required,
                    stepper=criterion.max_points <= 20,
                    faults=faults_of(criterion),
                )
            )
        groups.append(
            SheetGroup(
                code=group.code,
                name=group.name.in_language(language),
                most=group.max_points,
                points=result.groups.get(group.code),
                bonus=group.kind == GroupKind.BONUS.value,
                results=group.code == largest,
                lines=tuple(lines),
            )
        )
    return tuple(groups)
