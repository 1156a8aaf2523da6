"""Lines to total to band: the worked numbers, the edges, 10,000 generated sheets counted in another way."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluations.enums import SubjectGroup
from evaluations.rules.loader import load_framework
from evaluations.rules.scoring import Deduction, Line, band, needs_reason, points_by_rule, score
from evaluations.rules.spec import Scorecard
from evaluations.rules.stored import line_to_json, lines_from_json
from foundation.workflow.errors import InvalidInput
from tests.evaluations.rules.frameworks import data_of, spec_of

STAFF = spec_of().card("STAFF")
FULL = {"PC": "10", "KL": "10", "CL": "40", "TD": "20", "PV": "10", "DT": "10"}


def lines(**points: str | None) -> list[Line]:
    merged: dict[str, str | None] = {**FULL, "DT": "0", **points}
    return [Line(code, None if value is None else Decimal(value)) for code, value in merged.items()]


def test_total_is_the_sum_of_the_groups() -> None:
    result = score(STAFF, lines(KL="7", CL="30.5", DT="2"))
    assert result.groups == {"KLDD": Decimal(17), "NV": Decimal("60.5"), "THUONG": Decimal(2)}
    assert result.total == Decimal("79.50")


def test_line_not_scored_leaves_the_total_unscored_and_is_listed() -> None:
    result = score(STAFF, lines(TD=None))
    assert (result.total, result.raw, result.missing, result.is_scored) == (None, None, ("TD",), False)
    assert result.groups["NV"] is None
    assert result.groups["KLDD"] == 20


def test_line_scored_zero_is_a_score() -> None:
    result = score(STAFF, lines(TD="0"))
    assert (result.total, result.missing) == (Decimal("70.00"), ())


def test_sheet_nobody_touched_lists_every_required_line() -> None:
    assert score(STAFF, []).missing == ("PC", "KL", "CL", "TD", "PV")


def test_bonus_left_empty_adds_nothing_and_is_listed_apart() -> None:
    result = score(STAFF, lines(DT=None))
    assert (result.total, result.no_bonus, result.groups["THUONG"]) == (Decimal("90.00"), ("DT",), None)


def test_bonus_without_evidence_is_listed() -> None:
    assert score(STAFF, lines(DT="3")).without_evidence == ("DT",)
    assert score(STAFF, [*lines()[:-1], Line("DT", Decimal(3), evidenced=True)]).without_evidence == ()


def test_deductive_line_starts_full_and_subtracts() -> None:
    faults = (Deduction("KL-02"), Deduction("KL-03", 2))
    result = score(STAFF, [*(line for line in lines() if line.criterion != "KL"), Line("KL", deductions=faults)])
    assert next(line for line in result.lines if line.criterion == "KL").points == 6


def test_no_fault_found_scores_full() -> None:
    result = score(STAFF, [*(line for line in lines() if line.criterion != "KL"), Line("KL", deductions=())])
    assert result.total == Decimal("90.00")


def test_points_of_a_person_win_over_the_rule_and_both_are_shown() -> None:
    line = Line("KL", Decimal(7), (Deduction("KL-02"),))
    result = score(STAFF, [*(line for line in lines() if line.criterion != "KL"), line])
    shown = next(line for line in result.lines if line.criterion == "KL")
    assert (shown.points, shown.by_rule) == (Decimal(7), Decimal(8))


def test_deduction_counts_no_more_than_its_most_times() -> None:
    assert points_by_rule(STAFF.criterion("KL"), [Deduction("KL-01", 9)]) == 8
    assert points_by_rule(STAFF.criterion("KL"), [Deduction("KL-01", 3), Deduction("KL-01", 3)]) == 8


def test_deductions_stop_at_the_floor_of_the_criterion() -> None:
    assert points_by_rule(STAFF.criterion("KL"), [Deduction("KL-06", 5)]) == 0


def test_criterion_without_floor_eats_into_its_group_which_has_one() -> None:
    data = data_of()
    data["scorecards"][0]["groups"][0]["criteria"][1]["floor"] = "none"
    card = load_framework(data).card("STAFF")
    others = [line for line in lines() if line.criterion != "KL"]
    assert score(card, [*others, Line("KL", deductions=(Deduction("KL-06", 5),))]).groups["KLDD"] == 5
    assert score(card, [*others, Line("KL", deductions=(Deduction("KL-06", 9),))]).groups["KLDD"] == 0


def test_group_cap_and_total_cap_hold() -> None:
    data = data_of()
    data["scorecards"][0]["groups"][1]["cap"] = 60
    assert score(load_framework(data).card("STAFF"), lines()).total == Decimal("80.00")
    data = data_of()
    data["scale"]["cap"] = 95
    assert score(load_framework(data).card("STAFF"), lines(DT="10")).total == Decimal("95.00")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line("PC", Decimal("-0.5")), "points_out_of_range"),
        (Line("PC", Decimal("10.5")), "points_out_of_range"),
        (Line("PC", Decimal("NaN")), "points_out_of_range"),
        (Line("PC", Decimal("9.3")), "points_off_step"),
        (Line("XX", Decimal(1)), "unknown_criterion"),
        (Line("KL", deductions=(Deduction("TD-01"),)), "unknown_deduction"),
        (Line("KL", deductions=(Deduction("KL-01", 0),)), "bad_deduction"),
        (Line("CL", deductions=()), "not_deductive"),
    ],
)
def test_line_that_cannot_be_entered_is_refused(line: Line, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        score(STAFF, [line])
    assert (caught.value.code, caught.value.field) == (code, line.criterion)


def test_criterion_scored_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="PC"):
        score(STAFF, [Line("PC", Decimal(9)), Line("PC", Decimal(9))])


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "A"), ("90", "A"), ("89.995", "A"), ("89.994", "B"), ("89.5", "B"), ("70", "B"), ("69.995", "B"),
        ("69.99", "C"), ("50", "C"), ("49.995", "C"), ("49.99", "D"), ("0", "D"), ("79.50", "B"), ("81.44", "B"),
    ],
)  # fmt: skip
def test_band_of_a_total_rounded_half_up(total: str, grade: str) -> None:
    assert band(spec_of(), Decimal(total)).grade == grade


def test_band_of_the_raw_total_when_the_framework_says_so() -> None:
    data = data_of()
    data["scale"]["rounding"]["band_on"] = "RAW"
    assert band(load_framework(data), Decimal("89.995")).grade == "B"


@pytest.mark.parametrize("total", ["-0.01", "100.01"])
def test_total_outside_the_scale_has_no_band(total: str) -> None:
    with pytest.raises(InvalidInput):
        band(spec_of(), Decimal(total))


@pytest.mark.parametrize(
    ("code", "own", "given", "owed"),
    [("KL", "10", "9", False), ("KL", "10", "8", True), ("KL", "8", "10", True), ("CL", "40", "36", False),
     ("CL", "40", "35", True), ("TD", "20", "16", True), ("KL", None, "3", False)],
)  # fmt: skip
def test_reason_is_owed_from_a_gap_the_framework_states(code: str, own: str | None, given: str, owed: bool) -> None:
    points = None if own is None else Decimal(own)
    assert needs_reason(STAFF.criterion(code), points, Decimal(given), spec_of().parameters) is owed


def test_stored_lines_replay_to_the_same_total() -> None:
    entered = [
        *lines(KL="7.5", TD=None),
    ]
    stored = {line.criterion: line_to_json(line) for line in entered}
    assert score(STAFF, lines_from_json(stored)) == score(STAFF, entered)


def test_stored_line_without_points_or_fault_is_not_scored() -> None:
    stored: dict[str, dict[str, object]] = {
        "KL": {"points": None, "deductions": [], "reason": ""},
        "PC": {"points": "9.5"},
    }
    assert "KL" in score(STAFF, lines_from_json(stored)).missing
    assert lines_from_json({"KL": {"points": None, "deductions": ["KL-02"], "reason": ""}})[0].deductions == (
        Deduction("KL-02"),
    )


def other_total(card: Scorecard, entered: dict[str, int], faults: dict[str, dict[str, int]]) -> Fraction | None:
    """The total by half points in whole numbers; knows nothing of the code under test but the data."""
    whole = 0
    for group in card.groups:
        part = 0
        for criterion in group.criteria:
            if criterion.code in entered:
                part += entered[criterion.code]
            elif criterion.code in faults:
                left = int(criterion.max_points * 2)
                prices = {rule.code: rule for rule in criterion.deductions}
                for code, times in faults[criterion.code].items():
                    most = prices[code].max_times
                    left -= int(prices[code].points * 2) * (times if not most or times < most else most)
                part += left if left > 0 else 0
            elif criterion.required:
                return None
        whole += part
    return Fraction(min(whole, 200), 2)


def other_band(total: Fraction) -> str:
    return "DDDDDCCBBAA"[int(total // 10)]


def test_ten_thousand_generated_sheets_agree_with_another_way_of_counting() -> None:
    """M-31: every total in range, equal to the oracle, in the right band; a sheet with a hole has no total."""
    chance = random.Random(31)
    spec = spec_of()
    scored = 0
    for number in range(10_000):
        card = spec.card(SubjectGroup.values[number % 4])
        entered: dict[str, int] = {}
        faults: dict[str, dict[str, int]] = {}
        for criterion in card.criteria:
            roll = chance.random()
            if roll < 0.04:
                continue
            if criterion.deductions and roll < 0.5:
                codes = chance.sample(criterion.deductions, chance.randint(1, len(criterion.deductions)))
                faults[criterion.code] = {rule.code: chance.randint(1, 6) for rule in codes}
            else:
                most = int(criterion.max_points * 2)
                entered[criterion.code] = chance.choice((0, most, chance.randint(0, most), most - 1))
        given = [Line(code, Decimal(half) / 2) for code, half in entered.items()]
        given += [
            Line(code, deductions=tuple(Deduction(rule, times) for rule, times in noted.items()))
            for code, noted in faults.items()
        ]
        chance.shuffle(given)
        result = score(card, given)
        expected = other_total(card, entered, faults)
        assert (None if result.total is None else Fraction(result.total)) == expected
        assert (result.total is None) == bool(result.missing)
        if expected is not None and result.raw is not None:
            scored += 1
            assert 0 <= result.raw <= 100
            assert band(spec, result.raw).grade == other_band(expected)
    assert scored > 5_000
