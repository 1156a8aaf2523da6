"""More time for a task: asked for by its person, granted, refused or given by the giver, within the limit in force."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from directives.enums import AssignmentState, ExtensionState
from directives.models import Assignment, AssignmentExtension, ExtensionLimit
from directives.rules.extensions import Fault, Limit, Wish, fault_of, most_days
from directives.rules.lateness import effective_due
from directives.selectors.extensions import limit_on
from directives.services.deadlines import check_day_worked, check_deadline
from directives.services.notices import giver_account, person_account, tell
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled
from foundation.notifications.wording import as_date
from foundation.workflow.errors import InvalidInput, Refused
from organization.rules.calendar import working_days_between
from organization.selectors.calendar import working_calendar


def ask(
    *,
    assignment: Assignment,
    to_due_on: date,
    reason: str,
    on: date,
    by: User,
    day_off_confirmed: bool = False,
    source: str = "app",
) -> AssignmentExtension:
    """Ask for a later deadline; it stays as it is until the giver says yes.

    Raises:
        Refused: the task has ended, a wish waits already, or the limit in force forbids it.
        InvalidInput: no reason, a day that is not later, one on a day off that nobody confirmed.
    Side effects: the giver is told.
    """
    with recorded(by=by, source=source):
        made = _begin(assignment, to_due_on, reason, on=on, asked_by=by, day_off_confirmed=day_off_confirmed)
        tell(
            assignment,
            [giver_account(assignment, on=on)],
            occasion=f"extension:{made.number}:asked",
            title=gettext_noop("%(person)s asks for more time for %(code)s: %(title)s"),
            body=gettext_noop("Until %(due)s. Reason: %(reason)s"),
            params={"person": assignment.person.full_name, "due": as_date(to_due_on), "reason": made.reason},
            by=by,
        )
    return made


def give(
    *,
    assignment: Assignment,
    to_due_on: date,
    reason: str,
    on: date,
    by: User,
    day_off_confirmed: bool = False,
    source: str = "app",
) -> AssignmentExtension:
    """The giver moves the deadline without having been asked. Refusals as for `ask` and `grant`."""
    with recorded(by=by, source=source):
        made = _begin(assignment, to_due_on, reason, on=on, asked_by=None, day_off_confirmed=day_off_confirmed)
        return grant(extension=made, on=on, by=by, source=source)


def grant(
    *, extension: AssignmentExtension, on: date, by: User, note: str = "", source: str = "app"
) -> AssignmentExtension:
    """Say yes: the deadline in force is the new one, the first one stays on record.

    Raises:
        Forbidden: who asked, or whose task it is.
        Refused: the task was cancelled, the deadline is no longer earlier, or the limit in force forbids it.
        StateChanged: it is settled already.
    Side effects: the person is told.
    """
    refuse_shared_duty(extension, "grant", by=by)
    with recorded(by=by, source=source):
        row = (
            Assignment.objects.select_for_update(of=("self",)).select_related("person").get(pk=extension.assignment_id)
        )
        if row.state == AssignmentState.CANCELLED:
            raise Refused(_("The task was cancelled."), code="not_open")
        if extension.to_due_on <= row.due_on:
            raise Refused(_("The deadline in force is not earlier than the one asked for."), code="not_later")
        limit, wish = _kept_limit(row, extension.to_due_on, asked_on=extension.asked_on)
        changes = {
            "from_due_on": row.due_on,
            "working_days": max(0, wish.days_wanted),
            "limit": limit,
            "inputs": wish.as_json(),
            "settled_on": on,
            "settled_by": by,
            "settle_note": note.strip(),
        }
        done: AssignmentExtension = move(extension, "grant", by=by, changes=changes, source=source)
        update_version(
            row,
            version=row.row_version,
            changes={
                "due_on": extension.to_due_on,
                "first_due_on": row.original_due_on,
                "times_extended": row.times_extended + 1,
            },
        )
        record_event(
            table=Assignment._meta.db_table,
            object_type="directives.assignment",
            object_id=row.pk,
            name="assignment.deadline_moved",
            reason=extension.reason,
            details={"from": changes["from_due_on"], "to": extension.to_due_on},
        )
        _settled(done, gettext_noop("More time for %(code)s until %(due)s: %(title)s"), on=on, by=by)
    return done


def refuse(
    *, extension: AssignmentExtension, reason: str, on: date, by: User, source: str = "app"
) -> AssignmentExtension:
    """Say no, with the reason; the deadline stays. Forbidden and StateChanged as for `grant`."""
    changes = {"settled_on": on, "settled_by": by, "settle_note": reason.strip()}
    with recorded(by=by, source=source):
        done: AssignmentExtension = move(extension, "refuse", by=by, reason=reason, changes=changes, source=source)
        _settled(done, gettext_noop("No more time for %(code)s: %(title)s"), on=on, by=by)
    return done


def withdraw(*, extension: AssignmentExtension, on: date, by: User, source: str = "app") -> AssignmentExtension:
    """Who asked no longer wants it."""
    with recorded(by=by, source=source):
        done: AssignmentExtension = move(
            extension, "withdraw", by=by, changes={"settled_on": on, "settled_by": by}, source=source
        )
        mark_handled(dedupe_prefix=_matter(done), by=by)
    return done


def _begin(
    assignment: Assignment,
    to_due_on: date,
    reason: str,
    *,
    on: date,
    asked_by: User | None,
    day_off_confirmed: bool,
) -> AssignmentExtension:
    row = Assignment.objects.select_for_update(of=("self",)).select_related("person").get(pk=assignment.pk)
    if row.state != AssignmentState.OPEN:
        raise Refused(_("A task that is done or cancelled needs no more time."), code="not_open")
    if not reason.strip():
        raise InvalidInput(_("Say why more time is needed."), field="reason", code="reason_missing")
    if to_due_on <= row.due_on:
        raise InvalidInput(
            _("The new deadline must lie after the one in force, %(day)s.") % {"day": f"{row.due_on:%d/%m/%Y}"},
            field="to_due_on",
            code="not_later",
        )
    if row.extensions.filter(state=ExtensionState.ASKED).exists():
        raise Refused(_("A wish for more time waits for an answer already."), code="extension_waits")
    check_deadline(person=row.person, assigned_on=row.assigned_on, due_on=to_due_on)
    check_day_worked(to_due_on, confirmed=day_off_confirmed, field="to_due_on")
    _kept_limit(row, to_due_on, asked_on=on)
    return AssignmentExtension.objects.create(
        assignment=row,
        number=row.extensions.count() + 1,
        from_due_on=row.due_on,
        to_due_on=to_due_on,
        reason=reason.strip(),
        asked_on=on,
        asked_by=asked_by,
    )


def _kept_limit(row: Assignment, to_due_on: date, *, asked_on: date) -> tuple[ExtensionLimit | None, Wish]:
    """The limit in force and the figures it was held against; refused where they break it."""
    days, limit = working_calendar(), limit_on(kind=row.kind, on=asked_on)
    granted = row.extensions.filter(state=ExtensionState.GRANTED)
    wish = Wish(
        times_before=len(granted),
        days_first=working_days_between(row.assigned_on, row.original_due_on, days),
        days_before=sum(one.working_days for one in granted),
        days_wanted=working_days_between(row.due_on, to_due_on, days),
        asked_on=asked_on,
        due_on=effective_due(row.due_on, days),
    )
    rule = _values(limit)
    fault = fault_of(rule, wish)
    if fault is not None and limit is not None:
        raise Refused(
            _said(fault, rule, wish),
            code=f"extension_{fault}",
            field="to_due_on",
            details={"limit": limit.code, "verified": limit.verified, **wish.as_json()},
        )
    return limit, wish


def _values(limit: ExtensionLimit | None) -> Limit:
    if limit is None:
        return Limit(only_before_due=False)
    return Limit(limit.max_times, limit.max_percent, limit.max_working_days, limit.only_before_due)


def _said(fault: Fault, limit: Limit, wish: Wish) -> str:
    if fault == "too_late":
        return _(
            "More time is asked for before the deadline; it passed on %(day)s. Claim an objective cause instead."
        ) % {"day": f"{wish.due_on:%d/%m/%Y}"}
    if fault == "too_often":
        times = limit.max_times or 0
        said = ngettext(
            "A task of this class is extended at most %(n)s time.",
            "A task of this class is extended at most %(n)s times.",
            times,
        )
        return said % {"n": times}
    most = most_days(limit, wish.days_first) or 0
    said = ngettext(
        "All extensions of this task together may add at most %(n)s working day; this would make %(all)s.",
        "All extensions of this task together may add at most %(n)s working days; this would make %(all)s.",
        most,
    )
    return said % {"n": most, "all": wish.days_before + wish.days_wanted}


def _matter(extension: AssignmentExtension) -> str:
    return f"assignment:{extension.assignment_id}:extension:{extension.number}"


def _settled(extension: AssignmentExtension, title: str, *, on: date, by: User) -> None:
    mark_handled(dedupe_prefix=_matter(extension), by=by)
    tell(
        extension.assignment,
        [person_account(extension.assignment)],
        occasion=f"extension:{extension.number}:{extension.state}",
        title=title,
        body=gettext_noop("%(note)s"),
        params={"due": as_date(extension.to_due_on), "note": extension.settle_note or extension.reason},
        by=by,
    )
