"""Whose a line still is: what somebody was told as the holder of a role leaves the inbox with the role."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Notification
from foundation.notifications.sources import sources


def still_readable(
    rows: QuerySet[Notification], user: Any, things: Collection[str] | None = None
) -> QuerySet[Notification]:
    """These lines of `user` without those of things the user may read no more: at once, before any night.

    things: the kinds of things among the rows where they are known; of no other kind is anything asked.
    """
    for source in sources():
        if source.readable is None or (things is not None and source.thing not in things):
            continue
        reach = source.readable(user)
        if reach.query.where:  # without a condition: everything
            still = Exists(reach.filter(pk=OuterRef("alert__thing_id")))
            rows = rows.filter(~Q(alert__thing=source.thing) | Q(told_as=ToldAs.CONCERNED) | still)
    return rows
