"""Open alerts follow the role they are addressed to: who lost it keeps no line, who holds it now gets one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

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
    rows = rows.only("key", "thing", "thing_id", "rule", "unit_path", "confined")
    by_thing: dict[str, list[Alert]] = {}
    changed = 0
    with recorded(by=None, source="task"):
        for alert in rows.select_for_update(of=("self",)):  # who ends it meanwhile finds the lines made here
            by_thing.setdefault(alert.thing, []).append(alert)
        for thing, alerts in by_thing.items():
            source = source_of(thing)
            holders = source.holders(alerts, on) if source is not None and source.holders is not None else {}
            if holders:
                changed += _bring(alerts, holders, on)
    return changed


class Told(NamedTuple):
    """One line as far as it matters here: most nights nothing is to be done, and a city has hundreds of thousands."""

    alert_id: int
    pk: int
    user_id: int
    told_as: str
    is_open: bool
    by_nobody: bool


def _bring(alerts: Iterable[Alert], holders: Mapping[int, Mapping[int, str]], on: date) -> int:
    rows = Notification.objects.filter(alert__in=list(holders)).order_by("pk")
    lines: dict[int, list[Told]] = {}
    columns = rows.values_list("alert_id", "pk", "user_id", "told_as", "handled_at", "handled_by_id")
    for alert_id, pk, user_id, told_as, handled_at, handled_by in columns:
        told = Told(alert_id, pk, user_id, told_as, handled_at is None, handled_by is None)
        lines.setdefault(alert_id, []).append(told)
    changed = 0
    for alert in alerts:
        mine = lines.get(alert.pk)
        if mine and alert.pk in holders:
            changed += _bring_one(alert, mine, holders[alert.pk], on)
    return changed


def _bring_one(alert: Alert, told: Sequence[Told], now: Mapping[int, str], on: date) -> int:
    lost = [line for line in told if line.is_open and line.user_id not in now]
    if any(line.told_as == ToldAs.SUPERIOR for line in lost):
        superiors = {user for group in above(alert, on) for user in group}
        lost = [line for line in lost if line.told_as != ToldAs.SUPERIOR or line.user_id not in superiors]
    back = [line for line in told if not line.is_open and line.by_nobody and line.user_id in now]
    fresh = apart(alert, set(now) - {line.user_id for line in told})
    if not (lost or back or fresh):
        return 0
    end_lines_of(alert, [line.user_id for line in lost])
    Notification.objects.filter(pk__in=[line.pk for line in back]).update(handled_at=None, read_at=None, digest=None)
    if fresh:
        tell_also(alert, Notification.objects.get(pk=told[0].pk), {user: now[user] for user in fresh})
    details = {"on": on, "ended": _users(lost), "again": _users(back), "told": sorted(fresh)}
    record_event(
        table="notifications_alert",
        object_type="notifications.alert",
        object_id=alert.pk,
        name="alert.followed_the_role",
        details=details,
    )
    return len(lost) + len(back) + len(fresh)


def _users(lines: Collection[Told]) -> list[int]:
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
