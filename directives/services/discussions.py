"""The collective's discussion of a task, recorded before it is decided."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import AssignmentState
from directives.models import Assignment, AssignmentDiscussion
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused


def record_discussion(
    *, assignment: Assignment, held_on: date, body: str, summary: str, today: date, by: User, source: str = "app"
) -> AssignmentDiscussion:
    """Write down which collective discussed the task on which day, and what came of it; it is never changed.

    Raises:
        Refused: the task is done or cancelled.
        InvalidInput: a text is missing, or the day lies before the task was given or still to come.
    """
    if assignment.state != AssignmentState.OPEN:
        raise Refused(_("The task has ended; what is discussed now no longer goes before it."), code="not_open")
    for name, text in (("body", body), ("summary", summary)):
        if not text.strip():
            raise InvalidInput(_("Name the collective and what came of the discussion."), field=name, code="missing")
    if held_on < assignment.assigned_on:
        raise InvalidInput(_("This lies before the day the task was given."), field="held_on", code="before_given")
    if held_on > today:
        raise InvalidInput(_("This day is still to come."), field="held_on", code="still_to_come")
    with recorded(by=by, source=source):
        row = Assignment.objects.select_for_update().get(pk=assignment.pk)
        return AssignmentDiscussion.objects.create(
            assignment=row,
            number=row.discussions.count() + 1,
            held_on=held_on,
            body=body.strip(),
            summary=summary.strip(),
            recorded_by=by,
        )
