"""Reminders of undertakings: once some working days before the deadline, once when it has passed."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.models import User
from directives.enums import UndertakingState
from directives.models import Undertaking
from foundation.audit.record import recorded
from foundation.notifications.enums import ToldAs
from foundation.notifications.notify import notify
from foundation.notifications.policies import policies_on
from foundation.notifications.wording import as_date
from organization.rules.calendar import WorkingCalendar, add_working_days
from organization.selectors.calendar import working_calendar

DAYS_BEFORE = 5
TITLES = {
    "before": gettext_noop("%(code)s is due on %(due)s: %(title)s"),
    "after": gettext_noop("%(code)s is overdue since %(due)s: %(title)s"),
}


def to_remind(*, on: date) -> QuerySet[Undertaking]:
    """Undertakings under way whose deadline is near or past on that day."""
    calendar: WorkingCalendar = working_calendar()
    days = policies_on(on).offsets("undertaking.due", (DAYS_BEFORE,))[0]
    until = add_working_days(on, days, calendar)
    return Undertaking.objects.filter(state=UndertakingState.PLANNED, due_on__lte=until).order_by("id")


def remind(*, ids: Sequence[int], on: date) -> int:
    """Tell the responsible person of each, once before and once after the deadline. Returns how many were looked at."""
    rows = Undertaking.objects.filter(pk__in=ids, state=UndertakingState.PLANNED)
    with recorded(by=None, source="task"):
        accounts = dict(
            User.objects.filter(person_id__in=rows.values("responsible"), is_active=True).values_list("person_id", "pk")
        )
        for row in rows.select_related("unit").order_by("id"):
            phase = "after" if row.due_on < on else "before"
            if row.responsible_id in accounts:
                notify(
                    user_id=accounts[row.responsible_id],
                    kind="undertaking",
                    dedupe=f"undertaking:{row.pk}:{phase}:{row.due_on}",
                    title=TITLES[phase],
                    params={"code": row.code, "title": row.title, "due": as_date(row.due_on)},
                    url=f"/undertakings/{row.code}/",
                    ends_when=gettext_noop("Ends when the undertaking is done or put aside."),
                    by=None,
                    told_as=ToldAs.CONCERNED,
                    code=row.code,
                    unit_path=row.unit.path,
                    due_on=row.due_on,
                    inputs={"due_on": row.due_on.isoformat(), "on": on.isoformat()},
                    on=on,
                )
        return len(ids)
