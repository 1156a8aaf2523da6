"""Objective causes of a delay: claimed by one, confirmed or not by somebody else; only a confirmed one excuses."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from directives.enums import AssignmentState, CauseState
from directives.models import Assignment, DelayCause
from directives.services.notices import giver_account, person_account, tell
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled
from foundation.workflow.errors import InvalidInput, Refused

STANDING = (CauseState.CLAIMED, CauseState.CONFIRMED)


def claim(*, assignment: Assignment, text: str, on: date, by: User, source: str = "app") -> DelayCause:
    """Say that a delay has an objective cause; until somebody else confirms it, the delay counts.

    Raises:
        Refused: the task was cancelled, or a cause stands already.
        InvalidInput: no cause is named, or the day lies before the task was given.
    Side effects: the giver is told.
    """
    if not text.strip():
        raise InvalidInput(_("Name the cause."), field="text", code="field_missing")
    if on < assignment.assigned_on:
        raise InvalidInput(_("This lies before the day the task was given."), field="on", code="before_given")
    with recorded(by=by, source=source):
        row = Assignment.objects.select_for_update(of=("self",)).select_related("person").get(pk=assignment.pk)
        if row.state == AssignmentState.CANCELLED:
            raise Refused(_("The task was cancelled."), code="not_open")
        if row.causes.filter(state__in=STANDING).exists():
            raise Refused(_("A cause was claimed for this task already."), code="cause_stands")
        made = DelayCause.objects.create(
            assignment=row, number=row.causes.count() + 1, text=text.strip(), claimed_on=on, claimed_by=by
        )
        tell(
            row,
            [giver_account(row, on=on)],
            occasion=f"cause:{made.number}",
            title=gettext_noop("An objective cause is claimed for %(code)s: %(text)s"),
            body=gettext_noop("The delay counts until somebody else confirms the cause."),
            params={"text": made.text},
            by=by,
        )
    return made


def confirm(*, cause: DelayCause, on: date, by: User, note: str = "", source: str = "app") -> DelayCause:
    """Confirm the cause: the delay no longer counts as late work.

    Raises:
        Forbidden: who claimed it, or whose delay it is.
        StateChanged: it is settled already.
    Side effects: the person is told.
    """
    refuse_shared_duty(cause, "confirm", by=by)
    changes = {"settled_on": on, "settled_by": by, "settle_note": note.strip()}
    with recorded(by=by, source=source):
        row = Assignment.objects.select_for_update().get(pk=cause.assignment_id)
        done: DelayCause = move(cause, "confirm", by=by, changes=changes, source=source)
        update_version(row, version=row.row_version, changes={"objective_cause": done.text})
        _tell(done, gettext_noop("The cause of a delay of %(code)s was confirmed: %(text)s"), by=by)
    return done


def refuse(*, cause: DelayCause, reason: str, on: date, by: User, source: str = "app") -> DelayCause:
    """Do not confirm it, with the reason: the delay counts. Refusals as for `confirm`."""
    changes = {"settled_on": on, "settled_by": by, "settle_note": reason.strip()}
    with recorded(by=by, source=source):
        done: DelayCause = move(cause, "refuse", by=by, reason=reason, changes=changes, source=source)
        _tell(done, gettext_noop("The cause of a delay of %(code)s was not confirmed: %(text)s"), by=by)
    return done


def revoke(*, cause: DelayCause, reason: str, by: User, source: str = "app") -> DelayCause:
    """Take a confirmation back, with the reason: the delay counts again."""
    refuse_shared_duty(cause, "revoke", by=by)
    with recorded(by=by, source=source):
        row = Assignment.objects.select_for_update().get(pk=cause.assignment_id)
        done: DelayCause = move(cause, "revoke", by=by, reason=reason, source=source)
        update_version(row, version=row.row_version, changes={"objective_cause": ""})
        _tell(done, gettext_noop("The confirmation of a cause of %(code)s was taken back: %(text)s"), by=by)
    return done


def _tell(cause: DelayCause, title: str, *, by: User) -> None:
    mark_handled(dedupe_prefix=f"assignment:{cause.assignment_id}:cause:{cause.number}", by=by)
    tell(
        cause.assignment,
        [person_account(cause.assignment)],
        occasion=f"cause:{cause.number}:{cause.state}",
        title=title,
        body=gettext_noop("%(note)s"),
        params={"text": cause.text, "note": cause.settle_note},
        by=by,
    )
