"""From the plan to the new post: announcement, the person's opinion and its answer, decision, hand-over."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.enums_rotation import ReliefState, RotationState
from cadres.holds import holds_of
from cadres.models import RotationCase, RotationItem
from cadres.rules.rotation import Limit
from cadres.services import rotation_alerts as alerts
from cadres.services.postings import transfer
from cadres.services.rotation_cases import in_state, need, not_ahead, taken
from cadres.services.rotation_plan import check_day, require_act, standing_item
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused


def announce(*, case: RotationCase, on: date, where: str, today: date, by: User, source: str = "app") -> RotationCase:
    """Make the plan public inside the body; the notice runs from that day, and the person reads the case.

    Raises:
        InvalidInput: a day ahead or before the plan, no place; Refused, StateChanged: the case is not planned.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_case.announce")
        in_state(row, RotationState.PLANNED)
        item = standing_item(row)
        not_ahead(on, today, "on")
        if item.signed_at is not None and on < item.signed_at.date():
            raise InvalidInput(_("The announcement lies before the plan."), field="on", code="before_the_plan")
        until = on + timedelta(days=Limit.read(row.rule.value).notice_days)
        changes = {"announced_on": on, "announced_where": need(where, "where"), "notice_until": until}
        update_version(item, version=item.row_version, changes=changes)
        done: RotationCase = move(
            row, "announce", by=by, details={"item": item.pk, "on": on, "until": until}, source=source
        )
        title = gettext_noop("Your move to another post was announced")
        alerts.tell_person(done, occasion=f"announced:{item.pk}:{item.row_version}", title=title, by=by)
        return done


def give_opinion(*, case: RotationCase, text: str, today: date, by: User, source: str = "app") -> RotationItem:
    """The person concerned says in writing what they think of it; once for each announcement.

    Raises:
        Refused: it was given already, or the case is not announced; InvalidInput: no text.

    Side effects: the head and the officers are told that an answer is owed.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_case.own")
        in_state(row, RotationState.ANNOUNCED)
        item = standing_item(row)
        if item.opinion_on is not None:
            raise Refused(_("Your opinion was recorded already."), code="opinion_given")
        done: RotationItem = update_version(
            item, version=item.row_version, changes={"opinion": need(text, "text"), "opinion_on": today}
        )
        alerts.tell_opinion(row, item=item.pk, by=by)
        return done


def answer_opinion(
    *, case: RotationCase, text: str, today: date, by: User, revise: bool = False, source: str = "app"
) -> RotationCase:
    """Answer the opinion; with `revise` the case goes back to the plan, which is announced anew.

    Raises:
        Refused: there is no opinion to answer; Forbidden: one's own case; InvalidInput: no text.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_case.answer")
        in_state(row, RotationState.ANNOUNCED)
        item = standing_item(row)
        if item.opinion_on is None or item.answered_on is not None:
            raise Refused(_("There is no opinion that waits for an answer."), code="nothing_to_answer")
        changes = {"answer": need(text, "text"), "answered_on": today, "answered_by": by}
        update_version(item, version=item.row_version, changes=changes)
        done = row
        if revise:
            done = move(row, "revise", by=by, reason=text, source=source)
        alerts.settle_opinion(done, item=item.pk, by=by)
        title = gettext_noop("Your opinion on the move was answered")
        alerts.tell_person(done, occasion=f"answered:{item.pk}:{item.row_version}", title=title, by=by)
        return done


def revise_item(*, case: RotationCase, move_on: date, today: date, by: User, source: str = "app") -> RotationItem:
    """Another day for a plan that was taken back after an opinion; it has to be announced anew.

    Raises:
        InvalidInput: the day has passed, lies before the least term or outside the round; Refused: it is not planned.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_case.announce")
        require_act(by, "plan", row)
        in_state(row, RotationState.PLANNED)
        item = standing_item(row)
        check_day(row, move_on, today, item.round)
        return update_version(item, version=item.row_version, changes={"move_on": move_on})


def decide(
    *,
    case: RotationCase,
    decision_number: str,
    decided_on: date,
    effective_on: date,
    today: date,
    by: User,
    urgent_reason: str = "",
    source: str = "app",
) -> RotationCase:
    """Record the decision of the appointing authority.

    Raises:
        Forbidden: one's own case, or the post is managed above the unit.
        InvalidInput: no number, a decision ahead, one that takes effect before it was made.
        Refused: the notice has not run out and nothing is urgent, an opinion waits for its answer, or the person is
            held (discipline, inspection): the move is deferred then.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by)
        require_act(by, "decide", row)
        in_state(row, RotationState.ANNOUNCED)
        item = standing_item(row)
        _refuse_held(row)
        not_ahead(decided_on, today, "decided_on")
        if item.announced_on is not None and decided_on < item.announced_on:
            raise InvalidInput(
                _("The decision lies before the announcement."), field="decided_on", code="before_the_announcement"
            )
        if effective_on < decided_on:
            raise InvalidInput(
                _("It takes effect no earlier than it was decided."), field="effective_on", code="effective_early"
            )
        if item.opinion_on is not None and item.answered_on is None:
            raise Refused(_("The person's opinion waits for an answer."), code="opinion_unanswered")
        if item.notice_until is not None and decided_on < item.notice_until and not urgent_reason.strip():
            raise Refused(
                _("The notice runs until %(day)s; decide after it, or say why it is urgent.")
                % {"day": f"{item.notice_until:%d/%m/%Y}"},
                code="notice_runs",
                field="decided_on",
            )
        changes = {
            "decision_number": need(decision_number, "decision_number"),
            "decided_on": decided_on,
            "effective_on": effective_on,
            "decided_by": by,
            "urgent_reason": urgent_reason.strip(),
        }
        update_version(item, version=item.row_version, changes=changes)
        done: RotationCase = move(
            row,
            "decide",
            by=by,
            changes={"receiver": item.destination},
            details={"item": item.pk, "number": item.decision_number, "effective_on": effective_on},
            source=source,
        )
        alerts.settle(done, by=by)
        title = gettext_noop("Your move to another post was decided")
        alerts.tell_person(done, occasion=f"decided:{item.pk}", title=title, by=by)
        return done


def execute(
    *, case: RotationCase, handover_number: str, handed_over_on: date, today: date, by: User, source: str = "app"
) -> RotationCase:
    """The hand-over is done: the post ends, the next one begins on the day of the decision, the case ends.

    Raises:
        Refused: the case is not decided, or the transfer is not possible (see cadres.services.postings.transfer).
        InvalidInput: no number of the hand-over record, a day ahead; Forbidden: one's own case.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_case.execute")
        in_state(row, RotationState.DECIDED)
        item = standing_item(row)
        not_ahead(handed_over_on, today, "handed_over_on")
        number = need(handover_number, "handover_number")
        assert item.effective_on is not None  # a decided line has its day
        posting = transfer(
            person=row.person,
            unit=item.destination,
            position=item.position,
            on=item.effective_on,
            decision_number=item.decision_number,
            today=today,
            by=by,
        )
        changes = {"handover_number": number, "handed_over_on": handed_over_on, "new_posting": posting}
        move(item, "carry_out", by=by, changes=changes, source=source)
        done: RotationCase = move(
            RotationCase.objects.get(pk=row.pk),
            "execute",
            by=by,
            changes={"closed_on": item.effective_on},
            details={"item": item.pk, "posting": posting.pk},
            source=source,
        )
        alerts.settle(done, by=by)
        return done


def _refuse_held(case: RotationCase) -> None:
    """Nobody with an open matter is decided on (it would be a punishment before its time)."""
    if holds_of([case.person_id]) or case.reliefs.filter(state=ReliefState.GRANTED).exists():
        raise Refused(_("The move is deferred: something is open that defers it."), code="held")
