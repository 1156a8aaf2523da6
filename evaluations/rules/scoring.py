"""From the lines of a sheet to its total and its band; the same lines always give the same total."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from evaluations.enums import GroupKind, Method
from evaluations.rules.spec import Band, CriteriaGroup, Criterion, FrameworkSpec, Parameters, Scale, Scorecard
from foundation.workflow.errors import InvalidInput

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Deduction:
    """A fault noted on a line, and how often."""

    rule: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What one person entered for one criterion.

    `points` decide when they are given. Without them the noted deductions are priced by the rules; an empty tuple of
    deductions is "no fault found" and scores full. Neither: the line is not scored, which is not zero.
    """

    criterion: str
    points: Decimal | None = None
    deductions: tuple[Deduction, ...] | None = None
    evidenced: bool = False


@dataclass(frozen=True, slots=True)
class LineResult:
    """`points` None: not scored. `by_rule` is what the noted deductions alone would give."""

    criterion: str
    points: Decimal | None
    by_rule: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """`raw` and `total` are None as long as a required line is missing; `total` is `raw` rounded once."""

    lines: tuple[LineResult, ...]
    groups: Mapping[str, Decimal | None]
    raw: Decimal | None
    total: Decimal | None
    missing: tuple[str, ...]
    no_bonus: tuple[str, ...]
    without_evidence: tuple[str, ...]

    @property
    def is_scored(self) -> bool:
        return not self.missing


def score(card: Scorecard, lines: Iterable[Line]) -> ScoreResult:
    """Lines -> groups (floor, cap) -> total (floor, cap); refuses a line that could not be entered.

    A required line without points leaves its group and the total unscored. A bonus line that nobody filled adds
    nothing and is listed in `no_bonus`. Points above zero on a line that needs evidence but has none are counted and
    listed in `without_evidence`; the service refuses to pass such a sheet on.
    """
    by_code = _by_criterion(card, lines)
    results: list[LineResult] = []
    groups: dict[str, Decimal | None] = {}
    missing: list[str] = []
    no_bonus: list[str] = []
    bare: list[str] = []
    for group in card.groups:
        for criterion in group.criteria:
            line = by_code.get(criterion.code, Line(criterion.code))
            result = _score_line(criterion, line, card.scale)
            results.append(result)
            if result.points is None:
                (missing if criterion.required else no_bonus).append(criterion.code)
            elif criterion.evidence_required and result.points > ZERO and not line.evidenced:
                bare.append(criterion.code)
        groups[group.code] = _score_group(group, results[-len(group.criteria) :])
    raw = None if missing else _total(card, groups)
    return ScoreResult(
        lines=tuple(results),
        groups=groups,
        raw=raw,
        total=None if raw is None else rounded(raw, card.scale),
        missing=tuple(missing),
        no_bonus=tuple(no_bonus),
        without_evidence=tuple(bare),
    )


def rounded(value: Decimal, scale: Scale) -> Decimal:
    """Half up to the places the framework states: 89.995 is 90.00."""
    return value.quantize(Decimal(1).scaleb(-scale.places), rounding=ROUND_HALF_UP)


def band(spec: FrameworkSpec, total: Decimal) -> Band:
    """The band of an unrounded total; the framework says whether it is rounded first."""
    value = rounded(total, spec.scale) if spec.scale.band_on_rounded else total
    if not spec.scale.floor <= value <= spec.scale.cap:
        raise InvalidInput(
            _("The total %(total)s lies outside the scale.") % {"total": value}, code="total_out_of_range"
        )
    return next(band for band in spec.bands if value >= band.min_incl)


def points_by_rule(criterion: Criterion, deductions: Iterable[Deduction]) -> Decimal:
    """Full points less the price of each fault, not below the floor of the criterion."""
    points = criterion.max_points
    times: dict[str, int] = {}
    for deduction in deductions:
        if deduction.times < 1:
            raise InvalidInput(_("A fault is counted once or more."), code="bad_deduction", field=criterion.code)
        times[deduction.rule] = times.get(deduction.rule, 0) + deduction.times
    for code, count in times.items():
        rule = criterion.rule(code)
        points -= rule.points * (count if rule.max_times is None else min(count, rule.max_times))
    return points if criterion.floor is None else max(points, criterion.floor)


def needs_reason(criterion: Criterion, own: Decimal | None, given: Decimal | None, parameters: Parameters) -> bool:
    """Whether the superior stands so far from the self-assessment, up or down, that a sentence is owed."""
    if own is None or given is None:
        return False
    gap = min(criterion.max_points * parameters.reason_gap_share, parameters.reason_gap_most)
    return abs(own - given) >= gap


def _by_criterion(card: Scorecard, lines: Iterable[Line]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in lines:
        card.criterion(line.criterion)
        if line.criterion in found:
            raise InvalidInput(
                _("%(code)s is scored twice.") % {"code": line.criterion}, code="line_twice", field=line.criterion
            )
        found[line.criterion] = line
    return found


def _score_line(criterion: Criterion, line: Line, scale: Scale) -> LineResult:
    by_rule: Decimal | None = None
    if line.deductions is not None:
        if criterion.method != Method.DEDUCTIVE.value:
            raise InvalidInput(
                _("%(code)s takes points, not deductions.") % {"code": criterion.code},
                code="not_deductive",
                field=criterion.code,
            )
        by_rule = points_by_rule(criterion, line.deductions)
    if line.points is None:
        return LineResult(criterion.code, by_rule, by_rule)
    if not line.points.is_finite() or not ZERO <= line.points <= criterion.max_points:
        raise InvalidInput(
            _("%(code)s takes 0 to %(max)s points.") % {"code": criterion.code, "max": criterion.max_points},
            code="points_out_of_range",
            field=criterion.code,
        )
    if line.points % scale.point_step:
        raise InvalidInput(
            _("Points of %(code)s go in steps of %(step)s.") % {"code": criterion.code, "step": scale.point_step},
            code="points_off_step",
            field=criterion.code,
        )
    return LineResult(criterion.code, line.points, by_rule)


def _score_group(group: CriteriaGroup, results: list[LineResult]) -> Decimal | None:
    required = {criterion.code for criterion in group.criteria if criterion.required}
    if any(result.points is None and result.criterion in required for result in results):
        return None
    scored = [result.points for result in results if result.points is not None]
    if not scored and group.kind == GroupKind.BONUS.value:
        return None
    points = min(sum(scored, ZERO), group.cap)
    return points if group.floor is None else max(points, group.floor)


def _total(card: Scorecard, groups: Mapping[str, Decimal | None]) -> Decimal:
    """Base groups first, the bonus last; then the ends of the scale."""
    base = sum((groups[g.code] or ZERO for g in card.groups if g.kind == GroupKind.BASE.value), ZERO)
    bonus = sum((groups[g.code] or ZERO for g in card.groups if g.kind == GroupKind.BONUS.value), ZERO)
    return max(card.scale.floor, min(card.scale.cap, max(card.scale.floor, base) + bonus))
