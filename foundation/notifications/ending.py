"""Ending alerts: for everybody told at once, or for one person where each answers for oneself."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Now

from foundation.audit.context import Actor
from foundation.audit.record import is_recorded, recorded
from foundation.notifications.enums import Ending
from foundation.notifications.models import Alert, Notification


def end_alerts(pks: Collection[int], *, ending: Ending, by: Actor | None, note: str = "") -> int:
    """End these alerts for everybody told; those that ended before are left as they are. Returns the lines ended."""
    if not pks:
        return 0
    with transaction.atomic():
        _end(pks, ending=ending, by=by, note=note)
        return _end_lines(Notification.objects.filter(alert_id__in=pks, handled_at__isnull=True), by=by)


def mark_handled(*, dedupe_prefix: str, by: Actor | None, user_ids: Iterable[int] | None = None) -> int:
    """The matter is settled: it stops for everybody told of it, or for these people only. Returns the lines ended.

    A prefix ends where a part of the key ends: "cycle:7" settles "cycle:7" and "cycle:7:remind", not "cycle:70".
    """
    if not dedupe_prefix:
        raise ValueError("An empty prefix would settle everything.")
    lines = Notification.objects.filter(of_matter("dedupe", dedupe_prefix), handled_at__isnull=True)
    if user_ids is not None:
        return _end_lines(lines.filter(user_id__in=list(user_ids)), by=by)
    with transaction.atomic():
        found = Alert.objects.filter(of_matter("key", dedupe_prefix), ended_at__isnull=True)
        pks = list(found.order_by("pk").values_list("pk", flat=True))
        if pks and is_recorded():
            _end(pks, ending=Ending.SETTLED, by=by)
        elif pks:
            with recorded(by=by, source="app" if by is not None else "task"):
                _end(pks, ending=Ending.SETTLED, by=by)
        return _end_lines(lines, by=by)


def _end(pks: Collection[int], *, ending: Ending, by: Actor | None, note: str = "") -> None:
    Alert.objects.filter(pk__in=pks, ended_at__isnull=True).update(
        ended_at=Now(), ended_by=by.pk if by is not None else None, ending=ending, end_note=note
    )


def _end_lines(lines: QuerySet[Notification], *, by: Actor | None) -> int:
    return lines.update(
        handled_at=Now(), handled_by=by.pk if by is not None else None, read_at=Coalesce("read_at", Now())
    )


def end_lines_of(alert: Alert, user_ids: Collection[int], *, by: Actor | None = None) -> int:
    """End the lines of these people only; for the others the alert goes on."""
    if not user_ids:
        return 0
    return _end_lines(Notification.objects.filter(alert=alert, user_id__in=user_ids, handled_at__isnull=True), by=by)


def of_matter(column: str, prefix: str) -> Q:
    return Q(**{column: prefix}) | Q(**{f"{column}__startswith": prefix.removesuffix(":") + ":"})
