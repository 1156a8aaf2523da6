"""How a role grant comes into force and ends."""

from accounts.enums import GrantState
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
