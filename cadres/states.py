"""How an uploaded staff list gets into the registry, or not."""

from cadres.enums import ImportState
from foundation.workflow.table import Move, TransitionTable

ROSTER_IMPORT = TransitionTable(
    name="roster_import",
    initial=ImportState.UPLOADED,
    states=tuple(ImportState.values),
    moves=(
        Move("read", (ImportState.UPLOADED,), ImportState.READ),
        Move("refuse", (ImportState.UPLOADED,), ImportState.REFUSED),
        Move("map", (ImportState.READ, ImportState.REFUSED), ImportState.UPLOADED),
        Move("begin", (ImportState.READ,), ImportState.COMMITTING),
        Move("commit", (ImportState.COMMITTING,), ImportState.COMMITTED),
        Move("give_back", (ImportState.COMMITTING,), ImportState.READ),
        Move(
            "discard",
            (ImportState.UPLOADED, ImportState.READ, ImportState.REFUSED),
            ImportState.DISCARDED,
        ),
    ),
)
