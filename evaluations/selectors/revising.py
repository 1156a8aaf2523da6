"""What a correction of a published sheet would amount to: the proposal, the share of A before and after, heads tied."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cadres.enums import PositionKind
from evaluations.enums import EvaluationState, Grade, RevisionState
from evaluations.models import Evaluation, Revision
from evaluations.rules.proposal import Proposal, is_above, propose, without_place
from evaluations.rules.quota import Member, QuotaResult
from evaluations.rules.scoring import ScoreResult
from evaluations.rules.spec import FrameworkSpec, Quota
from evaluations.selectors.decision import (
    decided_unit_grades,
    results_points,
    score_of,
    sheets_of,
    standing_grade,
    standing_in_pools,
)
from evaluations.selectors.facts import facts_for, is_unit_head
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.timetable import working_calendar


@dataclass(frozen=True, slots=True)
class PoolChange:
    """One pool of the unit's month with and without the correction."""

    before: QuotaResult
    after: QuotaResult

    @property
    def worse(self) -> bool:
        return self.after.excess > self.before.excess


@dataclass(frozen=True, slots=True)
class Outcome:
    """A correction weighed; `grade` is what it would be, the one asked for or else the proposed one.

    `heads_above`: heads whose present grade would stand above the corrected grade of their unit.
    """

    spec: FrameworkSpec
    score: ScoreResult
    proposal: Proposal
    proposed: str
    grade: str
    worked_days: Decimal | None
    unit_grade: str
    pools: tuple[PoolChange, ...]
    heads_above: tuple[Evaluation, ...]

    @property
    def departs(self) -> bool:
        return self.grade != self.proposed

    @property
    def worse(self) -> tuple[PoolChange, ...]:
        return tuple(pool for pool in self.pools if pool.worse)

    @property
    def takes_a_place(self) -> bool:
        """Whether the corrected grade itself is the one there are too many of."""
        quota = self.spec.quota(Grade.A.value)
        return quota is not None and self.grade == quota.grade and bool(self.worse)


def has_newer_version(sheet: Evaluation) -> bool:
    return Evaluation.objects.filter(supersedes=sheet).exists()


def under_way(sheet: Evaluation) -> bool:
    """Whether a correction of this sheet waits for a second person."""
    return Revision.objects.filter(evaluation=sheet, state=RevisionState.PROPOSED).exists()


def outcome_of(sheet: Evaluation, score: ScoreResult, *, grade: str = "", quota_document: str = "") -> Outcome:
    """Weigh a correction of a published sheet; needs its `cycle__framework`, `unit_cycle`, `person` and `unit`.

    Where no place of the quota is free, grade A is proposed only with a paper that allows one more: a place is never
    taken from somebody else.
    """
    spec = spec_of(sheet.cycle.framework)
    facts = facts_for([sheet], period=sheet.cycle.period, calendar=working_calendar())[sheet.pk]
    tied_to_unit = is_unit_head(sheet) and spec.head_tie is not None
    unit_grade = decided_unit_grades(sheet.cycle_id, {sheet.unit_id}).get(sheet.unit_id, "") if tied_to_unit else ""
    proposal = propose(spec, sheet.subject_group, score.raw, facts.facts, unit_grade or None)
    quota = spec.quota(Grade.A.value)
    present = sheets_of(sheet.unit_cycle)
    wants_a_place = quota is not None and standing_grade(proposal) == quota.grade and not quota_document
    if quota is not None and wants_a_place:
        full = any(pool.worse for pool in _pools(spec, quota, sheet, present, score, quota.grade))
        proposal = without_place(proposal, quota) if full else proposal
    proposed = standing_grade(proposal)
    chosen = grade or proposed
    return Outcome(
        spec=spec,
        score=score,
        proposal=proposal,
        proposed=proposed,
        grade=chosen,
        worked_days=facts.worked.worked if facts.worked else None,
        unit_grade=unit_grade,
        pools=() if quota is None or not chosen else _pools(spec, quota, sheet, present, score, chosen),
        heads_above=_heads_above(sheet, chosen) if sheet.person_id is None and spec.head_tie is not None else (),
    )


def _pools(
    spec: FrameworkSpec, quota: Quota, sheet: Evaluation, present: Sequence[Evaluation], score: ScoreResult, grade: str
) -> tuple[PoolChange, ...]:
    """Each pool as it is published, and as it would be."""
    now = [_member(spec, row, row.grade, score_of(spec, row)) for row in present]
    then = [
        _member(spec, row, grade, score) if row.pk == sheet.pk else member
        for row, member in zip(present, now, strict=True)
    ]
    before, after = (standing_in_pools(spec, quota, listed, sheet.unit_cycle) for listed in (now, then))
    return tuple(PoolChange(*pair) for pair in zip(before, after, strict=True))


def _member(spec: FrameworkSpec, sheet: Evaluation, grade: str, score: ScoreResult) -> Member:
    return Member(
        key=str(sheet.pk),
        grade=None if grade in ("", Grade.NONE) else grade,
        total=score.total,
        results_points=results_points(spec.card(sheet.subject_group), score),
        subject_group=sheet.subject_group,
        is_unit_head=is_unit_head(sheet),
        pool=str(sheet.unit_id),
    )


def _heads_above(unit_sheet: Evaluation, grade: str) -> tuple[Evaluation, ...]:
    """Published sheets of the unit's heads that would stand above the unit."""
    if grade in ("", Grade.NONE):
        return ()
    rows = Evaluation.objects.filter(
        cycle_id=unit_sheet.cycle_id,
        unit_id=unit_sheet.unit_id,
        position_kind=PositionKind.UNIT_HEAD,
        state=EvaluationState.PUBLISHED,
        superseded_by__isnull=True,
    ).select_related("person")
    return tuple(row for row in rows if row.grade in "ABCD" and is_above(row.grade, grade))
