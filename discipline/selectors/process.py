"""What is owed to the person concerned in a case, from its rows."""

from collections.abc import Sequence
from datetime import date

from discipline.enums import HANDLING, Attendance, CaseState, DeliveryKind, Session
from discipline.models import Case
from discipline.rules.book import RuleBook
from discipline.rules.conflicts import SeatFact
from discipline.rules.due_process import CaseFacts, OwedStep, steps_owed
from discipline.selectors.decisions import decision_in_force
from organization.rules.calendar import WorkingCalendar

PREFETCH = (
    "deliveries", "file_readings", "statements", "summonses", "sittings", "seats__person", "bars", "pauses",
)  # fmt: skip


def owed(case: Case, *, rules: RuleBook, calendar: WorkingCalendar, today: date) -> tuple[OwedStep, ...]:
    """Every step of the track with where it stands; nothing before the case is opened."""
    if case.opened_on is None:
        return ()
    return steps_owed(facts_of_process(case), rules, calendar, today)


def facts_of_process(case: Case) -> CaseFacts:
    """Dates and flags of the case; read from what is prefetched where it is."""
    assert case.opened_on is not None
    sittings = list(case.sittings.all())
    review = _last([one.held_on for one in sittings if one.session == Session.REVIEW])
    council = _last([one.held_on for one in sittings if one.session == Session.COUNCIL])
    summonses = sorted(case.summonses.all(), key=lambda one: (one.session, one.number))
    to_review = [one for one in summonses if one.session == Session.REVIEW]
    to_council = [one for one in summonses if one.session == Session.COUNCIL]
    seats = [one for one in case.seats.all() if one.ended_on is None]
    statements = list(case.statements.all())
    decision = decision_in_force(case) if case.state not in (*HANDLING, CaseState.SUSPENDED) else None
    return CaseFacts(
        opened_on=case.opened_on,
        track=case.track,
        noticed_on=_first([one.received_on for one in case.deliveries.all() if one.kind == DeliveryKind.NOTICE]),
        access_on=tuple(one.on for one in case.file_readings.all()),
        statement_on=_first([one.submitted_on for one in statements if one.handed_in]),
        statement_declined_on=_first([one.submitted_on for one in statements if not one.handed_in]),
        summonses=tuple((one.sitting_on, one.attendance) for one in to_review),
        review_planned_on=to_review[-1].sitting_on if to_review else None,
        review_on=review,
        review_person_came=any(one.subject_present for one in sittings if one.session == Session.REVIEW)
        or any(one.attendance == Attendance.PRESENT for one in to_review),
        council_formed_on=max((one.appointed_on for one in seats), default=None),
        seats=tuple(SeatFact(one.role, one.person_id, one.declared_on is not None) for one in seats),
        barred={one.person_id: one.ground for one in case.bars.all() if one.lifted_on is None},
        council_planned_on=to_council[-1].sitting_on if to_council else None,
        council_notice_on=to_council[-1].sent_on if to_council else None,
        council_on=council,
        handling_ends_on=case.handling_due_on,
        decided_on=decision.signed_on if decision is not None else None,
        review_waived=case.review_waived,
        council_waived=case.council_waived,
    )


def _first(days: Sequence[date]) -> date | None:
    return min(days, default=None)


def _last(days: Sequence[date]) -> date | None:
    return max(days, default=None)
