"""How many of a pool may hold a grade: the largest whole number, who is over it, and who is tied at the edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluations.enums import Denominator, SubjectGroup
from evaluations.rules.spec import Quota, Source


@dataclass(frozen=True, slots=True)
class Member:
    """One sheet of a pool with the grade it stands at (proposed or decided); `grade` None: not graded."""

    key: str
    grade: str | None
    total: Decimal | None = None
    results_points: Decimal | None = None
    subject_group: str = SubjectGroup.STAFF.value
    is_unit_head: bool = False
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """ "30% of 37 people = 11.1, take 11": every figure the sentence needs, and who was left out."""

    percent: Decimal
    denominator: str
    base: int
    exact: Decimal
    limit: int
    at_least_one: bool
    document: str
    left_out_unit: int
    left_out_head: int
    left_out_not_graded: int
    left_out_below: int
    basis: Source

    def to_json(self) -> dict[str, Any]:
        return {
            "percent": str(self.percent),
            "denominator": self.denominator,
            "base": self.base,
            "exact": str(self.exact),
            "limit": self.limit,
            "at_least_one": self.at_least_one,
            "document": self.document,
            "left_out": {
                "unit": self.left_out_unit,
                "head": self.left_out_head,
                "not_graded": self.left_out_not_graded,
                "below": self.left_out_below,
            },
            "basis": {"code": self.basis.code, "text": self.basis.text, "verified": self.basis.verified},
        }


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """`inside` hold a place, `over` lie below the edge, `tied` share the last places and a person must choose.

    `excess` is how many must still come down; `free` how many places nobody takes.
    """

    limit: int
    holders: int
    excess: int
    free: int
    inside: tuple[str, ...]
    tied: tuple[str, ...]
    over: tuple[str, ...]
    places_for_tied: int
    explanation: Explanation

    @property
    def is_exceeded(self) -> bool:
        return self.excess > 0


def largest_within(percent: Decimal, base: int, *, shrinks: bool) -> int:
    """Largest whole k with k <= percent * base(k) / 100.

    `shrinks`: each place given away leaves the base (a person raised from B to A is no longer counted among the B),
    so base(k) = base - k; otherwise it stays. k never rises above the base. Exact: no division is made.
    """
    if shrinks:
        return int(percent * base // (100 + percent))
    return min(base, int(percent * base // 100))


def quota_for(quota: Quota, members: Iterable[Member], *, exception_document: str = "") -> QuotaResult:
    """Limit and standing of one pool.

    Out of the pool: the unit's own sheet, the unit's head (when the framework says so), everybody not graded.
    `exception_document`: number of the paper that allows the wider percentage; without it the ordinary one holds.
    """
    listed = tuple(members)
    units = [member for member in listed if member.subject_group == SubjectGroup.UNIT.value]
    people = [member for member in listed if member.subject_group != SubjectGroup.UNIT.value]
    heads = [member for member in people if member.is_unit_head and quota.unit_head_excluded]
    rest = [member for member in people if member not in heads]
    graded = [member for member in rest if member.grade is not None]
    counted = [member for member in graded if _counts(member, quota)]
    percent, document = quota.percent, ""
    if exception_document and quota.exception is not None:
        percent, document = quota.exception.percent, exception_document
    shrinks = quota.denominator == Denominator.GRADED_GOOD.value
    limit = largest_within(percent, len(counted), shrinks=shrinks)
    at_least_one = quota.min_one and limit == 0 and bool(counted)
    if at_least_one:
        limit = 1
    base = len(counted) - limit if shrinks else len(counted)
    holders = sorted((m for m in graded if m.grade == quota.grade), key=_rank)
    inside, tied, over = _split(holders, limit)
    return QuotaResult(
        limit=limit,
        holders=len(holders),
        excess=max(0, len(holders) - limit),
        free=max(0, limit - len(holders)),
        inside=tuple(member.key for member in inside),
        tied=tuple(member.key for member in tied),
        over=tuple(member.key for member in over),
        places_for_tied=limit - len(inside) if tied else 0,
        explanation=Explanation(
            percent=percent,
            denominator=quota.denominator,
            base=base,
            exact=percent * base / 100,
            limit=limit,
            at_least_one=at_least_one,
            document=document,
            left_out_unit=len(units),
            left_out_head=len(heads),
            left_out_not_graded=len(rest) - len(graded),
            left_out_below=len(graded) - len(counted),
            basis=quota.exception.source if document and quota.exception else quota.source,
        ),
    )


def pools(quota: Quota, members: Iterable[Member]) -> dict[tuple[str, ...], tuple[Member, ...]]:
    """Members apart by the keys the quota names: their unit (`pool`), their subject group."""
    apart: dict[tuple[str, ...], list[Member]] = {}
    for member in members:
        values = {"unit": member.pool, "subject_group": member.subject_group}
        apart.setdefault(tuple(values[key] for key in quota.pool_by), []).append(member)
    return {key: tuple(found) for key, found in apart.items()}


def _counts(member: Member, quota: Quota) -> bool:
    """Whether the member is in the denominator, or would be if it came down from the grade of the quota."""
    if quota.denominator == Denominator.ALL_GRADED.value:
        return True
    return member.grade in ("A", "B")


def _rank(member: Member) -> tuple[Decimal, Decimal, str]:
    """Best total first, then best results; the key only keeps the order steady, it decides nothing."""
    return (-_or_lowest(member.total), -_or_lowest(member.results_points), member.key)


def _merit(member: Member) -> tuple[Decimal, Decimal]:
    return (_or_lowest(member.total), _or_lowest(member.results_points))


def _or_lowest(points: Decimal | None) -> Decimal:
    return Decimal(-1) if points is None else points


def _split(holders: list[Member], limit: int) -> tuple[list[Member], list[Member], list[Member]]:
    """Those sure of a place, those tied across the edge, those below it."""
    if len(holders) <= limit:
        return holders, [], []
    if limit == 0:
        return [], [], holders
    if _merit(holders[limit - 1]) != _merit(holders[limit]):
        return holders[:limit], [], holders[limit:]
    edge = _merit(holders[limit])
    return (
        [member for member in holders if _merit(member) > edge],
        [member for member in holders if _merit(member) == edge],
        [member for member in holders if _merit(member) < edge],
    )
