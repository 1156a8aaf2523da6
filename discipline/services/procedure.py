"""The person concerned is heard: the file to read, the self-criticism, summons and what came of them."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.enums import HANDLING, Attendance, CaseState, DeliveryKind, Form, Session
from discipline.models import Case, FileReading, Statement, Summons
from discipline.selectors.rule_book import book
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import settle, tell_concerned, tell_handlers
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.rules.calendar import add_working_days, is_working_day
from organization.selectors.calendar import working_calendar

STAGE_OF = {Session.REVIEW: CaseState.REVIEW_MEETING, Session.COUNCIL: CaseState.COUNCIL}


def record_file_reading(
    *, case: Case, on: date, reader: str, what: str, today: date, by: User, source: str = "app"
) -> FileReading:
    """Record that the file was given to read, or was offered and declined.

    Raises:
        Refused: no notice was given yet; InvalidInput: a day ahead or before the notice.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_file_reading.add", as_part=FileReading)
        noticed = _noticed_on(row)
        not_before(not_after(on, today, "on"), noticed, "on")
        made = FileReading.objects.create(
            case=row, on=on, reader=need(reader, "reader"), what=need(what, "what"), by=by
        )
        settle(row, "own:term:file_access", by=by)
        return made


def ask_self_criticism(*, case: Case, by: User, source: str = "app") -> Case:
    """Ask the person concerned for the self-criticism; notice was given before.

    Raises:
        Refused: no notice was given yet.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        noticed = _noticed_on(row)
        done: Case = move(row, "ask_self_criticism", by=by, source=source)
        calendar = working_calendar()
        within = book().find("step.statement", row.opened_on or noticed)
        due = add_working_days(noticed, int(within.value.get("within", 0)), calendar) if within else None
        title = gettext_noop("Case %(code)s: hand in your self-criticism")
        tell_concerned(done, occasion="statement", title=title, on=due, by=by)
        return done


def hand_in_statement(
    *,
    case: Case,
    submitted_on: date,
    text: str,
    today: date,
    by: User,
    named_form: str = "",
    handed_in: bool = True,
    source: str = "app",
) -> Statement:
    """The person concerned explains; or it is put on record that nothing was handed in (by the handler only).

    Args:
        named_form: the form the person names for himself or herself, may be empty.

    Raises:
        Refused: the case is past the stage in which it is heard; no notice was given; the person concerned records a
            refusal (only the handler does).
        InvalidInput: an empty text, an unknown form, a day ahead.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_statement.add", as_part=Statement)
        in_state(row, *HANDLING)
        noticed = _noticed_on(row)
        not_before(not_after(submitted_on, today, "submitted_on"), noticed, "submitted_on")
        own = by.person_id is not None and by.person_id == row.answering_id
        if not handed_in and own:
            raise Refused(_("Only whoever handles the case records that nothing was handed in."), code="not_yours")
        if named_form and named_form not in Form.values:
            raise InvalidInput(_("This form is not known."), field="named_form", code="form_unknown")
        made = Statement.objects.create(
            case=row,
            number=row.statements.count() + 1,
            submitted_on=submitted_on,
            handed_in=handed_in,
            text=need(text, "text") if handed_in else text.strip(),
            named_form=named_form if handed_in else "",
            by=by,
        )
        settle(row, "own:statement", "own:term:statement", by=by)
        if own:
            title = gettext_noop("Case %(code)s: a statement was handed in")
            tell_handlers(row, occasion=f"statement:{made.pk}", title=title, by=by)
        return made


def call_review(*, case: Case, by: User, source: str = "app") -> Case:
    """Go on to the review meeting: the self-criticism lies before, or the record that there is none.

    Raises:
        Refused: neither lies before.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        if not row.statements.exists():
            raise Refused(
                _("The self-criticism is missing; or record that none was handed in."), code="statement_missing"
            )
        return move(row, "call_review", by=by, source=source)


def summon(
    *,
    case: Case,
    session: str,
    sent_on: date,
    sitting_on: date,
    place: str,
    today: date,
    by: User,
    source: str = "app",
) -> Summons:
    """Summon the person concerned to the sitting of this stage, for the first or second time.

    Raises:
        Refused: another stage; a second summons while the first is unanswered or was followed; a third one; the
            council is summoned with less notice than the rules want.
        InvalidInput: the sitting lies before the summons, or on a day off.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_summons.add", as_part=Summons)
        if session not in Session.values:
            raise InvalidInput(_("Choose the sitting."), field="session", code="session_unknown")
        in_state(row, STAGE_OF[Session(session)])
        not_before(not_after(sent_on, today, "sent_on"), row.opened_on, "sent_on")
        _check_sitting_day(sent_on, sitting_on, session, row)
        sent = list(row.summonses.filter(session=session).order_by("number"))
        if len(sent) >= int(book().summons_count(sent_on).value):
            raise Refused(
                _("After the last summons the sitting goes on: there is no further one."), code="summons_last"
            )
        if sent and sent[-1].attendance != Attendance.ABSENT:
            raise Refused(
                _("A second summons follows only where the first was not followed."), code="summons_not_missed"
            )
        made = Summons.objects.create(
            case=row,
            session=session,
            number=len(sent) + 1,
            sent_on=sent_on,
            sitting_on=sitting_on,
            place=need(place, "place"),
            by=by,
        )
        title = gettext_noop("Case %(code)s: you are summoned")
        tell_concerned(row, occasion=f"summons:{made.pk}", title=title, on=sitting_on, by=by)
        return made


def record_attendance(
    *,
    summons: Summons,
    attendance: str,
    today: date,
    by: User,
    received_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    source: str = "app",
) -> Summons:
    """Record what came of a summons, from its day on.

    Raises:
        InvalidInput: an unknown answer, a receipt before the sending; Refused: the day has not come; StaleVersion.
    """
    with recorded(by=by, source=source):
        require(by, "case_summons.update", summons)
        if attendance not in Attendance.values:
            raise InvalidInput(_("Choose what came of it."), field="attendance", code="attendance_unknown")
        early = attendance != Attendance.ASKED_ABSENT and today < summons.sitting_on
        if early:
            raise Refused(_("The day of the sitting has not come yet."), code="sitting_ahead", field="attendance")
        if received_on is not None:
            not_before(not_after(received_on, today, "received_on"), summons.sent_on, "received_on")
        settle(summons.case, f"own:summons:{summons.pk}", by=by)
        changes = {"attendance": attendance, "received_on": received_on, "reason": reason.strip()}
        return update_version(summons, version=version, changes=changes)


def _noticed_on(case: Case) -> date:
    notice = case.deliveries.filter(kind=DeliveryKind.NOTICE).order_by("id").first()
    if notice is None:
        raise Refused(_("Give notice of the case to the person concerned first."), code="notice_missing")
    return notice.received_on


def _check_sitting_day(sent_on: date, sitting_on: date, session: str, case: Case) -> None:
    calendar = working_calendar()
    if sitting_on < sent_on:
        raise InvalidInput(_("The sitting lies before the summons."), field="sitting_on", code="sitting_early")
    if not is_working_day(sitting_on, calendar):
        raise InvalidInput(
            _("%(day)s is no working day.") % {"day": f"{sitting_on:%d/%m/%Y}"}, field="sitting_on", code="day_off"
        )
    if session == Session.COUNCIL:
        notice = book().council_notice(case.opened_on or sent_on)
        latest = add_working_days(sitting_on, -notice.number, calendar)
        if sent_on > latest:
            raise Refused(
                _("The council is summoned at least %(days)s working days before: by %(day)s.")
                % {"days": notice.number, "day": f"{latest:%d/%m/%Y}"},
                code="council_notice_short",
                field="sitting_on",
            )
