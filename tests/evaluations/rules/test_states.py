"""The transition tables of evaluations: the ways through, and the ways that must not exist."""

from evaluations.enums import EvaluationState, ObjectionState
from evaluations.states import CYCLE, EVALUATION, OBJECTION, UNIT_CYCLE, shown_state
from foundation.workflow.table import TransitionTable


def walk(table: TransitionTable, *actions: str) -> str:
    state = table.initial
    for action in actions:
        move = table.find(action)
        assert state in move.sources, (action, state)
        state = move.target
    return state


def test_ordinary_month_of_a_sheet() -> None:
    assert walk(EVALUATION, "submit_self", "score", "propose", "decide", "publish") == "PUBLISHED"
    assert walk(EVALUATION, "submit_self", "score", "record_meeting", "propose", "decide") == "DECIDED"


def test_superior_who_decides_skips_the_proposal() -> None:
    assert walk(EVALUATION, "submit_self", "score", "decide", "publish") == "PUBLISHED"


def test_missing_self_assessment_does_not_block() -> None:
    assert walk(EVALUATION, "proceed_without_self", "score") == "SUPERIOR_DONE"


def test_sheet_goes_back_with_a_reason_from_every_step_before_publication() -> None:
    back = EVALUATION.find("return_for_correction")
    assert back.needs_reason and EVALUATION.find("return_to_self").needs_reason
    assert set(back.sources) == {"SUPERIOR_DONE", "MEETING_DONE", "PROPOSED", "DECIDED"}
    assert walk(EVALUATION, "submit_self", "score", "decide", "return_for_correction") == "SELF_SUBMITTED"


def test_published_and_expired_sheets_never_move() -> None:
    for state in ("PUBLISHED", "SUPERSEDED", "EXPIRED"):
        assert EVALUATION.actions_from(state) == ()
    assert shown_state("PUBLISHED", has_newer_version=True) == EvaluationState.SUPERSEDED
    assert shown_state("PUBLISHED", has_newer_version=False) == EvaluationState.PUBLISHED


def test_subject_never_acts_on_the_own_sheet_after_submitting_it() -> None:
    """M-07: only the self-assessment is the subject's own act; the clock alone lets a sheet expire."""
    own = {move.action for move in EVALUATION.moves if "subject" not in move.duties_apart}
    assert own == {"submit_self", "withdraw_self", "expire"}
    assert "proposer" in EVALUATION.find("decide").duties_apart


def test_unit_month_and_month() -> None:
    assert walk(UNIT_CYCLE, "submit", "decide", "publish") == "PUBLISHED"
    assert walk(UNIT_CYCLE, "submit", "return_for_correction", "decide", "publish") == "PUBLISHED"
    assert "proposer" in UNIT_CYCLE.find("decide").duties_apart
    assert walk(CYCLE, "open", "close") == "CLOSED"


def test_objection_ends_at_the_level_above() -> None:
    assert walk(OBJECTION, "answer", "close") == "CLOSED"
    assert walk(OBJECTION, "escalate", "answer_above") == "CLOSED"
    assert walk(OBJECTION, "answer", "escalate", "answer_above") == "CLOSED"
    assert walk(OBJECTION, "withdraw") == ObjectionState.CLOSED
    assert "decider" in OBJECTION.find("answer_above").duties_apart
