"""How a unit's month stands before the decision: proposals with reasons, the quota, who is over it or tied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evaluations.enums import EvaluationState, Grade, GroupKind, SubjectGroup
from evaluations.models import Evaluation, UnitCycle
from evaluations.rules.proposal import Proposal, after_quota, propose
from evaluations.rules.quota import Member, QuotaResult, pools, quota_for
from evaluations.rules.scoring import ScoreResult, score
from evaluations.rules.spec import FrameworkSpec, Quota, Scorecard
from evaluations.rules.stored import lines_from_json
from evaluations.selectors.facts import SheetFacts, facts_for, is_unit_head
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.timetable import working_calendar
from organization.rules.calendar import WorkingCalendar

READY_STATES = frozenset({EvaluationState.SUPERIOR_DONE, EvaluationState.MEETING_DONE, EvaluationState.PROPOSED})
"""Sheets in these states can be decided."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One sheet: `proposal` knows the quota; `grade` is what it would be decided as, "" where a person must say."""

    sheet: Evaluation
    score: ScoreResult
    facts: SheetFacts
    proposal: Proposal
    grade: str
    tied: bool = False


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Everything the decider's page shows; `quota` is of the unit's own pool."""

    spec: FrameworkSpec
    rows: tuple[Standing, ...]
    quota: QuotaResult | None
    unit_grades: Mapping[int, str] = field(default_factory=dict)

    def row(self, sheet_id: int) -> Standing | None:
        return next((row for row in self.rows if row.sheet.pk == sheet_id), None)


def sheets_of(unit_cycle: UnitCycle) -> list[Evaluation]:
    """The sheets a unit's month holds, the unit's own sheets first, then by name."""
    rows = Evaluation.objects.filter(unit_cycle=unit_cycle, superseded_by__isnull=True)
    found = rows.select_related("person", "unit", "division", "unit_cycle__cycle").order_by("sort_key", "id")
    return sorted(found, key=lambda sheet: sheet.subject_group != SubjectGroup.UNIT)


def score_of(spec: FrameworkSpec, sheet: Evaluation, voice: str = "superior") -> ScoreResult:
    """What one voice of a sheet amounts to, computed again from what is stored."""
    return score(spec.card(sheet.subject_group), lines_from_json(sheet.scores.get(voice) or {}))


def preview(
    unit_cycle: UnitCycle,
    *,
    chosen: Mapping[int, str] | None = None,
    sheets: Sequence[Evaluation] | None = None,
    calendar: WorkingCalendar | None = None,
) -> DecisionView:
    """Proposals for every sheet, as if `chosen` (grades by key of the sheet) were decided already."""
    chosen = chosen or {}
    cycle = unit_cycle.cycle
    spec = spec_of(cycle.framework)
    listed = list(sheets) if sheets is not None else sheets_of(unit_cycle)
    facts = facts_for(listed, period=cycle.period, calendar=calendar or working_calendar())
    units = decided_unit_grades(cycle.pk, {sheet.unit_id for sheet in listed if is_unit_head(sheet)})
    rows: list[Standing] = []
    for sheet in sorted(listed, key=lambda item: item.subject_group != SubjectGroup.UNIT):
        result = score_of(spec, sheet)
        known = facts[sheet.pk]
        proposal = propose(spec, sheet.subject_group, result.raw, known.facts, units.get(sheet.unit_id))
        grade = chosen.get(sheet.pk) or standing_grade(proposal)
        if sheet.subject_group == SubjectGroup.UNIT and grade:
            units[sheet.unit_id] = grade
        rows.append(Standing(sheet, result, known, proposal, grade))
    quota = spec.quota(Grade.A.value)
    if quota is None:
        return DecisionView(spec, tuple(rows), None, units)
    return DecisionView(
        spec,
        _with_quota(spec, quota, rows, unit_cycle, frozenset(chosen)),
        _limit(spec, quota, rows, unit_cycle),
        units,
    )


def standing_grade(proposal: Proposal) -> str:
    """The stored form of a proposed grade: "N" is not graded this month, "" is nothing proposed."""
    return Grade.NONE.value if proposal.not_graded else proposal.grade or ""


def decided_unit_grades(cycle_id: int, units: set[int]) -> dict[int, str]:
    """Grades of units' own sheets once they are decided."""
    if not units:
        return {}
    rows = Evaluation.objects.filter(
        cycle_id=cycle_id,
        unit_id__in=units,
        person__isnull=True,
        superseded_by__isnull=True,
        state__in=[EvaluationState.DECIDED, EvaluationState.PUBLISHED],
    )
    return {unit: grade for unit, grade in rows.values_list("unit_id", "grade") if grade != Grade.NONE}


def members(spec: FrameworkSpec, rows: Sequence[Standing], grades: Mapping[int, str]) -> list[Member]:
    """Sheets as the quota sees them, at these grades."""
    return [_member(spec, row, grades.get(row.sheet.pk, row.grade)) for row in rows]


def standing_in_pools(
    spec: FrameworkSpec, quota: Quota, listed: Sequence[Member], unit_cycle: UnitCycle
) -> list[QuotaResult]:
    """The quota of each pool of this unit's month; the paper of an outstanding unit widens the unit's own pool only."""
    results = []
    for pool in pools(quota, listed).values():
        own = any(member.pool == str(unit_cycle.unit_id) for member in pool)
        document = unit_cycle.outstanding_document if own else ""
        results.append(quota_for(quota, pool, exception_document=document))
    return results


def results_points(card: Scorecard, result: ScoreResult) -> Decimal | None:
    """Points for results: the largest group of base points; they order sheets of the same total."""
    base = [group for group in card.groups if group.kind == GroupKind.BASE.value]
    return result.groups.get(max(base, key=lambda group: group.max_points).code) if base else None


def _member(spec: FrameworkSpec, row: Standing, grade: str) -> Member:
    return Member(
        key=str(row.sheet.pk),
        grade=None if grade in ("", Grade.NONE) else grade,
        total=row.score.total,
        results_points=results_points(spec.card(row.sheet.subject_group), row.score),
        subject_group=row.sheet.subject_group,
        is_unit_head=is_unit_head(row.sheet),
        pool=str(row.sheet.unit_id),
    )


def _with_quota(
    spec: FrameworkSpec, quota: Quota, rows: Sequence[Standing], unit_cycle: UnitCycle, chosen: frozenset[int]
) -> tuple[Standing, ...]:
    """The proposals once each pool is counted; a grade somebody chose stays as chosen."""
    proposed = {row.sheet.pk: standing_grade(row.proposal) for row in rows}
    results = standing_in_pools(spec, quota, members(spec, rows, proposed), unit_cycle)
    found: list[Standing] = []
    for row in rows:
        key = str(row.sheet.pk)
        proposal = row.proposal
        for result in results:
            proposal = after_quota(proposal, key, quota, result)
        tied = any(key in result.tied for result in results)
        grade = row.grade if row.sheet.pk in chosen else ("" if tied else standing_grade(proposal))
        found.append(Standing(row.sheet, row.score, row.facts, proposal, grade, tied))
    return tuple(found)


def _limit(spec: FrameworkSpec, quota: Quota, rows: Sequence[Standing], unit_cycle: UnitCycle) -> QuotaResult:
    own = [member for member in members(spec, rows, {}) if member.pool == str(unit_cycle.unit_id)]
    return quota_for(quota, own, exception_document=unit_cycle.outstanding_document)
