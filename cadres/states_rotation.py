"""How a rotation case, a line of a plan, a deferral and a round move."""

from cadres.enums_rotation import STAGES, ItemState, ReliefState, RotationState, RoundState
from foundation.workflow.table import Move, TransitionTable

S = RotationState
_STAGES = tuple(state.value for state in STAGES)
_ASIDE = (S.DEFERRED.value, S.EXCEPTION_GRANTED.value)
_MOVING = (S.PLANNED.value, S.ANNOUNCED.value)
_BEFORE_DECISION = (*_STAGES, *_MOVING)
SUBJECT = ("subject",)

ROTATION_CASE = TransitionTable(
    name="rotation_case",
    initial=S.TRACKING.value,
    states=tuple(S.values),
    moves=(
        Move("approach", (S.TRACKING.value,), S.APPROACHING.value),
        Move("fall_due", (S.TRACKING.value, S.APPROACHING.value), S.DUE.value),
        Move("recede", (S.APPROACHING.value, S.DUE.value), S.TRACKING.value),
        Move("defer", (*_BEFORE_DECISION, S.EXCEPTION_GRANTED.value), S.DEFERRED.value, SUBJECT),
        Move("grant_exception", (*_BEFORE_DECISION, S.DEFERRED.value), S.EXCEPTION_GRANTED.value, SUBJECT),
        Move("exempt", (*_BEFORE_DECISION, *_ASIDE), S.EXEMPT.value, SUBJECT),
        Move("return_due", _ASIDE, S.DUE.value),
        Move("return_approaching", _ASIDE, S.APPROACHING.value),
        Move("return_tracking", _ASIDE, S.TRACKING.value),
        Move("plan", _STAGES, S.PLANNED.value, SUBJECT),
        Move("announce", (S.PLANNED.value,), S.ANNOUNCED.value, SUBJECT),
        Move("revise", (S.ANNOUNCED.value,), S.PLANNED.value, SUBJECT, needs_reason=True),
        Move("drop_plan", _MOVING, S.DUE.value, SUBJECT, needs_reason=True),
        Move("decide", (S.ANNOUNCED.value,), S.DECIDED.value, SUBJECT),
        Move("execute", (S.DECIDED.value,), S.EXECUTED.value, SUBJECT),
        Move("cancel", (*_BEFORE_DECISION, *_ASIDE, S.DECIDED.value), S.CANCELLED.value, SUBJECT, needs_reason=True),
    ),
)

ROTATION_ITEM = TransitionTable(
    name="rotation_item",
    initial=ItemState.PROPOSED.value,
    states=tuple(ItemState.values),
    moves=(
        Move("adopt", (ItemState.PROPOSED.value,), ItemState.SIGNED.value, SUBJECT),
        Move("countersign", (ItemState.PROPOSED.value,), ItemState.SIGNED.value, (*SUBJECT, "proposer")),
        Move("refuse", (ItemState.PROPOSED.value,), ItemState.REFUSED.value, SUBJECT, needs_reason=True),
        Move(
            "withdraw",
            (ItemState.PROPOSED.value, ItemState.SIGNED.value),
            ItemState.WITHDRAWN.value,
            needs_reason=True,
        ),
        Move("carry_out", (ItemState.SIGNED.value,), ItemState.DONE.value, SUBJECT),
    ),
)

ROTATION_RELIEF = TransitionTable(
    name="rotation_relief",
    initial=ReliefState.PROPOSED.value,
    states=tuple(ReliefState.values),
    moves=(
        Move("grant", (ReliefState.PROPOSED.value,), ReliefState.GRANTED.value, (*SUBJECT, "proposer")),
        Move("refuse", (ReliefState.PROPOSED.value,), ReliefState.REFUSED.value, SUBJECT, needs_reason=True),
        Move("end", (ReliefState.GRANTED.value,), ReliefState.ENDED.value, SUBJECT, needs_reason=True),
        Move("run_out", (ReliefState.GRANTED.value,), ReliefState.ENDED.value),
    ),
)

ROTATION_ROUND = TransitionTable(
    name="rotation_round",
    initial=RoundState.DRAFT.value,
    states=tuple(RoundState.values),
    moves=(
        Move("approve", (RoundState.DRAFT.value,), RoundState.APPROVED.value, ("proposer",)),
        Move("close", (RoundState.APPROVED.value,), RoundState.CLOSED.value),
        Move("cancel", (RoundState.DRAFT.value, RoundState.APPROVED.value), RoundState.CANCELLED.value,
             needs_reason=True),
    ),
)  # fmt: skip
