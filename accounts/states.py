"""How a role grant comes into force and ends; how a lost second factor is taken away."""

from accounts.enums import FactorResetState, GrantState
from foundation.workflow.table import Move, TransitionTable

GRANT = TransitionTable(
    name="grant",
    initial=GrantState.PROPOSED,
    states=tuple(GrantState.values),
    moves=(
        Move("execute", (GrantState.PROPOSED,), GrantState.ACTIVE, duties_apart=("proposer", "subject")),
        Move("refuse", (GrantState.PROPOSED,), GrantState.REFUSED, needs_reason=True),
        Move("end", (GrantState.ACTIVE,), GrantState.ENDED, needs_reason=True),
    ),
)

FACTOR_RESET = TransitionTable(
    name="factor_reset",
    initial=FactorResetState.PROPOSED,
    states=tuple(FactorResetState.values),
    moves=(
        Move("execute", (FactorResetState.PROPOSED,), FactorResetState.EXECUTED, duties_apart=("proposer", "subject")),
        Move(
            "refuse",
            (FactorResetState.PROPOSED,),
            FactorResetState.REFUSED,
            duties_apart=("subject",),
            needs_reason=True,
        ),
    ),
)
