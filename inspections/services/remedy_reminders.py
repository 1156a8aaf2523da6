"""Reminders of remedies: on the days the team's decision names, and once to the unit and its superior when overdue."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from foundation.audit.record import recorded
from foundation.notifications.notify import told_together
from inspections.models import Remedy
from inspections.rules.remedies import days_left
from inspections.services.telling import Heads, tell_superior, tell_unit
from inspections.visit_enums import RemedyState
from organization.selectors.calendar import working_calendar

LONGEST_AHEAD = timedelta(days=90)
"""No decision reminds earlier than 60 working days before."""


def to_remind(*, on: date) -> QuerySet[Remedy]:
    """Remedies that run and are due within the longest reminder, or overdue."""
    near = Q(extended_to__isnull=True, due_on__lte=on + LONGEST_AHEAD) | Q(extended_to__lte=on + LONGEST_AHEAD)
    return Remedy.objects.filter(near, state=RemedyState.OPEN).order_by("id")


def remind(*, ids: Sequence[int], on: date) -> int:
    """Tell the head of the unit; an overdue remedy is told to the head above as well. Each occasion once a due day."""
    rows = Remedy.objects.filter(pk__in=ids, state=RemedyState.OPEN).select_related(
        "notice__inspection__unit__parent", "notice__inspection__team"
    )
    calendar, heads = working_calendar(), Heads(on)
    with recorded(by=None, source="task"), told_together():
        for row in rows.order_by("id"):
            visit, left = row.notice.inspection, days_left(row.due, on, calendar)
            key = f"{row.pk}-{row.due:%Y%m%d}"
            if left < 0:
                tell_unit(visit, occasion="overdue", heads=heads, on=row.due, key=key)
                tell_superior(visit, occasion="overdue", heads=heads, on=row.due, key=f"{key}-above")
                continue
            passed = [days for days in visit.team.remind_days if left <= days]
            if passed:  # an outage is caught up with the reminder that is nearest now
                tell_unit(visit, occasion="due", heads=heads, on=row.due, key=f"{key}-{min(passed)}")
    return len(ids)
