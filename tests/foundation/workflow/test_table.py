"""Transition tables refuse to be built wrong, and every table of the product keeps its own promises."""

import pytest

from accounts.states import FACTOR_RESET, GRANT
from directives.states import ASSIGNMENT
from evaluations.states import CYCLE, EVALUATION, OBJECTION, REVISION, UNIT_CYCLE
from foundation.workflow.table import Move, TransitionTable, illegal_pairs

TABLES = [GRANT, FACTOR_RESET, ASSIGNMENT, CYCLE, UNIT_CYCLE, EVALUATION, OBJECTION, REVISION]
named = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_table_with_an_act_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        TransitionTable("t", "a", ("a", "b"), (Move("go", ("a",), "b"), Move("go", ("b",), "a")))


@pytest.mark.parametrize("move", [Move("go", ("x",), "a"), Move("go", ("a",), "x"), Move("go", (), "a")])
def test_table_with_an_unknown_state_or_no_source_is_refused(move: Move) -> None:
    with pytest.raises(ValueError, match="unknown states"):
        TransitionTable("t", "a", ("a", "b"), (move,))


def test_table_with_an_unknown_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="initial"):
        TransitionTable("t", "x", ("a",), ())


def test_unknown_act_has_no_move() -> None:
    with pytest.raises(KeyError):
        GRANT.find("steal")


@named
def test_legal_and_illegal_pairs_are_all_pairs(table: TransitionTable) -> None:
    legal, illegal = set(table.pairs()), set(illegal_pairs(table))
    size = len(table.states)
    assert not legal & illegal
    assert len(legal | illegal) == size * (size - 1)


@named
def test_actions_from_a_state_are_those_whose_pair_is_legal(table: TransitionTable) -> None:
    for state in table.states:
        targets = {(state, table.find(action).target) for action in table.actions_from(state)}
        assert targets == {pair for pair in table.pairs() if pair[0] == state}


@named
def test_nothing_leads_back_to_the_beginning_without_a_reason_but_withdrawing(table: TransitionTable) -> None:
    back = {move.action for move in table.moves if move.target == table.initial and not move.needs_reason}
    assert back <= {"withdraw_self"}


# What must stay apart, written a second time by hand: a row that loses its duty here is a lost control (M-07).
APART = {
    ("grant", "execute"): {"proposer", "subject"},
    ("factor_reset", "execute"): {"proposer", "subject"},
    ("factor_reset", "refuse"): {"subject"},
    ("assignment", "reopen"): {"subject"},
    ("assignment", "cancel"): {"subject"},
    ("revision", "execute"): {"decider", "proposer", "subject"},
    ("revision", "refuse"): {"decider", "proposer", "subject"},
    ("revision", "withdraw"): {"subject"},
    ("evaluation", "proceed_without_self"): {"subject"},
    ("evaluation", "return_to_self"): {"subject"},
    ("evaluation", "score"): {"subject"},
    ("evaluation", "reopen_score"): {"subject"},
    ("evaluation", "record_meeting"): {"subject"},
    ("evaluation", "propose"): {"subject"},
    ("evaluation", "decide"): {"subject", "proposer"},
    ("evaluation", "return_for_correction"): {"subject"},
    ("evaluation", "publish"): {"subject"},
    ("unit_cycle", "decide"): {"proposer"},
    ("objection", "answer"): {"subject"},
    ("objection", "answer_above"): {"subject", "decider"},
}


def test_duties_that_stay_apart_are_the_reviewed_ones() -> None:
    found = {(t.name, m.action): set(m.duties_apart) for t in TABLES for m in t.moves if m.duties_apart}
    assert found == APART
