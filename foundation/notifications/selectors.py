"""Reading the inbox: everything starts from the reader's own rows."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from foundation.audit.context import Actor
from foundation.notifications.models import Notification
from foundation.notifications.reach import still_readable
from foundation.notifications.sources import sources
from foundation.web.clock import local_date

SHOWS = ("", "unread", "news", "snoozed", "settled", "all")
"""What the inbox can show; empty: what waits for an act."""


def inbox(*, user: Actor) -> QuerySet[Notification]:
    """All notifications of this person, newest first; not of what the person may read no more."""
    rows = Notification.objects.filter(user_id=user.pk).select_related("handled_by", "alert")
    return still_readable(rows, user).order_by("-id")


def unread(*, user: Actor, on: date | None = None) -> QuerySet[Notification]:
    """What this person has not read, nobody has settled and is not put off."""
    return inbox(user=user).filter(_awake(on or local_date()), read_at__isnull=True, handled_at__isnull=True)


def waiting(*, user: Actor, on: date) -> QuerySet[Notification]:
    """What asks this person for an act now."""
    return inbox(user=user).filter(_awake(on), alert__waits=True, handled_at__isnull=True)


def shown(*, user: Actor, show: str, thing: str, on: date) -> QuerySet[Notification]:
    """The part of the inbox that a filter names."""
    rows = inbox(user=user)
    if show == "":
        rows = waiting(user=user, on=on)
    elif show == "unread":
        rows = unread(user=user, on=on)
    elif show == "news":
        rows = rows.filter(alert__waits=False, handled_at__isnull=True)
    elif show == "snoozed":
        rows = rows.filter(handled_at__isnull=True, snoozed_until__gt=on)
    elif show == "settled":
        rows = rows.filter(handled_at__isnull=False)
    return rows.filter(alert__thing=thing) if thing else rows


def unread_of(user: Actor) -> int:
    """The number on the bell: every page asks for it; what may be read no more is looked for only where it can be."""
    rows = Notification.objects.filter(_awake(local_date()), user_id=user.pk, read_at=None, handled_at=None)
    counts: dict[str, int] = dict(rows.order_by().values_list("alert__thing").annotate(Count("pk")))
    leaving = {source.thing for source in sources() if source.readable is not None} & counts.keys()
    told = sum(count for thing, count in counts.items() if thing not in leaving)
    return told + still_readable(rows.filter(alert__thing__in=leaving), user, leaving).count() if leaving else told


def things_of(*, user: Actor, on: date) -> list[str]:
    """Kinds of things that stand in the inbox and are not settled."""
    rows = still_readable(Notification.objects.filter(user_id=user.pk, handled_at__isnull=True), user)
    return sorted(rows.order_by().values_list("alert__thing", flat=True).distinct())


def _awake(on: date) -> Q:
    return Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on)
