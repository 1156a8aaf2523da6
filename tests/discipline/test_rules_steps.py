"""Steps owed to the person concerned, as the page of a case shows them: order, states, days, what blocks a decision."""

from dataclasses import replace
from datetime import date

import pytest

from discipline.rules.book import RuleBook
from discipline.rules.conflicts import SeatFact
from discipline.rules.due_process import CaseFacts, OwedStep, ProposalFact, blocking, review_may_go_on, steps_owed
from discipline.rules.values import RuleMissing
from tests.discipline.rulesbook import city_calendar, shipped_book
from tests.discipline.test_rules_forms import ROLES

TODAY = date(2026, 11, 27)
FULL = tuple(SeatFact(role, number, declared=True) for number, role in enumerate(ROLES, start=1))
MOCK = CaseFacts(
    opened_on=date(2026, 9, 23),
    noticed_on=date(2026, 9, 25),
    access_on=(date(2026, 9, 28), date(2026, 10, 5)),
    statement_on=date(2026, 10, 9),
    summonses=((date(2026, 10, 19), "present"),),
    review_on=date(2026, 10, 19),
    seats=FULL[:4],
    council_planned_on=date(2026, 12, 9),
    proposals=(ProposalFact("ĐX-2026-00024", due_on=date(2026, 12, 8)),),
    handling_ends_on=date(2026, 12, 20),
)
DONE = replace(
    MOCK,
    seats=FULL,
    council_formed_on=date(2026, 12, 1),
    council_notice_on=date(2026, 12, 4),
    council_on=date(2026, 12, 9),
    proposals=(ProposalFact("ĐX-2026-00024", evaluated_on=date(2026, 12, 7)),),
)
LATER = date(2026, 12, 10)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return shipped_book()


def steps(book: RuleBook, facts: CaseFacts, today: date = TODAY) -> dict[str, OwedStep]:
    return {step.code: step for step in steps_owed(facts, book, city_calendar(), today)}


def test_the_page_of_the_mock_case(book: RuleBook) -> None:
    found = steps(book, MOCK)
    assert [(code, step.state) for code, step in found.items()] == [
        ("notice", "done"), ("file_access", "done"), ("statement", "done"), ("review_meeting", "done"),
        ("council", "missing"), ("council_notice", "not_yet"), ("council_sitting", "not_yet"),
        ("proposal", "missing"), ("decision", "locked"),
    ]  # fmt: skip
    due = [found[code].due_on for code in ("council", "council_notice", "council_sitting", "proposal", "decision")]
    assert due == [date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 9), date(2026, 12, 8), date(2026, 12, 20)]
    assert found["file_access"].done_on == date(2026, 10, 5) and "4" in found["council"].explanation
    assert not found["file_access"].ground.verified and found["review_meeting"].ground.verified
    assert "ĐX-2026-00024" in found["proposal"].explanation


def test_a_decision_is_open_only_when_every_step_is_done(book: RuleBook) -> None:
    ready = steps(book, DONE, LATER)
    assert not blocking(list(ready.values())) and ready["decision"].state == "missing"
    assert steps(book, replace(DONE, decided_on=LATER), LATER)["decision"].state == "done"
    without = {
        "notice": {"noticed_on": None},
        "file_access": {"access_on": ()},
        "statement": {"statement_on": None},
        "review_meeting": {"review_on": None},
        "council": {"seats": FULL[:4]},
        "council_notice": {"council_notice_on": None},
        "council_sitting": {"council_on": None},
        "proposal": {"proposals": MOCK.proposals},
    }
    assert set(without) == set(ready) - {"decision"}
    for code, change in without.items():
        found = steps(book, replace(DONE, **change), LATER)
        assert [step.code for step in blocking(list(found.values()))] == [code]
        assert (found[code].state, found["decision"].state) == ("missing", "locked"), code


def test_what_was_done_wrongly_stays_missing(book: RuleBook) -> None:
    barred = steps(book, replace(DONE, barred={3: "relative"}), LATER)["council"]
    assert (barred.state, barred.blocks_decision, barred.done_on) == ("missing", True, date(2026, 12, 1))
    silent = steps(book, replace(DONE, seats=(*FULL[:4], SeatFact("secretary", 5))), LATER)["council"]
    assert silent.state == "missing"
    late = steps(book, replace(DONE, council_notice_on=date(2026, 12, 5)), LATER)["council_notice"]
    assert late.state == "missing" and late.due_on == date(2026, 12, 4)
    alone = replace(DONE, summonses=((date(2026, 10, 19), "absent"),))
    assert steps(book, alone, LATER)["review_meeting"].state == "missing"
    twice = replace(alone, summonses=((date(2026, 10, 12), "absent"), (date(2026, 10, 19), "absent")))
    assert steps(book, twice, LATER)["review_meeting"].state == "done"


def test_what_is_put_on_record_counts(book: RuleBook) -> None:
    facts = replace(
        DONE, access_on=(), access_declined_on=date(2026, 10, 1), statement_on=None,
        statement_declined_on=date(2026, 10, 9), review_on=None, review_waived="Người từ nơi khác chuyển đến",
    )  # fmt: skip
    found = steps(book, facts, LATER)
    assert not blocking(list(found.values())) and found["review_meeting"].waived
    assert found["review_meeting"].done_on is None and found["review_meeting"].explanation
    waived = steps(book, replace(MOCK, council_waived="Đã bị phạt tù", proposals=()), TODAY)
    assert "proposal" not in waived and waived["decision"].state == "missing"


def test_terms_that_have_passed_are_missing_even_before_their_turn(book: RuleBook) -> None:
    fresh = CaseFacts(opened_on=date(2026, 11, 20), council_planned_on=date(2026, 12, 9))
    assert [step.state for step in steps(book, fresh).values()][:3] == ["missing", "not_yet", "not_yet"]
    assert steps(book, fresh)["notice"].due_on == date(2026, 11, 26)
    assert steps(book, fresh, date(2026, 12, 7))["council_notice"].state == "missing"


def test_the_party_track_has_no_council_and_a_day_without_rules_is_refused(book: RuleBook) -> None:
    found = steps(book, replace(DONE, track="party"), LATER)
    assert list(found) == ["notice", "file_access", "statement", "review_meeting", "proposal", "decision"]
    with pytest.raises(RuleMissing):
        steps(book, replace(MOCK, opened_on=date(2019, 1, 1)))


def test_a_meeting_goes_on_after_the_second_summons_only(book: RuleBook) -> None:
    def goes_on(*answers: str) -> bool:
        return review_may_go_on([(TODAY, answer) for answer in answers], book, TODAY)

    assert goes_on("present") and goes_on("asked_absent") and goes_on("absent", "absent")
    assert not goes_on() and not goes_on("absent") and not goes_on("absent", "")
