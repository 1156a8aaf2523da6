"""Reminders of working regulations: once some working days before the review is due, once when it has passed."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.enums import Role
from accounts.selectors.grants import in_force
from directives.models import WorkingRegulation
from foundation.audit.record import recorded
from foundation.notifications.enums import ToldAs
from foundation.notifications.notify import notify
from foundation.notifications.policies import policies_on
from foundation.notifications.wording import as_date
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar

DAYS_BEFORE = 10
TITLES = {
    "before": gettext_noop("The working regulation %(number)s is to be reviewed by %(due)s"),
    "after": gettext_noop("The review of the working regulation %(number)s is overdue since %(due)s"),
}


def to_remind(*, on: date) -> QuerySet[WorkingRegulation]:
    """Regulations in force whose review is near or past on that day."""
    days = policies_on(on).offsets("regulation.review", (DAYS_BEFORE,))[0]
    until = add_working_days(on, days, working_calendar())
    return WorkingRegulation.objects.filter(ended_on__isnull=True, next_review_on__lte=until).order_by("id")


def remind(*, ids: Sequence[int], on: date) -> int:
    """Tell the heads of the units, once before and once after the day. Returns how many were looked at."""
    rows = list(
        WorkingRegulation.objects.filter(pk__in=ids, ended_on__isnull=True).select_related("unit").order_by("id")
    )
    heads: dict[int, list[int]] = {}
    grants = in_force(on).filter(
        role=Role.DEPARTMENT_HEAD, unit__in=[row.unit_id for row in rows], user__is_active=True
    )
    for unit, user in grants.order_by("user_id").values_list("unit_id", "user_id").distinct():
        heads.setdefault(unit, []).append(user)
    with recorded(by=None, source="task"):
        for row in rows:
            phase = "after" if row.next_review_on < on else "before"
            for user in heads.get(row.unit_id, ()):
                notify(
                    user_id=user,
                    kind="regulation",
                    dedupe=f"regulation:{row.pk}:{phase}:{row.next_review_on}",
                    title=TITLES[phase],
                    params={"number": row.number, "due": as_date(row.next_review_on)},
                    ends_when=gettext_noop("Ends when the review is recorded."),
                    url=f"/regulations/{row.pk}/",
                    by=None,
                    told_as=ToldAs.HEAD,
                    code=row.number,
                    unit_path=row.unit.path,
                    due_on=row.next_review_on,
                    inputs={"due_on": row.next_review_on.isoformat(), "on": on.isoformat()},
                    on=on,
                )
    return len(ids)
