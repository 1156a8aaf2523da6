"""Figures that let a rater look back at the own way of grading; they accuse nobody and block nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from evaluations.enums import GRADES_BEST_FIRST


@dataclass(frozen=True, slots=True)
class GradedSheet:
    """What one sheet adds to the profile; totals None where nobody scored."""

    key: str
    grade: str | None
    self_total: Decimal | None = None
    given_total: Decimal | None = None
    has_finding: bool = False
    has_late_task: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many sheets stand at each grade; `not_graded` beside them, never among them."""

    a: int
    b: int
    c: int
    d: int
    not_graded: int

    @property
    def graded(self) -> int:
        return self.a + self.b + self.c + self.d

    @property
    def a_or_b(self) -> int:
        return self.a + self.b

    def shares(self) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
        """Percent at A, B, C, D of those graded; None when nobody is."""
        if not self.graded:
            return None
        a, b, c, d = (Decimal(count) * 100 / self.graded for count in (self.a, self.b, self.c, self.d))
        return a, b, c, d


@dataclass(frozen=True, slots=True)
class RaterProfile:
    """One month of one rater; the tuples name sheets, so that the page can link them."""

    distribution: Distribution
    compared: int
    kept_self: tuple[str, ...]
    mean_difference: Decimal | None
    high_with_finding: tuple[str, ...]
    high_with_late_task: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthCompared:
    """A past month beside the present one: change of the share at A or B, in percentage points."""

    period: date
    distribution: Distribution
    a_or_b_change: Decimal | None


def distribution_of(grades: Iterable[str | None]) -> Distribution:
    listed = tuple(grades)
    a, b, c, d = (sum(1 for grade in listed if grade == wanted) for wanted in GRADES_BEST_FIRST)
    return Distribution(a=a, b=b, c=c, d=d, not_graded=len(listed) - a - b - c - d)


def rater_profile(sheets: Iterable[GradedSheet]) -> RaterProfile:
    """`mean_difference` is given minus self over sheets that have both: minus 3.2 means stricter by 3.2 points.

    `kept_self` are the sheets whose total the rater left exactly as the person had put it.
    """
    listed = tuple(sheets)
    both = [
        (sheet.key, sheet.given_total - sheet.self_total)
        for sheet in listed
        if sheet.given_total is not None and sheet.self_total is not None
    ]
    mean = sum((gap for _key, gap in both), Decimal(0)) / len(both) if both else None
    high = [sheet for sheet in listed if sheet.grade in ("A", "B")]
    return RaterProfile(
        distribution=distribution_of(sheet.grade for sheet in listed),
        compared=len(both),
        kept_self=tuple(key for key, gap in both if gap == 0),
        mean_difference=None if mean is None else mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP),
        high_with_finding=tuple(sheet.key for sheet in high if sheet.has_finding),
        high_with_late_task=tuple(sheet.key for sheet in high if sheet.has_late_task),
    )


def beside_earlier(present: Distribution, earlier: Sequence[tuple[date, Distribution]]) -> tuple[MonthCompared, ...]:
    """Earlier months, latest first, each with how far the present month has moved from it."""
    now = _high_share(present)
    compared = []
    for period, past in sorted(earlier, key=lambda item: item[0], reverse=True):
        before = _high_share(past)
        change = None if now is None or before is None else now - before
        compared.append(MonthCompared(period=period, distribution=past, a_or_b_change=change))
    return tuple(compared)


def _high_share(distribution: Distribution) -> Decimal | None:
    if not distribution.graded:
        return None
    return Decimal(distribution.a_or_b) * 100 / distribution.graded
