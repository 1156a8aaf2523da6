"""Telling people: rows committed with the change that caused them, each at most once a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from foundation.audit.context import Actor
from foundation.notifications.models import Notification

CHUNK = 500


def notify(
    *,
    user_id: int,
    kind: str,
    dedupe: str,
    title: str,
    body: str = "",
    params: Mapping[str, Any] | None = None,
    url: str = "",
    ends_when: str = "",
    by: Actor | None = None,
) -> Notification:
    """Tell one person; the same (user, dedupe) again changes nothing and returns the first row.

    `title`, `body` and `ends_when` are English message ids marked with gettext_noop, with %(name)s for each
    parameter (JSON values; see wording.as_date and as_message). `url` is a path of this site.
    """
    notify_many(
        user_ids=[user_id],
        kind=kind,
        dedupe=dedupe,
        title=title,
        body=body,
        params=params,
        url=url,
        ends_when=ends_when,
        by=by,
    )
    return Notification.objects.get(user_id=user_id, dedupe=dedupe)


def notify_many(
    *,
    user_ids: Iterable[int],
    kind: str,
    dedupe: str,
    title: str,
    body: str = "",
    params: Mapping[str, Any] | None = None,
    url: str = "",
    ends_when: str = "",
    by: Actor | None = None,
) -> None:
    """Tell each of these people the same thing once; who acts (`by`) is not told of the own act unless alone."""
    wanted = sorted(set(user_ids))  # sorted: two runs in parallel take the rows in one order
    if by is not None and len(wanted) > 1:
        wanted = [user_id for user_id in wanted if user_id != by.pk]
    rows = [
        Notification(
            user_id=user_id,
            kind=kind,
            dedupe=dedupe,
            title=title,
            body=body,
            params=dict(params or {}),
            url=url,
            ends_when=ends_when,
        )
        for user_id in wanted
    ]
    with transaction.atomic():
        Notification.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def mark_read(*, by: Actor, ids: Iterable[int] | None = None) -> int:
    """Mark these own notifications as read, or all own ones; others' ids are passed over. Returns the rows changed."""
    mine = Notification.objects.filter(user_id=by.pk, read_at__isnull=True)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    return mine.update(read_at=Now())


def mark_handled(*, dedupe_prefix: str, by: Actor | None) -> int:
    """The matter is settled: it stops for everybody told of it. Returns the rows changed.

    A prefix ends where a part of the key ends: "cycle:7" settles "cycle:7" and "cycle:7:remind", not "cycle:70".
    """
    if not dedupe_prefix:
        raise ValueError("An empty prefix would settle everything.")
    part = Q(dedupe=dedupe_prefix) | Q(dedupe__startswith=dedupe_prefix.removesuffix(":") + ":")
    matter = Notification.objects.filter(part, handled_at__isnull=True)
    return matter.update(
        handled_at=Now(), handled_by=by.pk if by is not None else None, read_at=Coalesce("read_at", Now())
    )
