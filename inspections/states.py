"""How inspections and decisions on teams move."""

from foundation.workflow.table import Move, TransitionTable
from inspections.draw_enums import DrawState
from inspections.enums import InspectionState, TeamState
from inspections.programme_enums import OwnCheckState, ProgrammeState

S = InspectionState
APART = ("barred",)


def _values(*states: InspectionState) -> tuple[str, ...]:
    return tuple(state.value for state in states)


INSPECTION = TransitionTable(
    name="inspection",
    initial=S.DRAFT.value,
    states=tuple(S.values),
    moves=(
        Move("approve", _values(S.DRAFT), S.APPROVED.value, ("creator", "barred")),
        Move("send_back", _values(S.APPROVED), S.DRAFT.value, APART, needs_reason=True),
        Move("assign", _values(S.APPROVED), S.ASSIGNED.value, APART),
        Move("start", _values(S.ASSIGNED), S.IN_PROGRESS.value, APART),
        Move("cancel", _values(S.DRAFT, S.APPROVED, S.ASSIGNED), S.CANCELLED.value, needs_reason=True),
        Move("sign_minutes", _values(S.IN_PROGRESS), S.MINUTES_SIGNED.value, APART),
        Move("draft_notice", _values(S.MINUTES_SIGNED), S.NOTICE_DRAFT.value, APART),
        Move("issue_notice", _values(S.NOTICE_DRAFT), S.NOTICE_ISSUED.value, ("drafter", "barred")),
        Move("open_remedies", _values(S.NOTICE_ISSUED), S.REMEDY_OPEN.value),
        Move("close_clean", _values(S.NOTICE_ISSUED), S.CLOSED.value, APART, needs_reason=True),
        Move("receive_report", _values(S.REMEDY_OPEN), S.REPORT_RECEIVED.value),
        Move("return_report", _values(S.REPORT_RECEIVED), S.REMEDY_OPEN.value, APART, needs_reason=True),
        Move("verify", _values(S.REPORT_RECEIVED), S.VERIFIED.value, ("drafter", "barred")),
        Move("close", _values(S.VERIFIED), S.CLOSED.value, APART, needs_reason=True),
        Move("reopen", _values(S.VERIFIED, S.CLOSED), S.REMEDY_OPEN.value, needs_reason=True),
    ),
)

TEAM = TransitionTable(
    name="team",
    initial=TeamState.DRAFT.value,
    states=tuple(TeamState.values),
    moves=(
        Move("enact", (TeamState.DRAFT.value,), TeamState.IN_FORCE.value, ("creator",)),
        Move("end", (TeamState.DRAFT.value, TeamState.IN_FORCE.value), TeamState.ENDED.value, needs_reason=True),
    ),
)

DRAW = TransitionTable(
    name="draw",
    initial=DrawState.SEALED.value,
    states=tuple(DrawState.values),
    moves=(
        Move("draw", (DrawState.SEALED.value,), DrawState.DRAWN.value),
        Move("open", (DrawState.DRAWN.value,), DrawState.OPENED.value),
        Move("void", (DrawState.SEALED.value,), DrawState.VOID.value, needs_reason=True),
    ),
)

PROGRAMME = TransitionTable(
    name="programme",
    initial=ProgrammeState.DRAFT.value,
    states=tuple(ProgrammeState.values),
    moves=(
        Move("approve", (ProgrammeState.DRAFT.value,), ProgrammeState.APPROVED.value, ("creator",)),
        Move(
            "end", (ProgrammeState.DRAFT.value, ProgrammeState.APPROVED.value), ProgrammeState.ENDED.value,
            needs_reason=True,
        ),
    ),
)  # fmt: skip

OWN_CHECK = TransitionTable(
    name="own_check",
    initial=OwnCheckState.REPORTED.value,
    states=tuple(OwnCheckState.values),
    moves=(
        Move("aggregate", (OwnCheckState.REPORTED.value,), OwnCheckState.AGGREGATED.value, ("reporter",)),
        Move("send_back", (OwnCheckState.REPORTED.value,), OwnCheckState.RETURNED.value, needs_reason=True),
    ),
)
