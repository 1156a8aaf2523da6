"""A framework of evaluation as frozen values; evaluations.rules.loader builds and checks it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from foundation.workflow.errors import InvalidInput
from organization.rules.calendar import Direction

Operator = Literal["<", "<=", "==", ">=", ">"]
FactValue = Decimal | bool | str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.vi if language.startswith("vi") else self.en


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from, and whether somebody checked it against the text itself."""

    code: str
    text: str
    verified: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole scale of points; rounding happens once, at the end."""

    total: Decimal
    includes_bonus: bool
    floor: Decimal
    cap: Decimal
    point_step: Decimal
    places: int
    band_on_rounded: bool
    source: Source


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """A fault with its price; `max_times` limits how often it counts in one month."""

    code: str
    name: Name
    points: Decimal
    max_times: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Criterion:
    """One column of the grid. `floor` None: faults may cost more than the column holds, and eat into its group."""

    code: str
    name: Name
    short: Name
    max_points: Decimal
    method: str
    floor: Decimal | None
    required: bool
    evidence_required: bool
    deductions: tuple[DeductionRule, ...]
    source: Source

    def rule(self, code: str) -> DeductionRule:
        for rule in self.deductions:
            if rule.code == code:
                return rule
        raise InvalidInput(
            _("%(criterion)s has no deduction rule %(code)s.") % {"criterion": self.code, "code": code},
            code="unknown_deduction",
            field=self.code,
        )


@dataclass(frozen=True, slots=True)
class CriteriaGroup:
    """Criteria whose points are summed and kept between `floor` and `cap`."""

    code: str
    name: Name
    kind: str
    max_points: Decimal
    floor: Decimal | None
    cap: Decimal
    criteria: tuple[Criterion, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The sheet of one subject group, with the scale it is scored on."""

    subject_group: str
    name: Name
    groups: tuple[CriteriaGroup, ...]
    scale: Scale

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for group in self.groups for criterion in group.criteria)

    def criterion(self, code: str) -> Criterion:
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise InvalidInput(
            _("This sheet has no criterion %(code)s.") % {"code": code}, code="unknown_criterion", field=code
        )


@dataclass(frozen=True, slots=True)
class Band:
    """`min_incl` <= total < `max_excl`; the top band has no end."""

    grade: str
    name: Name
    min_incl: Decimal
    max_excl: Decimal | None
    source: Source


@dataclass(frozen=True, slots=True)
class QuotaException:
    percent: Decimal
    requires: str
    source: Source


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `percent` of `denominator` may hold `grade`; always the largest whole number, never rounded up."""

    code: str
    grade: str
    fallback: str
    percent: Decimal
    denominator: str
    pool_by: tuple[str, ...]
    unit_head_excluded: bool
    min_one: bool
    exception: QuotaException | None
    source: Source


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison with a fact of the catalogue (evaluations.rules.facts)."""

    fact: str
    operator: Operator
    value: FactValue


@dataclass(frozen=True, slots=True)
class ForcedRule:
    """Every condition holds -> the effect. Lower priority numbers are listed first."""

    code: str
    name: Name
    priority: int
    conditions: tuple[Condition, ...]
    effect: str
    grade: str
    subject_groups: tuple[str, ...]
    confirm_always: bool
    source: Source


@dataclass(frozen=True, slots=True)
class HeadTie:
    """HEAD_NOT_ABOVE_UNIT: the head of a unit never stands above the grade of the unit."""

    kind: str
    source: Source


@dataclass(frozen=True, slots=True)
class DayOfPeriod:
    """A day of the month evaluated (`months_later` 0) or of the month after it (1); day None is the last day."""

    months_later: int
    day: int | None
    shift: Direction


@dataclass(frozen=True, slots=True)
class TimetableStep:
    """`opens` None: as soon as the step before it is due. `least_working_days` after that step are always left."""

    step: str
    opens: DayOfPeriod | None
    due: DayOfPeriod
    least_working_days: int
    grace_hours: int
    on_miss: str
    source: Source


@dataclass(frozen=True, slots=True)
class Parameters:
    """Single numbers of the framework, each with its own source."""

    objection_days: int
    answer_days: int
    escalation_days: int
    reason_gap_share: Decimal
    reason_gap_most: Decimal
    sources: tuple[tuple[str, Source], ...]


@dataclass(frozen=True, slots=True)
class FrameworkSpec:
    """One version of a framework. It never changes once a month used it."""

    code: str
    name: Name
    verified: bool
    note: Name
    effective_from: date
    effective_to: date | None
    period: str
    scale: Scale
    scorecards: tuple[Scorecard, ...]
    bands: tuple[Band, ...]
    quotas: tuple[Quota, ...]
    forced: tuple[ForcedRule, ...]
    head_tie: HeadTie | None
    timetable: tuple[TimetableStep, ...]
    parameters: Parameters
    sources: tuple[Source, ...]

    def card(self, subject_group: str) -> Scorecard:
        """The sheet of this group; refuses a group the framework does not know."""
        for card in self.scorecards:
            if card.subject_group == subject_group:
                return card
        raise InvalidInput(
            _("Framework %(code)s has no sheet for this group: %(group)s.")
            % {"code": self.code, "group": subject_group},
            code="no_scorecard",
        )

    def quota(self, grade: str) -> Quota | None:
        return next((quota for quota in self.quotas if quota.grade == grade), None)
