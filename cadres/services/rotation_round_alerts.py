"""Alerts of drafted rounds: told to whoever may approve them, never to who drew them up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.models import User
from accounts.selectors.above import heads_above, officers
from cadres.enums_rotation import RoundState
from cadres.models import RotationRound
from foundation.access import allows, visible_to
from foundation.notifications.ending import mark_handled
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert, Notification
from foundation.notifications.raising import New, Told, raise_alerts
from foundation.notifications.sources import Groups, Source
from foundation.notifications.wording import as_date
from foundation.outbox.chunks import CHUNK
from foundation.web.clock import local_date

THING, ACT = "rotation_round", "rotation_round.approve"


def tell_draft(rounds: Iterable[RotationRound], *, on: date | None = None) -> int:
    """Raise one alert a draft, for the nearest who may approve it; said again it tells nobody twice."""
    on = on or local_date()
    wanted = [new for row in rounds if (new := _new(row, on)).told]
    return sum(raise_alerts(wanted[start : start + CHUNK], on=on) for start in range(0, len(wanted), CHUNK))


def settle(round: RotationRound, *, by: User | None) -> None:
    """It was approved or given up: the alert is over for everybody told."""
    mark_handled(dedupe_prefix=f"{THING}:{round.pk}", by=by)


def night(on: date) -> int:
    """Drafts that nobody was told of: those drawn up before there were such alerts, or when nobody could approve."""
    told = Alert.objects.filter(thing=THING).values("thing_id")
    rows = RotationRound.objects.filter(state=RoundState.DRAFT).exclude(pk__in=told)
    return tell_draft(rows.select_related("unit").order_by("pk"), on=on)


def rounds_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """The round still is a draft."""
    ids = [alert.thing_id for alert in alerts if alert.thing_id is not None]
    drafts = set(RotationRound.objects.filter(pk__in=ids, state=RoundState.DRAFT).values_list("pk", flat=True))
    return [alert.pk for alert in alerts if alert.thing_id in drafts]


def round_above(alert: Alert, on: date) -> Groups:
    """Who else may approve it, the nearest first."""
    row = RotationRound.objects.select_related("unit").filter(pk=alert.thing_id or 0).first()
    return [keys for _part, keys in approvers(row, on)] if row is not None else []


def rounds_to_approve(user: Any) -> QuerySet[Any]:
    """Rounds the reader may approve today, by role."""
    return visible_to(user, RotationRound.objects.order_by(), "approve")


def round_holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """The nearest who may approve each of these drafts on that day."""
    rounds = RotationRound.objects.select_related("unit").in_bulk([alert.thing_id or 0 for alert in alerts])
    found = {}
    for alert in alerts:
        row = rounds.get(alert.thing_id or 0)
        part, keys = next(iter(approvers(row, on)), (ToldAs.OFFICER, [])) if row is not None else (ToldAs.OFFICER, [])
        if keys:
            found[alert.pk] = dict.fromkeys(keys, part.value)
    return found


def approvers(round: RotationRound, on: date) -> list[tuple[ToldAs, list[int]]]:
    """Accounts the matrix lets approve this round: heads of its unit and above, the nearest first, then officers.

    Who drew it up is none of them, whatever their rank.
    """
    groups = [(ToldAs.HEAD, keys) for keys in heads_above(round.unit.path, on)]
    groups.append((ToldAs.OFFICER, sorted(officers(on))))
    known = User.objects.in_bulk({key for _part, keys in groups for key in keys} - {round.proposed_by_id})
    may = {key for key, user in known.items() if allows(user, ACT, round)}
    found = [(part, [key for key in keys if key in may]) for part, keys in groups]
    return [(part, keys) for part, keys in found if keys]


def explain(user: Any, code: str, on: date) -> Sequence[str]:
    """Sentences on the round of this number: whether it waits, since when, and for whom."""
    row = visible_to(user, RotationRound.objects.select_related("unit")).filter(code=code.upper()).first()
    if row is None:
        return [_("There is no round “%(code)s” within your reach.") % {"code": code}]
    if row.state != RoundState.DRAFT:
        words = {"code": row.code, "state": row.get_state_display()}
        return [_("Round %(code)s stands at “%(state)s”: it waits for nobody's approval.") % words]
    lines = Notification.objects.filter(alert__thing=THING, alert__thing_id=row.pk, handled_at__isnull=True)
    names = sorted(lines.values_list("user__full_name", flat=True))
    if names:
        words = {"code": row.code, "names": ", ".join(names)}
        return [_("Round %(code)s waits for approval; told: %(names)s.") % words]
    if not approvers(row, on):
        words = {"code": row.code}
        return [_("Nobody but who drew round %(code)s up could approve it: nobody is told.") % words]
    return [_("The next night raises it.")]


def _new(round: RotationRound, on: date) -> New:
    part, keys = next(iter(approvers(round, on)), (ToldAs.OFFICER, []))
    return New(
        key=f"{THING}:{round.pk}:approve",
        kind=THING,
        told=tuple(Told(key, part) for key in keys),
        title=gettext_noop("Round %(code)s waits for approval"),
        code=round.code,
        unit_path=round.unit.path,
        due_on=round.begins_on,
        inputs={"begins_on": round.begins_on.isoformat(), "ends_on": round.ends_on.isoformat()},
        body=gettext_noop("%(title)s, %(unit)s, from %(begins)s to %(ends)s. Who drew it up does not approve it."),
        params={
            "code": round.code, "title": round.title, "unit": round.unit.name, "begins": as_date(round.begins_on),
            "ends": as_date(round.ends_on),
        },
        url=f"/rotation/rounds/{round.code}/",
        ends_when=gettext_noop("Ends when the round is approved or given up."),
    )  # fmt: skip


SOURCE = Source(
    THING,
    gettext_lazy("Rounds of rotation"),
    rules={"approve": "rotation.round"},
    confined=False,
    standing=rounds_standing,
    above=round_above,
    explain=explain,
    night=night,
    readable=rounds_to_approve,
    holders=round_holders,
)
