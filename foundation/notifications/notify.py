"""Telling people of what an act caused: an alert with its lines, committed with the act, each at most once a person."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from foundation.audit.context import Actor
from foundation.notifications.ending import mark_handled
from foundation.notifications.models import Notification
from foundation.notifications.raising import CHUNK, New, Told, raise_alerts
from foundation.web.clock import local_date

__all__ = ["mark_handled", "mark_read", "notify", "notify_many", "told_together"]

_waiting: ContextVar[dict[date, list[New]] | None] = ContextVar("told_together", default=None)


@contextmanager
def told_together() -> Iterator[None]:
    """What `notify_many` is given inside is raised by the hundred, not one by one: for jobs that tell of many things.

    All of it is raised by the end of the body, nothing where the body fails. One within another raises its own at its
    own end. A body does not settle what it tells itself: that is raised after.
    """
    kept: dict[date, list[New]] = {}
    with transaction.atomic():  # what a long body raised on the way goes with it when it fails
        token = _waiting.set(kept)
        try:
            yield
        finally:
            _waiting.reset(token)
        for day, found in kept.items():
            _raise(found, day)


def _raise(found: list[New], day: date) -> None:
    raise_alerts(found, on=day)
    found.clear()


def notify(*, user_id: int, dedupe: str, **more: Any) -> Notification:
    """Tell one person at once; the same (user, dedupe) again changes nothing and returns the first row: notify_many.

    The row is the answer, so it waits for nothing told together.
    """
    token = _waiting.set(None)
    try:
        notify_many(user_ids=[user_id], dedupe=dedupe, **more)
    finally:
        _waiting.reset(token)
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
    told_as: str = "",
    rule: str = "",
    code: str = "",
    unit_path: str = "",
    due_on: date | None = None,
    inputs: Mapping[str, Any] | None = None,
    on: date | None = None,
) -> None:
    """Tell each of these people the same thing once; who acts (`by`) is not told of the own act unless alone.

    `dedupe` is the key of the alert: thing:id:occasion. `title`, `body` and `ends_when` are English message ids
    marked with gettext_noop, with %(name)s for each parameter (JSON values; see wording.as_date and as_message).
    `url` is a path of this site. `code`, `unit_path`, `due_on` and `inputs` say what the alert is about.
    """
    wanted = set(user_ids)
    if by is not None and len(wanted) > 1:
        wanted.discard(by.pk)
    if not wanted:
        return
    new = New(
        key=dedupe,
        kind=kind,
        told=tuple(Told(user_id, told_as) for user_id in wanted),
        title=title,
        rule=rule,
        code=code,
        unit_path=unit_path,
        due_on=due_on,
        inputs=inputs or {},
        body=body,
        params=params or {},
        url=url,
        ends_when=ends_when,
    )
    day, together = on or local_date(), _waiting.get()
    if together is None:
        raise_alerts([new], on=day)
        return
    found = together.setdefault(day, [])
    found.append(new)
    if len(found) == CHUNK:
        _raise(found, day)


def mark_read(*, by: Actor, ids: Iterable[int] | None = None) -> int:
    """Mark these own notifications as read, or all own ones; others' ids are passed over. Returns the rows changed."""
    mine = Notification.objects.filter(user_id=by.pk, read_at__isnull=True)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    return mine.update(read_at=Now())
