"""Places at A: worked numbers, brute force, who stands outside, ties, and the sentence that explains it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from evaluations.rules.quota import Member, largest_within, pools, quota_for
from evaluations.rules.spec import Quota
from evaluations.rules.wording import say_quota
from tests.evaluations.rules.frameworks import spec_of


def shipped(**changes: object) -> Quota:
    quota = spec_of().quota("A")
    assert quota is not None
    return replace(quota, **changes)  # type: ignore[arg-type]


def people(**counts: int) -> list[Member]:
    """people(A=5, B=17, none=2): totals all differ, best first."""
    found: list[Member] = []
    for grade, count in counts.items():
        for number in range(count):
            graded = None if grade == "none" else grade
            found.append(Member(f"{grade}{number}", graded, Decimal(100 - len(found)) / 1 if graded else None))
    return found


def test_thirty_percent_of_37_is_11_and_forty_with_the_paper_14() -> None:
    pool = people(A=12, B=20, C=5)
    ordinary = quota_for(shipped(), pool)
    assert (ordinary.limit, ordinary.excess, ordinary.over) == (11, 1, ("A11",))
    assert ordinary.explanation.exact == Decimal("11.1")
    wider = quota_for(shipped(), pool, exception_document="123-QĐ/ĐU")
    assert (wider.limit, wider.free, wider.explanation.exact) == (14, 2, Decimal("14.8"))


def test_explanation_reads_as_a_sentence() -> None:
    with translation.override("en"):
        pool = [*people(A=12, B=20, C=5, none=2), Member("head", "A", Decimal(99), is_unit_head=True)]
        assert say_quota(quota_for(shipped(), pool).explanation) == (
            "30% of 37 people = 11.1, take 11. Not counted: the unit's head, 2 not graded."
        )
        good = shipped(percent=Decimal(20), denominator="GRADED_GOOD_OR_ABOVE")
        assert say_quota(quota_for(good, people(A=5, B=17, C=4, none=2)).explanation) == (
            "20% of 22 people graded B or above = 4.4, take 4. Not counted: 2 not graded, 4 graded below B."
        )
        papered = quota_for(shipped(), people(A=1), exception_document="9-QĐ").explanation
        assert "9-QĐ" in say_quota(papered)


def test_denominator_of_good_counts_those_who_come_down() -> None:
    """22 at A or B: 3 at A leave 19 at B, 20 % of 19 is 3.8; a fourth A would leave 18, 3.6."""
    result = quota_for(shipped(percent=Decimal(20), denominator="GRADED_GOOD"), people(A=5, B=17, C=4))
    assert (result.limit, result.explanation.base, result.excess) == (3, 19, 2)


def test_outside_the_pool_are_the_unit_the_head_and_the_ungraded() -> None:
    pool = [
        *people(A=3, B=7, none=4),
        Member("unit", "A", Decimal(95), subject_group="UNIT"),
        Member("head", "A", Decimal(99), subject_group="HEAD", is_unit_head=True),
        Member("deputy", "B", Decimal(80), subject_group="HEAD"),
    ]
    result = quota_for(shipped(), pool)
    assert (result.limit, result.holders, result.explanation.base) == (3, 3, 11)
    shown = result.explanation
    assert (shown.left_out_unit, shown.left_out_head, shown.left_out_not_graded) == (1, 1, 4)
    counted = quota_for(shipped(unit_head_excluded=False), pool)
    assert (counted.explanation.base, counted.holders, counted.limit) == (12, 4, 3)


def test_small_pool_has_no_place_unless_the_framework_gives_one() -> None:
    assert quota_for(shipped(), people(A=1, B=2)).limit == 0
    one = quota_for(shipped(min_one=True), people(A=1, B=2))
    assert (one.limit, one.explanation.at_least_one) == (1, True)
    assert quota_for(shipped(min_one=True), []).limit == 0


def test_everybody_at_d_leaves_places_nobody_takes() -> None:
    result = quota_for(shipped(), people(D=10))
    assert (result.limit, result.holders, result.free, result.excess) == (3, 0, 3, 0)


def test_tie_across_the_last_place_is_listed_and_not_broken() -> None:
    pool = [Member("first", "A", Decimal(97))]
    pool += [Member(key, "A", Decimal(95), Decimal(66)) for key in ("tie1", "tie2", "tie3")]
    pool += [Member("last", "A", Decimal(91)), *people(B=5)]
    result = quota_for(shipped(), pool)
    assert result.limit == 3
    assert (result.inside, result.tied, result.over) == (("first",), ("tie1", "tie2", "tie3"), ("last",))
    assert (result.places_for_tied, result.excess) == (2, 2)


def test_points_for_results_break_a_tie_of_totals() -> None:
    pool = [Member("x", "A", Decimal(95), Decimal(65)), Member("y", "A", Decimal(95), Decimal(66)), *people(B=3)]
    result = quota_for(shipped(), pool)
    assert (result.limit, result.inside, result.over, result.tied) == (1, ("y",), ("x",), ())


def test_paper_changes_nothing_where_the_framework_knows_no_exception() -> None:
    result = quota_for(shipped(exception=None), people(A=10), exception_document="1-QĐ")
    assert (result.limit, result.explanation.document) == (3, "")


def test_pools_keep_units_and_groups_apart() -> None:
    members = [Member("1", "A", pool="u1"), Member("2", "A", pool="u2"), Member("3", "A", pool="u1")]
    apart = pools(shipped(), members)
    assert {key: [m.key for m in found] for key, found in apart.items()} == {("u1",): ["1", "3"], ("u2",): ["2"]}


@pytest.mark.parametrize("denominator", ["ALL_GRADED", "GRADED_GOOD", "GRADED_GOOD_OR_ABOVE"])
def test_limit_equals_brute_force_for_every_small_pool(denominator: str) -> None:
    """Try every k: with k at A, the others of the A and B at B, is k within the percentage? The largest one holds."""
    for percent in (Decimal(20), Decimal(25), Decimal(30), Decimal(40), Decimal("33.3"), Decimal(100)):
        for high in range(45):
            for low in (0, 1, 7):
                most = high + low if denominator == "ALL_GRADED" else high
                bases = {k: most - k if denominator == "GRADED_GOOD" else most for k in range(most + 1)}
                expected = max(k for k, base in bases.items() if k <= Fraction(percent) * base / 100)
                quota = shipped(percent=percent, denominator=denominator)
                assert quota_for(quota, people(A=high // 2, B=high - high // 2, C=low)).limit == expected


def test_exact_share_is_not_lost_to_rounding() -> None:
    assert largest_within(Decimal(30), 10, shrinks=False) == 3
    assert largest_within(Decimal("0.1"), 1000, shrinks=False) == 1
    assert largest_within(Decimal(25), 5, shrinks=True) == 1
