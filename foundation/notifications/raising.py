"""Raising alerts: one row a matter, one line a person, each at most once; safe to run again and in parallel."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Max

from foundation.audit.record import is_recorded, recorded
from foundation.notifications.ending import end_alerts
from foundation.notifications.enums import Ending
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import Policies, policies_on
from foundation.notifications.sources import source_of, working_days_after
from foundation.outbox.queue import enqueue

CHUNK = 500


@dataclass(frozen=True)
class Told:
    """One person to tell, and as whom."""

    user_id: int
    told_as: str = ""


@dataclass(frozen=True)
class New:
    """An alert to raise if it is new. Texts are message ids; `params` and `inputs` are JSON values without names."""

    key: str
    kind: str
    told: tuple[Told, ...]
    title: str
    rule: str = ""
    series: str = ""
    step: int = 0
    code: str = ""
    unit_path: str = ""
    due_on: date | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    ends_when: str = ""


def raise_alerts(wanted: Sequence[New], *, on: date, policies: Policies | None = None) -> int:
    """Raise those of at most 500 alerts that are new, in one transaction; returns how many were.

    An alert whose key stands already only gains the people who were not told of it yet. In a
    series, a step ends the steps before it; a step is not raised once a later one was, whatever the clock says now.
    Side effects: rows of alerts with their trail, lines in inboxes, a job for urgent mail.
    """
    if len(wanted) > CHUNK:
        raise ValueError(f"At most {CHUNK} alerts at once, not {len(wanted)}.")
    with transaction.atomic(), _signed():
        before = _known(wanted)
        wanted = _not_overtaken([new for new in wanted if _has_news(new, before)])
        if not wanted:
            return 0
        asked = lru_cache(lambda: policies or policies_on(on))  # only where one asks for an act
        days = lru_cache(lambda count: working_days_after(on, count))
        rows = [_row(new, on=on, policies=asked, days_later=days) for new in wanted]
        keys = [row.key for row in rows]
        Alert.objects.bulk_create([row for row in rows if row.key not in before], ignore_conflicts=True)
        stored = {alert.key: alert for alert in Alert.objects.filter(key__in=keys)}
        _tell(wanted, stored)
        _replace(stored.values(), fresh=set(stored) - set(before))
        if any(alert.urgent and alert.key not in before for alert in stored.values()):
            first = min(alert.pk for alert in stored.values() if alert.urgent and alert.key not in before)
            enqueue("notifications.urgent", key=f"notifications.urgent:{first}")
        return len(set(stored) - set(before))


def _known(wanted: Sequence[New]) -> dict[str, tuple[bool, frozenset[int]]]:
    """Of the keys raised before: whether the alert is open, and who was told. One query, whatever stands already."""
    rows = (
        Alert.objects.filter(key__in=[new.key for new in wanted])
        .order_by()
        .values_list("key", "ended_at")
        .annotate(told=ArrayAgg("lines__user_id"))
    )
    return {key: (ended_at is None, frozenset(told)) for key, ended_at, told in rows}


def _has_news(new: New, before: Mapping[str, tuple[bool, frozenset[int]]]) -> bool:
    """Not raised yet, or somebody is to be told who was not: most nights find nearly everything told."""
    if new.key not in before:
        return True
    is_open, told = before[new.key]
    return (is_open or not new.series) and any(one.user_id not in told for one in new.told)


def _signed() -> AbstractContextManager[None]:
    """The act that caused the alert signs it; where none does, the system."""
    return transaction.atomic() if is_recorded() else recorded(by=None, source="task")


def _row(new: New, *, on: date, policies: Callable[[], Policies], days_later: Callable[[int], date]) -> Alert:
    thing, _, rest = new.key.partition(":")
    number, _, occasion = rest.partition(":")
    source = source_of(thing)
    rule = source.rule_of(occasion) if source is not None else ""
    waits = bool(rule) if source is not None else bool(new.ends_when)
    confined = source is None or source.confined
    alert = Alert(
        key=new.key,
        series=new.series,
        step=new.step,
        rule=new.rule or rule or new.kind,
        thing=thing,
        thing_id=int(number) if number.isdigit() else None,
        code=new.code,
        unit_path="" if confined else new.unit_path,
        confined=confined,
        waits=waits,
        each_own=source is not None and source.ends_each(occasion),
        computed_on=on,
        due_on=new.due_on,
        inputs=dict(new.inputs),
    )
    if waits:
        policy = policies().of(alert.rule)
        if policy is not None:
            alert.policy = policy
            alert.urgent = policy.urgent
            if policy.escalate_after is not None and not alert.each_own:
                alert.escalate_on = days_later(policy.escalate_after)
    return alert


def _not_overtaken(wanted: Sequence[New]) -> Sequence[New]:
    series = {new.series for new in wanted if new.series}
    if not series:
        return wanted
    raised = Alert.objects.filter(series__in=series).values("series").annotate(last=Max("step")).order_by()
    last = {row["series"]: row["last"] for row in raised}
    return [new for new in wanted if not new.series or new.step >= last.get(new.series, 0)]


def _tell(wanted: Iterable[New], stored: Mapping[str, Alert]) -> None:
    lines = [
        line_of(new, stored[new.key], told)
        for new in wanted
        if new.key in stored and (stored[new.key].is_open or not new.series)
        for told in sorted(new.told, key=lambda one: one.user_id)  # sorted: two runs take the rows in one order
    ]
    Notification.objects.bulk_create(lines, batch_size=CHUNK * 4, ignore_conflicts=True)


def line_of(new: New, alert: Alert, told: Told) -> Notification:
    return Notification(
        alert=alert,
        user_id=told.user_id,
        told_as=told.told_as,
        kind=new.kind,
        dedupe=new.key,
        title=new.title,
        body=new.body,
        params=dict(new.params),
        url=new.url,
        ends_when=new.ends_when,
    )


def _replace(alerts: Iterable[Alert], *, fresh: Collection[str]) -> None:
    """Earlier steps of the series that was raised now end."""
    newest = {alert.series: alert.step for alert in alerts if alert.series and alert.key in fresh}
    if not newest:
        return
    earlier = Alert.objects.filter(series__in=newest, ended_at__isnull=True)
    over = [alert.pk for alert in earlier if alert.step < newest[alert.series]]
    end_alerts(over, ending=Ending.REPLACED, by=None)
