"""Whose a line still is: what somebody was told as the holder of a role leaves the inbox with the role."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Notification
from foundation.notifications.sources import sources


def still_readable(rows: QuerySet[Notification], user: Any) -> QuerySet[Notification]:
    """These lines of `user` without those of things the user may read no more: at once, before any night."""
    for source in sources():
        if source.readable is None:
            continue
        things = source.readable(user)
        if things.query.where:  # without a condition: everything
            still = Exists(things.filter(pk=OuterRef("alert__thing_id")))
            rows = rows.filter(~Q(alert__thing=source.thing) | Q(told_as=ToldAs.CONCERNED) | still)
    return rows
