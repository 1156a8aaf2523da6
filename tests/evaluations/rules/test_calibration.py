"""The rater's look back: 27 of 28, kept self scores, findings still at B, mean difference, earlier months."""

from datetime import date
from decimal import Decimal

from evaluations.rules.calibration import GradedSheet, beside_earlier, distribution_of, rater_profile


def sheet(key: str, grade: str | None, own: str | None, given: str | None, **flags: bool) -> GradedSheet:
    return GradedSheet(
        key, grade, None if own is None else Decimal(own), None if given is None else Decimal(given), **flags
    )


def test_profile_counts_what_the_grid_shows() -> None:
    sheets = [sheet(f"a{n}", "A", "92", "92") for n in range(6)] + [sheet(f"b{n}", "B", "85", "85") for n in range(19)]
    sheets += [
        sheet("cuong", "B", "90", "77", has_finding=True),
        sheet("hieu", "B", "87.5", "76", has_finding=True, has_late_task=True),
        sheet("dat", "C", "86", "68", has_finding=True, has_late_task=True),
        sheet("hanh", None, None, None, has_finding=True),
    ]
    profile = rater_profile(sheets)
    assert (profile.distribution.a_or_b, profile.distribution.graded, profile.distribution.not_graded) == (27, 28, 1)
    assert len(profile.kept_self) == 25
    assert profile.high_with_finding == ("cuong", "hieu")
    assert profile.high_with_late_task == ("hieu",)
    assert (profile.compared, profile.mean_difference) == (28, Decimal("-1.5"))


def test_profile_of_nobody_has_no_mean_and_no_shares() -> None:
    profile = rater_profile([])
    assert (profile.mean_difference, profile.kept_self, profile.distribution.shares()) == (None, (), None)


def test_shares_are_of_those_graded() -> None:
    assert distribution_of(["A", "B", "B", "C", None, "N"]).shares() == tuple(map(Decimal, (25, 50, 25, 0)))


def test_earlier_months_stand_latest_first_with_the_change() -> None:
    now = distribution_of(["A", "B", "C", "C"])
    past = distribution_of(["A", "B", "B", "C"])
    nobody = distribution_of([])
    compared = beside_earlier(now, [(date(2026, 8, 1), nobody), (date(2026, 9, 1), past)])
    assert [(month.period, month.a_or_b_change) for month in compared] == [
        (date(2026, 9, 1), -25),
        (date(2026, 8, 1), None),
    ]
