"""How minutes, notices, remedies and proposed facts move."""

from foundation.workflow.table import Move, TransitionTable
from inspections.visit_enums import FactState, MinutesState, NoticeState, RemedyState

MINUTES = TransitionTable(
    name="minutes",
    initial=MinutesState.DRAWN_UP.value,
    states=tuple(MinutesState.values),
    moves=(
        Move("sign", (MinutesState.DRAWN_UP.value,), MinutesState.SIGNED.value, ("barred",)),
        Move(
            "refuse_signature",
            (MinutesState.DRAWN_UP.value,),
            MinutesState.REFUSED.value,
            ("barred",),
            needs_reason=True,
        ),
        Move("discard", (MinutesState.DRAWN_UP.value,), MinutesState.DISCARDED.value, needs_reason=True),
    ),
)

NOTICE = TransitionTable(
    name="notice",
    initial=NoticeState.DRAFT.value,
    states=tuple(NoticeState.values),
    moves=(
        Move("issue", (NoticeState.DRAFT.value,), NoticeState.ISSUED.value, duties_apart=("drafter",)),
        Move("discard", (NoticeState.DRAFT.value,), NoticeState.DISCARDED.value, needs_reason=True),
    ),
)

REMEDY = TransitionTable(
    name="remedy",
    initial=RemedyState.PLANNED.value,
    states=tuple(RemedyState.values),
    moves=(
        Move("open", (RemedyState.PLANNED.value,), RemedyState.OPEN.value),
        Move("drop", (RemedyState.PLANNED.value,), RemedyState.DROPPED.value),
        Move("report", (RemedyState.OPEN.value,), RemedyState.REPORTED.value),
        Move("verify", (RemedyState.REPORTED.value,), RemedyState.VERIFIED.value, duties_apart=("drafter", "reporter")),
        Move(
            "return",
            (RemedyState.REPORTED.value,),
            RemedyState.OPEN.value,
            duties_apart=("drafter", "reporter"),
            needs_reason=True,
        ),
        Move(
            "find_ineffective",
            (RemedyState.OPEN.value, RemedyState.REPORTED.value, RemedyState.VERIFIED.value),
            RemedyState.INEFFECTIVE.value,
        ),
    ),
)

FACT = TransitionTable(
    name="proposed_fact",
    initial=FactState.PROPOSED.value,
    states=tuple(FactState.values),
    moves=(
        Move("confirm", (FactState.PROPOSED.value,), FactState.CONFIRMED.value, duties_apart=("subject", "proposer")),
        Move(
            "refuse",
            (FactState.PROPOSED.value,),
            FactState.REFUSED.value,
            duties_apart=("subject", "proposer"),
            needs_reason=True,
        ),
        Move("use", (FactState.CONFIRMED.value,), FactState.USED.value),
    ),
)
