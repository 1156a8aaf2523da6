"""How the things of directives move: assignments with what happens to them, catalogues, undertakings."""

from directives.enums import (
    AssignmentState,
    CatalogueState,
    CauseState,
    ExtensionState,
    HandoffState,
    RecurrenceState,
    UndertakingState,
)
from foundation.workflow.table import Move, TransitionTable

# Whose task it is neither takes it off the list nor opens it again.
ASSIGNMENT = TransitionTable(
    name="assignment",
    initial=AssignmentState.OPEN.value,
    states=tuple(AssignmentState.values),
    moves=(
        Move("finish", (AssignmentState.OPEN.value,), AssignmentState.DONE.value),
        Move(
            "reopen",
            (AssignmentState.DONE.value,),
            AssignmentState.OPEN.value,
            duties_apart=("subject",),
            needs_reason=True,
        ),
        Move(
            "cancel",
            (AssignmentState.OPEN.value,),
            AssignmentState.CANCELLED.value,
            duties_apart=("subject",),
            needs_reason=True,
        ),
    ),
)

# Who asks for more time, or whose task it is, does not grant it.
EXTENSION = TransitionTable(
    name="extension",
    initial=ExtensionState.ASKED.value,
    states=tuple(ExtensionState.values),
    moves=(
        Move(
            "grant",
            (ExtensionState.ASKED.value,),
            ExtensionState.GRANTED.value,
            duties_apart=("asker", "subject"),
        ),
        Move(
            "refuse",
            (ExtensionState.ASKED.value,),
            ExtensionState.REFUSED.value,
            duties_apart=("asker", "subject"),
            needs_reason=True,
        ),
        Move("withdraw", (ExtensionState.ASKED.value,), ExtensionState.WITHDRAWN.value),
    ),
)

# Who passed a matter on, or whose task it is, does not answer it.
HANDOFF = TransitionTable(
    name="handoff",
    initial=HandoffState.SENT.value,
    states=tuple(HandoffState.values),
    moves=(
        Move(
            "answer",
            (HandoffState.SENT.value,),
            HandoffState.ANSWERED.value,
            duties_apart=("sender", "subject"),
        ),
        Move("withdraw", (HandoffState.SENT.value,), HandoffState.WITHDRAWN.value, needs_reason=True),
    ),
)

# A cause that excuses a delay is confirmed by somebody else than who claims it and whose delay it is.
DELAY_CAUSE = TransitionTable(
    name="delay_cause",
    initial=CauseState.CLAIMED.value,
    states=tuple(CauseState.values),
    moves=(
        Move(
            "confirm",
            (CauseState.CLAIMED.value,),
            CauseState.CONFIRMED.value,
            duties_apart=("claimer", "subject"),
        ),
        Move(
            "refuse",
            (CauseState.CLAIMED.value,),
            CauseState.REFUSED.value,
            duties_apart=("claimer", "subject"),
            needs_reason=True,
        ),
        Move(
            "revoke",
            (CauseState.CONFIRMED.value,),
            CauseState.REVOKED.value,
            duties_apart=("subject",),
            needs_reason=True,
        ),
    ),
)

# Whose task comes again does not stop it.
RECURRENCE = TransitionTable(
    name="recurring",
    initial=RecurrenceState.ACTIVE.value,
    states=tuple(RecurrenceState.values),
    moves=(
        Move(
            "pause",
            (RecurrenceState.ACTIVE.value,),
            RecurrenceState.PAUSED.value,
            duties_apart=("subject",),
            needs_reason=True,
        ),
        Move("resume", (RecurrenceState.PAUSED.value,), RecurrenceState.ACTIVE.value, duties_apart=("subject",)),
        Move(
            "end",
            (RecurrenceState.ACTIVE.value, RecurrenceState.PAUSED.value),
            RecurrenceState.ENDED.value,
            duties_apart=("subject",),
            needs_reason=True,
        ),
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
            duties_apart=("drafter", "confirmer"),
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
        Move(
            "cancel",
            (UndertakingState.PLANNED.value,),
            UndertakingState.CANCELLED.value,
            duties_apart=("responsible",),
            needs_reason=True,
        ),
    ),
)
