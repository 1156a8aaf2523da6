"""The nightly look at open alerts: what has lost its ground ends, what nobody handled goes to the superior."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from foundation.audit.record import record_event, recorded
from foundation.notifications.ending import end_alerts, end_lines_of
from foundation.notifications.enums import Ending, ToldAs
from foundation.notifications.following import follow_roles, tell_also
from foundation.notifications.models import Alert, Notification
from foundation.notifications.sources import above, apart, source_of, sources, working_days_after


def waiting_ids() -> list[int]:
    """Open alerts that ask for an act and whose room can say whether they still stand, or whose they are."""
    things = [
        source.thing
        for source in sources()
        if source.standing is not None or source.owing is not None or source.holders is not None
    ]
    rows = Alert.objects.filter(ended_at__isnull=True, waits=True, thing__in=things)
    return list(rows.order_by("thing", "pk").values_list("pk", flat=True))


def look_at(*, ids: Sequence[int], on: date) -> None:
    """End those of at most 500 alerts that lost their ground; bring the others to whoever holds the role now."""
    end_without_ground(ids=ids, on=on)
    follow_roles(ids=ids, on=on)


def end_without_ground(*, ids: Sequence[int], on: date) -> int:
    """End those of at most 500 alerts whose ground is gone, and the lines of people who owe nothing any more."""
    by_thing: dict[str, list[Alert]] = {}
    with recorded(by=None, source="task"):
        for alert in Alert.objects.filter(pk__in=ids, ended_at__isnull=True).order_by("pk"):
            by_thing.setdefault(alert.thing, []).append(alert)
        ended = 0
        for thing, alerts in by_thing.items():
            source = source_of(thing)
            if source is None:
                continue
            if source.owing is not None:
                for alert in (one for one in alerts if one.each_own):
                    _end_done(alert, source.owing(alert, on))
            if source.standing is not None:
                stand = set(source.standing(alerts, on))
                gone = [alert.pk for alert in alerts if alert.pk not in stand]
                end_alerts(gone, ending=Ending.GONE, by=None)
                ended += len(gone)
        return ended


def _end_done(alert: Alert, owing: Collection[int]) -> None:
    open_lines = Notification.objects.filter(alert=alert, handled_at__isnull=True)
    done = sorted(set(open_lines.values_list("user_id", flat=True)) - set(owing))
    end_lines_of(alert, done)
    if not owing:
        end_alerts([alert.pk], ending=Ending.SETTLED, by=None)


def to_escalate(*, on: date) -> list[int]:
    """Open alerts that nobody handled within the days of their policy."""
    rows = Alert.objects.filter(ended_at__isnull=True, escalate_on__lte=on, waits=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def escalate(*, ids: Sequence[int], on: date) -> int:
    """Tell the nearest superior not told yet; the next one after as many days again. Returns how many were told.

    Two runs at once, or a second one, find the day moved on. Where nobody is left above, it rests with those told.
    """
    told = 0
    for pk in ids:
        with recorded(by=None, source="task"):
            alert = Alert.objects.select_for_update(of=("self",)).select_related("policy").get(pk=pk)
            if alert.ended_at is None and alert.escalate_on is not None and alert.escalate_on <= on:
                told += _up(alert, on)
    return told


def _up(alert: Alert, on: date) -> int:
    first = Notification.objects.filter(alert=alert).order_by("pk").first()
    have = set(Notification.objects.filter(alert=alert).values_list("user_id", flat=True))
    new: set[int] = set()
    for group in above(alert, on) if first is not None else ():
        new = apart(alert, set(group) - have)
        if new:
            break
    days = alert.policy.escalate_after if alert.policy is not None else None
    after = working_days_after(on, days) if new and days else None
    Alert.objects.filter(pk=alert.pk).update(escalate_on=after, escalated_at=Now() if new else alert.escalated_at)
    if first is None or not new:
        return 0
    with transaction.atomic():
        tell_also(alert, first, dict.fromkeys(new, ToldAs.SUPERIOR.value))
    record_event(
        table="notifications_alert",
        object_type="notifications.alert",
        object_id=alert.pk,
        name="alert.escalated",
        details={"on": on, "told": sorted(new)},
    )
    return len(new)
