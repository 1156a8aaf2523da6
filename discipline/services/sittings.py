"""The council and the two sittings: seats filled without relatives, minutes with counts of ballots, submission."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import Person
from discipline.enums import CaseState, Form, SeatRole, Session, Track
from discipline.models import Case, Seat, Sitting
from discipline.rules.conflicts import SeatFact, composition
from discipline.rules.due_process import council_faults, review_may_go_on
from discipline.selectors.rule_book import book
from discipline.services.naming import bar_relatives, refuse_barred
from discipline.services.procedure import STAGE_OF
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import tell_leaders
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused

NONE = "none"
"""The ballot that asks for no discipline."""


def form_council(*, case: Case, by: User, source: str = "app") -> Case:
    """Go on to the council; the review meeting was held. The Party track knows none.

    Raises:
        Refused: no minutes of the review meeting, or the Party track.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        _refuse_party(row)
        if not row.sittings.filter(session=Session.REVIEW).exists():
            raise Refused(_("The minutes of the review meeting are missing."), code="review_missing")
        return move(row, "form_council", by=by, source=source)


def form_council_without_review(*, case: Case, reason: str, by: User, source: str = "app") -> Case:
    """Go on to the council without a review meeting: moved from elsewhere, or the authority so decides, with reason."""
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        _refuse_party(row)
        changes = {"review_waived": reason.strip()}
        return move(row, "form_council_without_review", by=by, reason=reason, changes=changes, source=source)


def fill_seat(
    *,
    case: Case,
    role: str,
    person: Person,
    document: str,
    appointed_on: date,
    today: date,
    by: User,
    source: str = "app",
) -> Seat:
    """Fill a seat of the council.

    Raises:
        Refused: a relative, a witness or an interested person; the seat is filled; the person sits already; the
            person has left; another stage.
        InvalidInput: an unknown seat, a day ahead, no document.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_seat.fill", as_part=Seat)
        in_state(row, CaseState.COUNCIL)
        if role not in SeatRole.values:
            raise InvalidInput(_("Choose the seat."), field="role", code="seat_unknown")
        not_before(not_after(appointed_on, today, "appointed_on"), row.opened_on, "appointed_on")
        bar_relatives(row, on=today, by=by)
        refuse_barred(row, person.pk, field="person")
        if person.left_on is not None and person.left_on <= appointed_on:
            raise Refused(_("%(name)s has left.") % {"name": person}, code="person_left", field="person")
        try:
            with transaction.atomic():
                return Seat.objects.create(
                    case=row,
                    role=role,
                    person=person,
                    document=need(document, "document"),
                    appointed_on=appointed_on,
                )
        except IntegrityError as error:
            raise Refused(
                _("This seat is filled, or this person sits on the council already."), code="seat_taken", field="role"
            ) from error


def declare_no_tie(*, seat: Seat, on: date, today: date, version: int | None, by: User, source: str = "app") -> Seat:
    """Record the statement of a member that no tie or interest exists.

    Raises:
        Refused: a tie is on record; the seat was ended; StaleVersion.
    """
    with recorded(by=by, source=source):
        require(by, "case_seat.declare", seat)
        row = taken(seat.case, by=by, act="case.read")
        bar_relatives(row, on=today, by=by)
        refuse_barred(row, seat.person_id, field="seat")
        if seat.ended_on is not None:
            raise Refused(_("This was ended already."), code="ended_already")
        not_before(not_after(on, today, "on"), seat.appointed_on, "on")
        return update_version(seat, version=version, changes={"declared_on": on})


def end_seat(*, seat: Seat, on: date, reason: str, version: int | None, by: User, source: str = "app") -> Seat:
    """Take somebody off the council."""
    with recorded(by=by, source=source):
        require(by, "case_seat.end", seat)
        if seat.ended_on is not None:
            raise Refused(_("This was ended already."), code="ended_already")
        changes = {"ended_on": max(on, seat.appointed_on), "end_reason": need(reason, "reason")}
        return update_version(seat, version=version, changes=changes)


def record_sitting(
    *,
    case: Case,
    session: str,
    held_on: date,
    place: str,
    chair: Person | None,
    invited: int,
    attended: int,
    subject_present: bool,
    minutes: str,
    ballots: Mapping[str, int],
    today: date,
    by: User,
    subject_heard: str = "",
    proposed_form: str = "",
    source: str = "app",
) -> Sitting:
    """Put the minutes of a sitting on file: counts of ballots by form ("none" for no discipline), never single votes.

    Raises:
        Refused: another stage; the person concerned was neither there nor missed the last summons; a chair who is
            kept out; a council with a seat empty, undeclared or held by somebody kept out.
        InvalidInput: counts that do not add up, a form the subject's kind does not know, a day ahead.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_sitting.add", as_part=Sitting)
        if session not in Session.values:
            raise InvalidInput(_("Choose the sitting."), field="session", code="session_unknown")
        in_state(row, STAGE_OF[Session(session)])
        not_before(not_after(held_on, today, "held_on"), row.opened_on, "held_on")
        bar_relatives(row, on=today, by=by)
        refuse_barred(row, chair.pk if chair is not None else None, field="chair")
        counts = _counts(row, ballots, attended, held_on)
        if attended > invited:
            raise InvalidInput(_("More attended than were invited."), field="attended", code="attended_too_many")
        _refuse_unheard(row, session, held_on, subject_present)
        if session == Session.COUNCIL:
            _refuse_faulty_council(row)
        _check_form(row, proposed_form, held_on)
        return Sitting.objects.create(
            case=row,
            session=session,
            held_on=held_on,
            place=need(place, "place"),
            chair=chair,
            invited=invited,
            attended=attended,
            subject_present=subject_present,
            subject_heard=subject_heard.strip(),
            minutes=need(minutes, "minutes"),
            ballots=counts,
            proposed_form=proposed_form,
            by=by,
        )


def submit_for_decision(*, case: Case, by: User, source: str = "app") -> Case:
    """Hand the file with the council's proposal to whoever decides.

    Raises:
        Refused: the minutes of the council are missing.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        if not row.sittings.filter(session=Session.COUNCIL).exists():
            raise Refused(_("The minutes of the council are missing."), code="council_missing")
        done: Case = move(row, "submit_for_decision", by=by, source=source)
        tell_leaders(
            done,
            occasion=f"submitted:{done.row_version}",
            title=gettext_noop("Case %(code)s waits for a decision"),
            by=by,
        )
        return done


def submit_without_council(*, case: Case, reason: str, by: User, source: str = "app") -> Case:
    """Hand the file over without a council, where the rules or the track know none; the reason is kept.

    Raises:
        Refused: the minutes of the review meeting are missing.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        if not row.sittings.filter(session=Session.REVIEW).exists():
            raise Refused(_("The minutes of the review meeting are missing."), code="review_missing")
        changes = {"council_waived": reason.strip()}
        done: Case = move(row, "submit_without_council", by=by, reason=reason, changes=changes, source=source)
        tell_leaders(
            done,
            occasion=f"submitted:{done.row_version}",
            title=gettext_noop("Case %(code)s waits for a decision"),
            by=by,
        )
        return done


def _refuse_party(case: Case) -> None:
    if case.track == Track.PARTY:
        raise Refused(_("The Party track has no disciplinary council."), code="party_no_council")


def _counts(case: Case, ballots: Mapping[str, int], attended: int, on: date) -> dict[str, int]:
    counts = {form: int(number) for form, number in ballots.items() if number}
    if unknown := [form for form in counts if form != NONE and form not in Form.values]:
        raise InvalidInput(
            _("This form is not known."), field="ballots", code="form_unknown", details={"forms": unknown}
        )
    if any(number < 0 for number in counts.values()) or sum(counts.values()) > attended:
        raise InvalidInput(
            _("There are more ballots than people who attended."), field="ballots", code="ballots_too_many"
        )
    return counts


def _check_form(case: Case, form: str, on: date) -> None:
    if form and form != NONE and book().form_rule(case.subject_kind, form, on) is None:
        raise InvalidInput(
            _("The rules of that day do not know this form for this kind of subject."),
            field="proposed_form",
            code="form_not_valid",
        )


def _refuse_unheard(case: Case, session: str, held_on: date, present: bool) -> None:
    if present:
        return
    answers = list(case.summonses.filter(session=session).order_by("number").values_list("sitting_on", "attendance"))
    if session == Session.COUNCIL:
        if any(answer for _day, answer in answers):
            return
        raise Refused(_("The person concerned was not summoned to the council."), code="not_summoned")
    if not review_may_go_on(answers, book(), case.opened_on or held_on):
        raise Refused(
            _("Without the person concerned the meeting goes on only after the last summons was missed."),
            code="second_summons_missing",
        )


def _refuse_faulty_council(case: Case) -> None:
    seats = [
        SeatFact(seat.role, seat.person_id, seat.declared_on is not None) for seat in case.seats.filter(ended_on=None)
    ]
    barred = {bar.person_id: bar.ground for bar in case.bars.filter(lifted_on=None)}
    found = composition(seats, barred, case.opened_on or case.discovered_on, book())
    if not found.complete:
        raise Refused(council_faults(found), code="council_incomplete")
