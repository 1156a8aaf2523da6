"""Band, ceilings, forced rules, head tie, the quota's last word, and what is not known."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from evaluations.rules.facts import Facts, Violation
from evaluations.rules.proposal import Proposal, after_quota, propose
from evaluations.rules.quota import Member, quota_for
from evaluations.rules.spec import FactValue
from evaluations.rules.wording import say
from tests.evaluations.rules.frameworks import spec_of

SPEC = spec_of()


def facts(
    worked: str | None = "21", expected: str = "21", violations: tuple[Violation, ...] | None = (), **more: Any
) -> Facts:
    values: dict[str, FactValue] = {}
    if worked is not None:
        values = {
            "time.worked_days": Decimal(worked),
            "time.expected_days": Decimal(expected),
            "time.worked_pct": Decimal(worked) * 100 / Decimal(expected),
        }
    return Facts(values=values, violations=violations, **more)


def codes(proposal: Proposal) -> list[str]:
    return [reason.code for reason in proposal.reasons]


def test_ordinary_month_proposes_the_band_with_its_ground() -> None:
    proposal = propose(SPEC, "STAFF", Decimal(91), facts())
    assert (proposal.grade, proposal.band, codes(proposal), proposal.needs_confirm) == ("A", "A", ["BAND"], ())
    assert proposal.reasons[0].basis is not None
    assert proposal.reasons[0].params == {"total": "91.00", "grade": "A"}


@pytest.mark.parametrize(
    ("worked", "expected", "grade"),
    [("6", "21", "C"), ("10.5", "21", "C"), ("11", "22", "C"), ("11.5", "22", "A"), ("11", "21", "A")],
)
def test_worked_days_not_above_half_set_a_ceiling_at_c(worked: str, expected: str, grade: str) -> None:
    proposal = propose(SPEC, "STAFF", Decimal(95), facts(worked, expected))
    assert proposal.grade == grade
    assert proposal.band == "A"
    assert proposal.ceilings == (("WORKED_HALF_OR_LESS",) if grade == "C" else ())


def test_ceiling_never_lifts_a_lower_grade() -> None:
    assert propose(SPEC, "STAFF", Decimal(40), facts("6")).grade == "D"


def test_month_without_a_worked_day_is_not_graded() -> None:
    proposal = propose(SPEC, "STAFF", Decimal(95), facts("0"))
    assert (proposal.grade, proposal.not_graded) == (None, True)
    assert codes(proposal)[0] == "NO_GRADE"


def test_sheet_not_scored_proposes_nothing() -> None:
    proposal = propose(SPEC, "STAFF", None, facts())
    assert (proposal.grade, proposal.not_graded, codes(proposal)) == (None, False, ["NOT_SCORED"])


def test_discipline_forces_d_lists_everything_and_asks_a_person() -> None:
    proposal = propose(SPEC, "STAFF", Decimal(95), facts("6", violations=(Violation("V1"),)))
    assert proposal.grade == "D"
    assert codes(proposal) == ["BAND", "FORCE_GRADE", "CEILING_GRADE"]
    assert (proposal.forced, proposal.ceilings) == (("DISCIPLINED",), ("WORKED_HALF_OR_LESS",))
    assert [reason.params["rule"] for reason in proposal.needs_confirm] == ["DISCIPLINED"]
    assert proposal.used_violations == ("V1",)


def test_violation_counts_once() -> None:
    both = facts(violations=(Violation("V1"), Violation("V2")))
    again = propose(SPEC, "STAFF", Decimal(95), both, used_violations={"V1", "V2"})
    assert (again.grade, again.used_violations, again.forced) == ("A", (), ())
    assert codes(again) == ["BAND", "COUNTED_BEFORE", "COUNTED_BEFORE"]
    second = propose(SPEC, "STAFF", Decimal(95), both, used_violations={"V1"})
    assert (second.grade, second.used_violations) == ("D", ("V2",))


def test_unknown_facts_ask_a_person_and_are_never_taken_as_false() -> None:
    proposal = propose(SPEC, "STAFF", Decimal(95), Facts())
    assert proposal.grade == "A"
    assert [(reason.code, reason.params["rule"]) for reason in proposal.needs_confirm] == [
        ("UNKNOWN_FACT", "NOTHING_WORKED"),
        ("UNKNOWN_FACT", "DISCIPLINED"),
        ("UNKNOWN_FACT", "WORKED_HALF_OR_LESS"),
    ]


def test_kind_of_violation_nobody_stated_is_unknown() -> None:
    kind_open = Facts(violations=(Violation("V1"),))
    assert kind_open.look_up("discipline.public_duty_unused_count") is None
    known = Facts(violations=(Violation("V1", public_duty=False),))
    assert known.look_up("discipline.public_duty_unused_count") == 0


def test_fact_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match=r"time\.moon"):
        Facts(values={"time.moon": Decimal(1)})


@pytest.mark.parametrize(
    ("total", "unit_grade", "grade"),
    [("95", "A", "A"), ("95", "B", "B"), ("95", "C", "C"), ("75", "A", "B"), ("45", "B", "D")],
)
def test_head_never_stands_above_the_unit(total: str, unit_grade: str, grade: str) -> None:
    assert propose(SPEC, "HEAD", Decimal(total), facts(is_unit_head=True), unit_grade).grade == grade


def test_head_waits_until_the_unit_is_decided() -> None:
    proposal = propose(SPEC, "HEAD", Decimal(95), facts(is_unit_head=True), None)
    assert (proposal.grade, proposal.band, proposal.waits_for_unit) == (None, "A", True)


def test_deputy_and_unit_are_not_tied() -> None:
    assert propose(SPEC, "HEAD", Decimal(95), facts(), "C").grade == "A"
    unit = propose(SPEC, "UNIT", Decimal(95), Facts())
    assert (unit.grade, unit.needs_confirm) == ("A", ())


def test_quota_lowers_those_over_it_and_leaves_ties_to_a_person() -> None:
    quota = SPEC.quota("A")
    assert quota is not None
    pool = [Member(str(n), "A", Decimal(95 - n)) for n in range(3)] + [
        Member(f"b{n}", "B", Decimal(80)) for n in range(4)
    ]
    standing = quota_for(quota, pool)
    proposal = propose(SPEC, "STAFF", Decimal(93), facts())
    lowered = after_quota(proposal, "2", quota, standing)
    assert (standing.limit, lowered.grade, lowered.band, codes(lowered)) == (2, "B", "A", ["BAND", "QUOTA_USED"])
    assert after_quota(proposal, "1", quota, standing) == proposal
    tied = quota_for(quota, [Member(str(n), "A", Decimal(95)) for n in range(5)])
    kept = after_quota(proposal, "0", quota, tied)
    assert (kept.grade, [reason.code for reason in kept.needs_confirm]) == ("A", ["QUOTA_TIE"])


def test_proposal_is_stored_as_json_with_its_grounds() -> None:
    proposal = propose(SPEC, "STAFF", Decimal(61), facts("6"))
    stored = json.loads(json.dumps(proposal.to_json()))
    assert stored["grade"] == "C"
    assert stored["reasons"][-1]["basis"]["code"] == "QD1841_WORKED"
    assert stored["reasons"][-1]["params"]["time.worked_days"] == "6"


def test_every_reason_is_a_sentence_in_english_and_in_vietnamese() -> None:
    told = propose(
        SPEC, "STAFF", Decimal("91"), facts("6", violations=(Violation("V1"), Violation("V0"))), used_violations=["V0"]
    )
    with translation.override("en"):
        assert [say(reason.code, reason.params) for reason in told.reasons] == [
            "91.0 points",
            "Grade D: disciplined in the period",
            "Ceiling C: worked 6 of 21 days; not more than 50 % of the working days",
            "Violation V0 already lowered a grade, it is not counted again",
        ]
        for code in (
            "NOT_SCORED",
            "NO_GRADE",
            "UNKNOWN_FACT",
            "HEAD_TIE",
            "UNIT_NOT_DECIDED",
            "QUOTA_USED",
            "QUOTA_TIE",
        ):
            assert say(code, {"grade": "B", "before": "A", "name_en": "rule"})
    with translation.override("vi"):
        assert "làm việc thực tế" in say(told.reasons[2].code, told.reasons[2].params)
