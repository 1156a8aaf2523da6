"""How an assignment goes from given to done."""

from directives.enums import AssignmentState
from foundation.workflow.table import Move, TransitionTable

ASSIGNMENT = TransitionTable(
    name="assignment",
    initial=AssignmentState.OPEN.value,
    states=tuple(AssignmentState.values),
    moves=(
        Move("finish", (AssignmentState.OPEN.value,), AssignmentState.DONE.value),
        Move("reopen", (AssignmentState.DONE.value,), AssignmentState.OPEN.value, needs_reason=True),
        Move("cancel", (AssignmentState.OPEN.value,), AssignmentState.CANCELLED.value, needs_reason=True),
    ),
)
