"""How a reorganisation of units gets from a draft into effect."""

from foundation.workflow.table import Move, TransitionTable
from organization.enums import ReorganisationState as State

REORGANISATION = TransitionTable(
    name="reorganisation",
    initial=State.DRAFT.value,
    states=tuple(State.values),
    moves=(
        Move("confirm", (State.DRAFT.value,), State.CONFIRMED.value),
        Move("carry_out", (State.CONFIRMED.value,), State.DONE.value),
        # On its day something stood in the way: an officer looks at it again.
        Move("give_back", (State.CONFIRMED.value,), State.DRAFT.value),
        Move("cancel", (State.DRAFT.value, State.CONFIRMED.value), State.CANCELLED.value, needs_reason=True),
    ),
)
