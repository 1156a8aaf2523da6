"""Transition tables of sheets, of a unit's month, of the month itself and of objections.

Duties: "subject" is the person the sheet is about, "proposer" who submitted the unit's month to the decider or who
proposed a correction, "decider" who decided the grade (and, of a correction, who decides the unit). Where superior and
decider are one person nobody proposes: the sheet goes from SUPERIOR_DONE straight to DECIDED, so the two-person rule of
PROPOSED is never bent.
"""

from evaluations.enums import CycleState, EvaluationState, ObjectionState, RevisionState, UnitCycleState
from foundation.workflow.table import Move, TransitionTable

_SHEET = EvaluationState

EVALUATION = TransitionTable(
    name="evaluation",
    initial=_SHEET.DRAFT.value,
    states=tuple(_SHEET.values),
    moves=(
        Move("submit_self", (_SHEET.DRAFT.value,), _SHEET.SELF_SUBMITTED.value),
        # Until the superior has opened the row; the service checks that.
        Move("withdraw_self", (_SHEET.SELF_SUBMITTED.value,), _SHEET.DRAFT.value),
        # Deadline passed: the self column stays empty, which is not zero. The clock acts, or the superior.
        Move("proceed_without_self", (_SHEET.DRAFT.value,), _SHEET.SELF_SUBMITTED.value, ("subject",)),
        Move("return_to_self", (_SHEET.SELF_SUBMITTED.value,), _SHEET.DRAFT.value, ("subject",), needs_reason=True),
        Move("score", (_SHEET.SELF_SUBMITTED.value,), _SHEET.SUPERIOR_DONE.value, ("subject",)),
        # A saved row in which a cell was emptied again.
        Move("reopen_score", (_SHEET.SUPERIOR_DONE.value,), _SHEET.SELF_SUBMITTED.value, ("subject",)),
        Move("record_meeting", (_SHEET.SUPERIOR_DONE.value,), _SHEET.MEETING_DONE.value, ("subject",)),
        Move(
            "propose",
            (_SHEET.SUPERIOR_DONE.value, _SHEET.MEETING_DONE.value),
            _SHEET.PROPOSED.value,
            ("subject",),
        ),
        Move(
            "decide",
            (_SHEET.SUPERIOR_DONE.value, _SHEET.MEETING_DONE.value, _SHEET.PROPOSED.value),
            _SHEET.DECIDED.value,
            ("subject", "proposer"),
        ),
        Move(
            "return_for_correction",
            (
                _SHEET.SUPERIOR_DONE.value,
                _SHEET.MEETING_DONE.value,
                _SHEET.PROPOSED.value,
                _SHEET.DECIDED.value,
            ),
            _SHEET.SELF_SUBMITTED.value,
            ("subject",),
            needs_reason=True,
        ),
        Move("publish", (_SHEET.DECIDED.value,), _SHEET.PUBLISHED.value, ("subject",)),
        Move(
            "expire",
            (
                _SHEET.DRAFT.value,
                _SHEET.SELF_SUBMITTED.value,
                _SHEET.SUPERIOR_DONE.value,
                _SHEET.MEETING_DONE.value,
                _SHEET.PROPOSED.value,
            ),
            _SHEET.EXPIRED.value,
        ),
    ),
)

UNIT_CYCLE = TransitionTable(
    name="unit_cycle",
    initial=UnitCycleState.OPEN.value,
    states=tuple(UnitCycleState.values),
    moves=(
        Move("submit", (UnitCycleState.OPEN.value,), UnitCycleState.SUBMITTED.value),
        Move(
            "return_for_correction",
            (UnitCycleState.SUBMITTED.value, UnitCycleState.DECIDED.value),
            UnitCycleState.OPEN.value,
            needs_reason=True,
        ),
        # From OPEN only where the superior is the decider.
        Move(
            "decide",
            (UnitCycleState.OPEN.value, UnitCycleState.SUBMITTED.value),
            UnitCycleState.DECIDED.value,
            ("proposer",),
        ),
        Move("publish", (UnitCycleState.DECIDED.value,), UnitCycleState.PUBLISHED.value),
        Move("expire", (UnitCycleState.OPEN.value, UnitCycleState.SUBMITTED.value), UnitCycleState.EXPIRED.value),
    ),
)

CYCLE = TransitionTable(
    name="cycle",
    initial=CycleState.PLANNED.value,
    states=tuple(CycleState.values),
    moves=(
        Move("open", (CycleState.PLANNED.value,), CycleState.OPEN.value),
        Move("close", (CycleState.OPEN.value,), CycleState.CLOSED.value),
    ),
)

OBJECTION = TransitionTable(
    name="objection",
    initial=ObjectionState.FILED.value,
    states=tuple(ObjectionState.values),
    moves=(
        Move("answer", (ObjectionState.FILED.value,), ObjectionState.ANSWERED.value, ("subject",), needs_reason=True),
        # By the clock when no answer came in time, or by the person who does not accept the answer.
        Move("escalate", (ObjectionState.FILED.value, ObjectionState.ANSWERED.value), ObjectionState.ESCALATED.value),
        # The level above speaks last; it is never the one who decided the grade.
        Move(
            "answer_above",
            (ObjectionState.ESCALATED.value,),
            ObjectionState.CLOSED.value,
            ("subject", "decider"),
            needs_reason=True,
        ),
        Move("withdraw", (ObjectionState.FILED.value, ObjectionState.ESCALATED.value), ObjectionState.CLOSED.value),
        # Nobody went further in the days allowed.
        Move("close", (ObjectionState.ANSWERED.value,), ObjectionState.CLOSED.value),
    ),
)

_SECOND = ("subject", "proposer", "decider")

REVISION = TransitionTable(
    name="revision",
    initial=RevisionState.PROPOSED.value,
    states=tuple(RevisionState.values),
    moves=(
        # The second person: neither the subject, nor who proposed, nor who decided the grade that falls.
        Move("execute", (RevisionState.PROPOSED.value,), RevisionState.EXECUTED.value, _SECOND),
        Move("refuse", (RevisionState.PROPOSED.value,), RevisionState.REFUSED.value, _SECOND, needs_reason=True),
        Move("withdraw", (RevisionState.PROPOSED.value,), RevisionState.WITHDRAWN.value, ("subject",)),
    ),
)

SCORING_STATES = frozenset({_SHEET.SELF_SUBMITTED.value, _SHEET.SUPERIOR_DONE.value})
"""A superior may write scores; anywhere else the scores stand still."""

UNDECIDED_STATES = (
    _SHEET.DRAFT.value,
    _SHEET.SELF_SUBMITTED.value,
    _SHEET.SUPERIOR_DONE.value,
    _SHEET.MEETING_DONE.value,
    _SHEET.PROPOSED.value,
)
"""Evaluators of a sheet may still be named anew; at the end of the month it expires."""

FINAL_STATES = frozenset({_SHEET.PUBLISHED.value, _SHEET.SUPERSEDED.value, _SHEET.EXPIRED.value})


def shown_state(state: str, *, has_newer_version: bool) -> str:
    """The state a reader sees: a published sheet with a newer version is SUPERSEDED, its row unchanged."""
    if state == _SHEET.PUBLISHED.value and has_newer_version:
        return _SHEET.SUPERSEDED.value
    return state
