"""How an assignment goes from given to done, and a version of a catalogue from draft to force."""

from directives.enums import AssignmentState, CatalogueState
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

CATALOGUE = TransitionTable(
    name="catalogue",
    initial=CatalogueState.DRAFT.value,
    states=tuple(CatalogueState.values),
    moves=(
        Move(
            "put_into_force",
            (CatalogueState.DRAFT.value,),
            CatalogueState.IN_FORCE.value,
            duties_apart=("drafter",),
        ),
        Move("discard", (CatalogueState.DRAFT.value,), CatalogueState.DISCARDED.value, needs_reason=True),
        Move("end", (CatalogueState.IN_FORCE.value,), CatalogueState.ENDED.value),
    ),
)
