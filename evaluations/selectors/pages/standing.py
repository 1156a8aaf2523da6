"""How the A's of a unit stand against their quota, from the sheets of its month."""

from collections.abc import Iterable
from decimal import Decimal

from cadres.enums import PositionKind
from evaluations.enums import Grade, GroupKind
from evaluations.models import Evaluation, UnitCycle
from evaluations.rules.quota import Member, QuotaResult, quota_for
from evaluations.rules.spec import FrameworkSpec
from evaluations.selectors.pages.grid import points_in


def current_grade(sheet: Evaluation) -> str | None:
    """The grade a sheet stands at: decided, else proposed; "not graded" is no grade."""
    grade = sheet.grade or sheet.proposed_grade
    return grade if grade and grade != Grade.NONE else None


def members_of(spec: FrameworkSpec, unit_cycle: UnitCycle, sheets: Iterable[Evaluation]) -> list[Member]:
    """Sheets as the quota counts them."""
    return [
        Member(
            key=str(sheet.pk),
            grade=current_grade(sheet),
            total=sheet.total,
            results_points=_results(spec, sheet),
            subject_group=sheet.subject_group,
            is_unit_head=sheet.position_kind == PositionKind.UNIT_HEAD,
            pool=str(unit_cycle.unit_id),
        )
        for sheet in sheets
    ]


def quota_of(
    spec: FrameworkSpec, unit_cycle: UnitCycle, sheets: Iterable[Evaluation], *, grade: str = "A"
) -> QuotaResult | None:
    """Standing of one grade's quota; None when the framework sets none."""
    quota = spec.quota(grade)
    if quota is None:
        return None
    members = members_of(spec, unit_cycle, sheets)
    return quota_for(quota, members, exception_document=unit_cycle.outstanding_document)


def _results(spec: FrameworkSpec, sheet: Evaluation) -> Decimal | None:
    """Points for results: everything but discipline and bonus, the second key of a tie."""
    groups = [group for group in spec.card(sheet.subject_group).groups if group.kind == GroupKind.BASE.value]
    lines = sheet.scores.get("superior", {})
    points = [points_in(lines, criterion.code) for group in groups[1:] for criterion in group.criteria]
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if known else None
