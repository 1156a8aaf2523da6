"""Faults of the rules of the month: points, quota, boundaries."""

from tests.faults.fault import Fault

RULES = "tests/evaluations/rules"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-31",
        "points above the most are taken",
        (f"{RULES}/test_scoring.py::test_line_that_cannot_be_entered_is_refused",),
        file="evaluations/rules/scoring.py",
        old="not ZERO <= line.points <= criterion.max_points",
        new="not ZERO <= line.points",
    ),
    Fault(
        "M-31",
        "the cap of a group does not hold",
        (f"{RULES}/test_scoring.py",),
        file="evaluations/rules/scoring.py",
        old="points = min(sum(scored, ZERO), group.cap)",
        new="points = sum(scored, ZERO)",
    ),
    Fault(
        "M-31",
        "a line not scored counts as zero",
        (f"{RULES}/test_scoring.py::test_line_not_scored_leaves_the_total_unscored_and_is_listed",),
        file="evaluations/rules/scoring.py",
        old="raw = None if missing else _total(card, groups)",
        new="raw = _total(card, groups)",
    ),
    Fault(
        "M-31",
        "the quota is rounded up",
        (f"{RULES}/test_quota.py",),
        file="evaluations/rules/quota.py",
        old="return int(percent * base // (100 + percent))",
        new="return int(percent * base // (100 + percent)) + 1",
    ),
    Fault(
        "M-32",
        "the month turns at midnight in UTC",
        (f"{RULES}/test_timetable.py::test_48_month_boundaries_fall_in_the_month_of_hanoi",),
        file="evaluations/rules/timetable.py",
        old="return first_of_month(instant.astimezone(tz).date())",
        new="return first_of_month(instant.date())",
    ),
)
