"""Open alerts follow the role they are addressed to: who lost it keeps no line, who holds it now gets one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from foundation.audit.record import record_event, recorded
from foundation.notifications.ending import end_lines_of
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert, Notification
from foundation.notifications.sources import above, apart, source_of


def follow_roles(*, ids: Sequence[int], on: date) -> int:
    """Bring the lines of at most 500 open alerts to whoever holds the role on that day. Returns the lines changed.

    Side effects: lines end for who lost the role, begin or open again for who holds it; one event an alert.
    """
    rows = Alert.objects.filter(pk__in=ids, ended_at__isnull=True, waits=True, each_own=False).order_by("pk")
    by_thing: dict[str, list[Alert]] = {}
    for alert in rows:
        by_thing.setdefault(alert.thing, []).append(alert)
    changed = 0
    with recorded(by=None, source="task"):
        for thing, alerts in by_thing.items():
            source = source_of(thing)
            holders = source.holders(alerts, on) if source is not None and source.holders is not None else {}
            if holders:
                changed += _bring(alerts, holders, on)
    return changed


def _bring(alerts: Iterable[Alert], holders: Mapping[int, Mapping[int, str]], on: date) -> int:
    lines: dict[int, list[Notification]] = {}
    for line in Notification.objects.filter(alert__in=list(holders)).order_by("pk"):
        lines.setdefault(line.alert_id, []).append(line)
    changed = 0
    for alert in alerts:
        told = lines.get(alert.pk)
        if told and alert.pk in holders:
            changed += _bring_one(alert, told, holders[alert.pk], on)
    return changed


def _bring_one(alert: Alert, told: Sequence[Notification], now: Mapping[int, str], on: date) -> int:
    lost = [line for line in told if line.handled_at is None and line.user_id not in now]
    if any(line.told_as == ToldAs.SUPERIOR for line in lost):
        superiors = {user for group in above(alert, on) for user in group}
        lost = [line for line in lost if line.told_as != ToldAs.SUPERIOR or line.user_id not in superiors]
    back = [line for line in told if line.handled_at is not None and line.handled_by_id is None and line.user_id in now]
    fresh = apart(alert, set(now) - {line.user_id for line in told})
    if not (lost or back or fresh):
        return 0
    end_lines_of(alert, [line.user_id for line in lost])
    Notification.objects.filter(pk__in=[line.pk for line in back]).update(handled_at=None, read_at=None, digest=None)
    tell_also(alert, told[0], {user: now[user] for user in fresh})
    details = {"on": on, "ended": _users(lost), "again": _users(back), "told": sorted(fresh)}
    record_event(
        table="notifications_alert",
        object_type="notifications.alert",
        object_id=alert.pk,
        name="alert.followed_the_role",
        details=details,
    )
    return len(lost) + len(back) + len(fresh)


def _users(lines: Collection[Notification]) -> list[int]:
    return sorted(line.user_id for line in lines)


def tell_also(alert: Alert, first: Notification, parts: Mapping[int, str]) -> None:
    """Tell these people what the first line told, each in their part; who was told already is passed over."""
    Notification.objects.bulk_create(
        [
            Notification(
                alert=alert,
                user_id=user_id,
                told_as=parts[user_id],
                kind=first.kind,
                dedupe=first.dedupe,
                title=first.title,
                body=first.body,
                params=first.params,
                url=first.url,
                ends_when=first.ends_when,
            )
            for user_id in sorted(parts)
        ],
        ignore_conflicts=True,
    )
