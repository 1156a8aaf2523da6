"""How cases, decisions, restoration tasks, suspensions from work, replacements and desk appointments move."""

from discipline.enums import (
    HANDLING,
    CaseState,
    DecisionState,
    DeskState,
    ReplacementState,
    RestorationState,
    WorkSuspensionState,
)
from foundation.workflow.table import Move, TransitionTable

S = CaseState
APART = ("barred",)
ANSWERED_APART = (*APART, "decider", "answerer")
"""Who put the decision on file, or answered the complaint before, answers no further one."""
_HANDLING = tuple(state.value for state in HANDLING)


def _values(*states: CaseState) -> tuple[str, ...]:
    return tuple(state.value for state in states)


CASE = TransitionTable(
    name="case",
    initial=S.SIGNAL.value,
    states=tuple(S.values),
    moves=(
        Move("take_up", _values(S.SIGNAL), S.UNDER_REVIEW.value, APART),
        Move("dismiss", _values(S.SIGNAL, S.UNDER_REVIEW), S.DISMISSED.value, APART, needs_reason=True),
        Move("settle_otherwise", _values(S.UNDER_REVIEW), S.NON_DISCIPLINARY.value, APART, needs_reason=True),
        Move("open_case", _values(S.UNDER_REVIEW), S.CASE_OPEN.value, APART),
        Move("find_time_barred", (S.UNDER_REVIEW.value, *_HANDLING), S.TIME_BARRED.value, APART, needs_reason=True),
        Move("exempt", (S.UNDER_REVIEW.value, *_HANDLING), S.EXEMPTED.value, APART, needs_reason=True),
        Move("suspend", _HANDLING, S.SUSPENDED.value, APART, needs_reason=True),
        *(Move(f"resume_{state.value}", _values(S.SUSPENDED), state.value, APART) for state in HANDLING),
        Move("ask_self_criticism", _values(S.CASE_OPEN), S.SELF_CRITICISM.value, APART),
        Move("call_review", _values(S.SELF_CRITICISM), S.REVIEW_MEETING.value, APART),
        Move("form_council", _values(S.REVIEW_MEETING), S.COUNCIL.value, APART),
        Move(
            "form_council_without_review",
            _values(S.CASE_OPEN, S.SELF_CRITICISM),
            S.COUNCIL.value,
            APART,
            needs_reason=True,
        ),
        Move("submit_for_decision", _values(S.COUNCIL), S.DECISION_PENDING.value, APART),
        Move("submit_without_council", _values(S.REVIEW_MEETING), S.DECISION_PENDING.value, APART, needs_reason=True),
        Move("decide", _values(S.DECISION_PENDING), S.DECIDED.value, (*APART, "drafter")),
        Move("end_without_discipline", _values(S.DECISION_PENDING), S.NO_DISCIPLINE.value, (*APART, "drafter")),
        Move("take_effect", _values(S.DECIDED), S.IN_FORCE.value, APART),
        Move("accept_complaint_1", _values(S.IN_FORCE), S.COMPLAINT_1.value),
        Move("accept_complaint_2", _values(S.UPHELD, S.AMENDED), S.COMPLAINT_2.value),
        Move("uphold", _values(S.COMPLAINT_1, S.COMPLAINT_2), S.UPHELD.value, ANSWERED_APART),
        Move("amend", _values(S.COMPLAINT_1, S.COMPLAINT_2), S.AMENDED.value, ANSWERED_APART),
        Move("rescind", _values(S.COMPLAINT_1, S.COMPLAINT_2), S.RESCINDED.value, ANSWERED_APART),
        Move(
            "rescind_by_court",
            _values(S.IN_FORCE, S.UPHELD, S.AMENDED, S.LAPSED),
            S.RESCINDED.value,
            (*APART, "decider"),
            needs_reason=True,
        ),
        Move("lapse", _values(S.IN_FORCE, S.UPHELD, S.AMENDED), S.LAPSED.value, APART),
    ),
)

DECISION = TransitionTable(
    name="decision",
    initial=DecisionState.DRAFT.value,
    states=tuple(DecisionState.values),
    moves=(
        Move("sign", (DecisionState.DRAFT.value,), DecisionState.SIGNED.value, duties_apart=("drafter", "barred")),
        Move("discard", (DecisionState.DRAFT.value,), DecisionState.DISCARDED.value, needs_reason=True),
    ),
)

RESTORATION = TransitionTable(
    name="restoration",
    initial=RestorationState.OPEN.value,
    states=tuple(RestorationState.values),
    moves=(Move("fulfil", (RestorationState.OPEN.value,), RestorationState.DONE.value, APART),),
)

WORK_SUSPENSION = TransitionTable(
    name="work_suspension",
    initial=WorkSuspensionState.ACTIVE.value,
    states=tuple(WorkSuspensionState.values),
    moves=(Move("end", (WorkSuspensionState.ACTIVE.value,), WorkSuspensionState.ENDED.value, APART),),
)

REPLACEMENT = TransitionTable(
    name="replacement",
    initial=ReplacementState.SUGGESTED.value,
    states=tuple(ReplacementState.values),
    moves=(
        Move("propose", (ReplacementState.SUGGESTED.value,), ReplacementState.PROPOSED.value, ("subject",)),
        Move("consult", (ReplacementState.PROPOSED.value,), ReplacementState.CONSULTED.value, ("subject",)),
        Move("decide", (ReplacementState.CONSULTED.value,), ReplacementState.DECIDED.value, ("subject", "proposer")),
        Move(
            "reject",
            (
                ReplacementState.SUGGESTED.value,
                ReplacementState.PROPOSED.value,
                ReplacementState.CONSULTED.value,
            ),
            ReplacementState.REJECTED.value,
            ("subject",),
            needs_reason=True,
        ),
    ),
)

DESK = TransitionTable(
    name="desk",
    initial=DeskState.PROPOSED.value,
    states=tuple(DeskState.values),
    moves=(
        Move("confirm", (DeskState.PROPOSED.value,), DeskState.ACTIVE.value, duties_apart=("proposer", "officer")),
        Move("end", (DeskState.PROPOSED.value, DeskState.ACTIVE.value), DeskState.ENDED.value, needs_reason=True),
    ),
)
