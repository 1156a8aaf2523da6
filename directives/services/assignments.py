"""Giving a task, changing it, ending it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import Person
from directives.enums import AssignmentKind, AssignmentState, Authority, ExtensionState
from directives.models import Assignment, AssignmentDiscussion, AssignmentExtension
from directives.selectors.assignments import may_drop
from directives.services.codes import next_code
from directives.services.deadlines import check_day_worked, check_deadline, check_unit
from directives.services.mandates import MANDATE_FIELDS, REGULAR, Mandate, check_mandate, mandate_of
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled, notify
from foundation.notifications.wording import as_date
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, Refused
from organization.rules.calendar import WorkingCalendar

EDITABLE = ("title", "responsibility", "product", "due_on", "result_note", "quality_faults", *MANDATE_FIELDS)


def assign(
    *,
    person: Person,
    title: str,
    responsibility: str,
    product: str,
    assigned_on: date,
    due_on: date,
    by: User | None,
    mandate: Mandate = REGULAR,
    day_off_confirmed: bool = False,
    calendar: WorkingCalendar | None = None,
    source: str = "app",
) -> Assignment:
    """Give a task to a person: who does what, by when, answering for what, with which product.

    Args:
        mandate: the class of the task and the authority it is decided by.
        day_off_confirmed: somebody saw that the deadline is a day off and means it.
        calendar: asked for here when it is not given.

    Raises:
        InvalidInput: one of the five things is missing, the deadline lies before the day of giving or on a day off
            that nobody confirmed, or a delegation is not named in full.
        Refused: it is one's own task, the person holds no post, has left or leaves before the deadline, or the unit
            was dissolved.
    Side effects: the person is told.
    """
    refuse_giving_to_oneself(person, by=by)
    check_mandate(mandate, assigned_on=assigned_on)
    with recorded(by=by, source=source):
        made = _create(
            person=person, title=title, responsibility=responsibility, product=product,
            assigned_on=assigned_on, due_on=due_on, by=by, by_self=False, mandate=mandate,
            day_off_confirmed=day_off_confirmed, calendar=calendar,
        )  # fmt: skip
        _tell(made, by=by)
    return made


def record_own(
    *,
    person: Person,
    title: str,
    responsibility: str,
    product: str,
    assigned_on: date,
    due_on: date,
    by: User,
    done_on: date | None = None,
    day_off_confirmed: bool = False,
    source: str = "app",
) -> Assignment:
    """A cadre adds a task that nobody recorded; it stays marked as recorded by oneself.

    Raises:
        Refused: the task is somebody else's.
        InvalidInput: as for `assign`, or done before it was given.
    """
    if by.person_id != person.pk:
        raise Refused(_("You can record only your own tasks."), code="not_own_task")
    with recorded(by=by, source=source):
        made = _create(
            person=person, title=title, responsibility=responsibility, product=product,
            assigned_on=assigned_on, due_on=due_on, by=by, by_self=True, mandate=REGULAR,
            day_off_confirmed=day_off_confirmed, calendar=None,
        )  # fmt: skip
        if done_on is not None:
            finish(assignment=made, done_on=done_on, by=by, source=source)
    return made


def edit(
    *,
    assignment: Assignment,
    version: int | None,
    changes: Mapping[str, Any],
    by: User,
    day_off_confirmed: bool = False,
    source: str = "app",
) -> Assignment:
    """Change what was agreed while the task is open; a deadline brought forward leaves an event of its own.

    Raises:
        Forbidden: whose task it is.
        Refused: the task is done or cancelled, or the deadline would be later: that is an extension.
        InvalidInput: an unknown field, an empty one of the five things, a deadline before the day of giving or on a
            day off, a delegation not named in full.
        StaleVersion: somebody wrote first.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    refuse_shared_duty(assignment, "cancel", by=by)  # who may not drop a task does not empty it either
    if assignment.state != AssignmentState.OPEN:
        raise Refused(_("A task that is done or cancelled is not changed: reopen it first."), code="not_open")
    before = assignment.due_on
    written: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in changes.items()
    }
    for name in ("title", "responsibility", "product"):
        if name in written:
            _need(written[name], name)
    if written.get("authority") == Authority.OWN:
        written |= {name: written.get(name, getattr(REGULAR, name)) for name in MANDATE_FIELDS[2:]}
    check_mandate(mandate_of(assignment, written), assigned_on=assignment.assigned_on)
    due_on = written.get("due_on", before)
    if due_on != before:
        _check_brought_forward(assignment, due_on, day_off_confirmed)
        written["first_due_on"] = assignment.original_due_on
    with recorded(by=by, source=source):
        update_version(assignment, version=version, changes=written)
        if due_on != before:
            record_event(
                table=Assignment._meta.db_table,
                object_type="directives.assignment",
                object_id=assignment.pk,
                name="assignment.deadline_moved",
                details={"from": before, "to": due_on},
            )
    return assignment


def finish(
    *, assignment: Assignment, done_on: date, by: User | None, note: str = "", source: str = "app"
) -> Assignment:
    """The product is handed over on `done_on`.

    Raises:
        InvalidInput: done before it was given, or on a day that has not come.
        Refused: a major or complex task whose discussion by the collective is not recorded by that day.
        StateChanged: it is done or cancelled already.
    """
    if done_on < assignment.assigned_on:
        raise InvalidInput(_("A task cannot be done before it was given."), field="done_on", code="done_before_given")
    if done_on > local_date():
        raise InvalidInput(_("This day lies in the future."), field="done_on", code="day_future")
    _need_discussion(assignment, done_on)
    changes: dict[str, Any] = {"done_on": done_on}
    if note.strip():
        changes["result_note"] = note.strip()
    with recorded(by=by, source=source):
        move(assignment, "finish", by=by, changes=changes, details={"done_on": done_on}, source=source)
        mark_handled(dedupe_prefix=f"assignment:{assignment.pk}", by=by)
    return assignment


def reopen(*, assignment: Assignment, reason: str, by: User, source: str = "app") -> Assignment:
    """The product was not what was asked: the task is open again, its deadline unchanged.

    Raises:
        Forbidden: whose task it is; InvalidInput: no reason; StateChanged: it is not done.
    """
    return move(assignment, "reopen", by=by, reason=reason, changes={"done_on": None}, source=source)


def cancel(*, assignment: Assignment, reason: str, by: User, source: str = "app") -> Assignment:
    """The task is no longer wanted; it counts neither for nor against the person. A wish for more time falls.

    Raises:
        Forbidden: whose task it is; InvalidInput: no reason; StateChanged: it is done or cancelled.
        Refused: an officer of the committee where a head stands over the task.
    """
    with recorded(by=by, source=source):
        refuse_shared_duty(assignment, "cancel", by=by)
        if not may_drop(assignment, by=by):
            raise Refused(_("A head who stands over this task cancels it."), code="head_cancels")
        for wish in AssignmentExtension.objects.filter(assignment=assignment, state=ExtensionState.ASKED):
            move(wish, "withdraw", by=by, source=source)
        move(assignment, "cancel", by=by, reason=reason, source=source)
        mark_handled(dedupe_prefix=f"assignment:{assignment.pk}", by=by)
    return assignment


def refuse_giving_to_oneself(person: Person, *, by: User | None) -> None:
    """A task of one's own stays marked as recorded by oneself: nobody gives it to oneself as a superior would."""
    if by is not None and by.person_id == person.pk:
        raise Refused(
            _("Nobody gives a task to themselves: record it as your own."), code="given_to_oneself", field="person"
        )


def _create(
    *,
    person: Person,
    title: str,
    responsibility: str,
    product: str,
    assigned_on: date,
    due_on: date,
    by: User | None,
    by_self: bool,
    mandate: Mandate,
    day_off_confirmed: bool,
    calendar: WorkingCalendar | None,
) -> Assignment:
    check_deadline(person=person, assigned_on=assigned_on, due_on=due_on)
    if person.unit is None:
        raise Refused(_("%(name)s holds no post, so no task can be given.") % {"name": person}, code="no_post")
    check_unit(person.unit, on=assigned_on, field="person")
    check_day_worked(due_on, confirmed=day_off_confirmed, calendar=calendar)
    return Assignment.objects.create(
        code=next_code(year=assigned_on.year),
        person=person,
        unit=person.unit,
        title=_need(title, "title"),
        responsibility=_need(responsibility, "responsibility"),
        product=_need(product, "product"),
        assigned_on=assigned_on,
        due_on=due_on,
        recorded_by_self=by_self,
        given_by=by,
        **mandate.columns(),
    )


def _need(text: str, field: str) -> str:
    """The text without outer blanks; every one of the five things must be named."""
    if not text.strip():
        raise InvalidInput(
            _("Name the task, the responsibility and the product: a task without one of them binds nobody."),
            field=field,
            code="field_missing",
        )
    return text.strip()


def _check_brought_forward(assignment: Assignment, due_on: date, day_off_confirmed: bool) -> None:
    if due_on > assignment.due_on:
        raise Refused(
            _("A later deadline is an extension: it is asked for or given with a reason, and its history stays."),
            field="due_on",
            code="deadline_needs_extension",
        )
    check_deadline(person=assignment.person, assigned_on=assignment.assigned_on, due_on=due_on)
    check_day_worked(due_on, confirmed=day_off_confirmed)


def _need_discussion(assignment: Assignment, done_on: date) -> None:
    """A major or complex matter is discussed by the collective before it is decided."""
    if assignment.kind != AssignmentKind.MAJOR:
        return
    if AssignmentDiscussion.objects.filter(assignment=assignment, held_on__lte=done_on).exists():
        return
    raise Refused(
        _("A major or complex task is discussed by the collective first: record the discussion, then report it done."),
        code="discussion_missing",
    )


def _tell(assignment: Assignment, *, by: User | None) -> None:
    account = User.objects.filter(person_id=assignment.person_id, is_active=True).first()
    if account is None or (by is not None and account.pk == by.pk):
        return
    notify(
        user_id=account.pk,
        kind="assignment",
        dedupe=f"assignment:{assignment.pk}",
        title=gettext_noop("New task %(code)s: %(title)s"),
        body=gettext_noop("Due on %(due)s. Product: %(product)s."),
        params={
            "code": assignment.code,
            "title": assignment.title,
            "product": assignment.product,
            "due": as_date(assignment.due_on),
        },
        ends_when=gettext_noop("Ends when the task is done or cancelled."),
        url=f"/assignments/{assignment.code}/",
        by=by,
    )
