"""How the A's of a unit stand against their quota while its month is being scored."""

from collections.abc import Iterable

from evaluations.enums import Grade
from evaluations.models import Evaluation, UnitCycle
from evaluations.rules.quota import Member, QuotaResult, quota_for
from evaluations.rules.spec import FrameworkSpec
from evaluations.selectors.decision import results_points, score_of
from evaluations.selectors.facts import is_unit_head


def current_grade(sheet: Evaluation) -> str | None:
    """The grade a sheet stands at: decided, else proposed; "not graded" is no grade."""
    grade = sheet.grade or sheet.proposed_grade
    return grade if grade and grade != Grade.NONE else None


def quota_of(
    spec: FrameworkSpec, unit_cycle: UnitCycle, sheets: Iterable[Evaluation], *, grade: str = "A"
) -> QuotaResult | None:
    """Standing of one grade's quota in the unit's own pool; None when the framework sets none."""
    quota = spec.quota(grade)
    if quota is None:
        return None
    members = [_member(spec, sheet) for sheet in sheets if sheet.unit_id == unit_cycle.unit_id]
    return quota_for(quota, members, exception_document=unit_cycle.outstanding_document)


def _member(spec: FrameworkSpec, sheet: Evaluation) -> Member:
    return Member(
        key=str(sheet.pk),
        grade=current_grade(sheet),
        total=sheet.total,
        results_points=results_points(spec.card(sheet.subject_group), score_of(spec, sheet)),
        subject_group=sheet.subject_group,
        is_unit_head=is_unit_head(sheet),
        pool=str(sheet.unit_id),
    )
