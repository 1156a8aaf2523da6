"""Giving a task, changing it, ending it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import Person
from directives.enums import AssignmentState
from directives.models import Assignment
from directives.services.codes import next_code
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled, notify
from foundation.notifications.wording import as_date
from foundation.workflow.errors import InvalidInput, Refused

EDITABLE = ("title", "responsibility", "product", "due_on", "objective_cause", "result_note", "quality_faults")


def assign(
    *,
    person: Person,
    title: str,
    responsibility: str,
    product: str,
    assigned_on: date,
    due_on: date,
    by: User | None,
    source: str = "app",
) -> Assignment:
    """Give a task to a person: who does what, by when, answering for what, with which product.

    Raises:
        InvalidInput: one of the five things is missing, or the deadline lies before the day of giving.
        Refused: the person holds no post, or leaves before the deadline.
    Side effects: the person is told, unless they gave it to themselves.
    """
    with recorded(by=by, source=source):
        made = _create(
            person=person, title=title, responsibility=responsibility, product=product,
            assigned_on=assigned_on, due_on=due_on, by=by, by_self=False,
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
            assigned_on=assigned_on, due_on=due_on, by=by, by_self=True,
        )  # fmt: skip
        if done_on is not None:
            finish(assignment=made, done_on=done_on, by=by, source=source)
    return made


def edit(
    *, assignment: Assignment, version: int | None, changes: Mapping[str, Any], by: User, source: str = "app"
) -> Assignment:
    """Change what was agreed while the task is open; a moved deadline leaves an event of its own.

    Raises:
        Refused: the task is done or cancelled.
        InvalidInput: an unknown field, an empty one of the five things, a deadline before the day of giving.
        StaleVersion: somebody wrote first.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    if assignment.state != AssignmentState.OPEN:
        raise Refused(_("A task that is done or cancelled is not changed: reopen it first."), code="not_open")
    before = assignment.due_on
    written: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in changes.items()
    }
    for name in ("title", "responsibility", "product"):
        if name in written:
            _need(written[name], name)
    due_on = written.get("due_on", before)
    _check_dates(assignment.person, assignment.assigned_on, due_on)
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
        InvalidInput: done before it was given.
        StateChanged: it is done or cancelled already.
    """
    if done_on < assignment.assigned_on:
        raise InvalidInput(_("A task cannot be done before it was given."), field="done_on", code="done_before_given")
    changes: dict[str, Any] = {"done_on": done_on}
    if note.strip():
        changes["result_note"] = note.strip()
    with recorded(by=by, source=source):
        move(assignment, "finish", by=by, changes=changes, details={"done_on": done_on}, source=source)
        mark_handled(dedupe_prefix=f"assignment:{assignment.pk}", by=by)
    return assignment


def reopen(*, assignment: Assignment, reason: str, by: User, source: str = "app") -> Assignment:
    """The product was not what was asked: the task is open again, its deadline unchanged."""
    return move(assignment, "reopen", by=by, reason=reason, changes={"done_on": None}, source=source)


def cancel(*, assignment: Assignment, reason: str, by: User, source: str = "app") -> Assignment:
    """The task is no longer wanted; it counts neither for nor against the person."""
    with recorded(by=by, source=source):
        move(assignment, "cancel", by=by, reason=reason, source=source)
        mark_handled(dedupe_prefix=f"assignment:{assignment.pk}", by=by)
    return assignment


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
) -> Assignment:
    _check_dates(person, assigned_on, due_on)
    if person.unit_id is None:
        raise Refused(_("%(name)s holds no post, so no task can be given.") % {"name": person}, code="no_post")
    return Assignment.objects.create(
        code=next_code(year=assigned_on.year),
        person=person,
        unit_id=person.unit_id,
        title=_need(title, "title"),
        responsibility=_need(responsibility, "responsibility"),
        product=_need(product, "product"),
        assigned_on=assigned_on,
        due_on=due_on,
        recorded_by_self=by_self,
        given_by=by,
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


def _check_dates(person: Person, assigned_on: date, due_on: date) -> None:
    if due_on < assigned_on:
        raise InvalidInput(
            _("The deadline lies before the day the task is given."), field="due_on", code="due_before_given"
        )
    if person.left_on is not None and person.left_on <= due_on:
        raise Refused(
            _("%(name)s leaves on %(day)s, before the deadline.")
            % {"name": person, "day": f"{person.left_on:%d/%m/%Y}"},
            code="person_left",
            field="person",
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
