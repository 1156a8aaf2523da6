"""Reading the inbox: everything starts from the reader's own rows."""

from django.db.models import QuerySet

from foundation.audit.context import Actor
from foundation.notifications.models import Notification


def inbox(*, user: Actor) -> QuerySet[Notification]:
    """All notifications of this person, newest first."""
    return Notification.objects.filter(user_id=user.pk).select_related("handled_by").order_by("-id")


def unread(*, user: Actor) -> QuerySet[Notification]:
    """What this person has not read and nobody has settled."""
    return inbox(user=user).filter(read_at__isnull=True, handled_at__isnull=True)


def unread_of(user: Actor) -> int:
    """The number on the bell."""
    return Notification.objects.filter(user_id=user.pk, read_at__isnull=True, handled_at__isnull=True).count()
