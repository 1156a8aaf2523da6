"""How an assignment, a version of a catalogue and a unit's undertaking move."""

from directives.enums import AssignmentState, CatalogueState, UndertakingState
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

UNDERTAKING = TransitionTable(
    name="undertaking",
    initial=UndertakingState.PLANNED.value,
    states=tuple(UndertakingState.values),
    moves=(
        Move("report_done", (UndertakingState.PLANNED.value,), UndertakingState.REPORTED.value),
        Move(
            "accept",
            (UndertakingState.REPORTED.value,),
            UndertakingState.ACCEPTED.value,
            duties_apart=("reporter", "responsible"),
        ),
        Move(
            "send_back",
            (UndertakingState.REPORTED.value,),
            UndertakingState.PLANNED.value,
            duties_apart=("reporter", "responsible"),
            needs_reason=True,
        ),
        Move("cancel", (UndertakingState.PLANNED.value,), UndertakingState.CANCELLED.value, needs_reason=True),
    ),
)
