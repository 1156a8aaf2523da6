"""Alerts of proposed roles: told to whoever may put them into force, never to proposer or receiver."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from accounts.enums import GrantState, Role
from accounts.models import RoleGrant, User
from accounts.selectors.above import accounts_that_may
from foundation.access import allows, visible_to
from foundation.notifications.ending import mark_handled
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.raising import New, Told, raise_alerts
from foundation.notifications.sources import Source
from foundation.notifications.wording import as_date, as_message
from foundation.outbox.chunks import CHUNK
from foundation.web.clock import local_date

THING, ACT, PAGE = "grant", "grant.execute", "/accounts/roles/"


def tell_waiting(grants: Iterable[RoleGrant], *, on: date | None = None) -> int:
    """Raise one alert a proposal, for those who may execute it; said again it tells only who was not told yet."""
    on = on or local_date()
    waiting = [grant for grant in grants if grant.state == GrantState.PROPOSED]
    may = accounts_that_may(ACT, on) if waiting else []
    wanted = [new for grant in waiting if (new := _new(grant, may)).told]
    return sum(raise_alerts(wanted[start : start + CHUNK], on=on) for start in range(0, len(wanted), CHUNK))


def settle(grant: RoleGrant, *, by: User | None) -> None:
    """It was decided: the alert is over for everybody told."""
    mark_handled(dedupe_prefix=f"{THING}:{grant.pk}", by=by)


def night(on: date) -> int:
    """Every proposal that still waits: also for whoever got the right to decide since it was made."""
    rows = RoleGrant.objects.filter(state=GrantState.PROPOSED).select_related("user", "proposed_by")
    return tell_waiting(rows.order_by("pk"), on=on)


def grants_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """The proposal still waits."""
    ids = [alert.thing_id for alert in alerts if alert.thing_id is not None]
    waiting = set(RoleGrant.objects.filter(pk__in=ids, state=GrantState.PROPOSED).values_list("pk", flat=True))
    return [alert.pk for alert in alerts if alert.thing_id in waiting]


def grants_to_decide(user: Any) -> QuerySet[Any]:
    """Proposals the reader may decide on today, by role."""
    return visible_to(user, RoleGrant.objects.order_by(), "execute")


def grant_holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """Who may decide on each of these proposals on that day."""
    grants = RoleGrant.objects.select_related("user", "proposed_by").in_bulk([alert.thing_id or 0 for alert in alerts])
    may = accounts_that_may(ACT, on) if grants else []
    found = {
        alert.pk: {user.pk: ToldAs.HANDLER.value for user in may if _may_decide(user, grants[alert.thing_id or 0])}
        for alert in alerts
        if (alert.thing_id or 0) in grants
    }
    return {key: now for key, now in found.items() if now}


def _new(grant: RoleGrant, may: Sequence[User]) -> New:
    with override("en"):
        role = as_message(str(Role(grant.role).label))
    return New(
        key=f"{THING}:{grant.pk}:waits",
        kind=THING,
        told=tuple(Told(user.pk, ToldAs.HANDLER) for user in may if _may_decide(user, grant)),
        title=gettext_noop("Role “%(role)s” proposed for %(name)s waits for a second person"),
        due_on=grant.valid_from,
        inputs={"role": role, "valid_from": grant.valid_from.isoformat()},
        body=gettext_noop("Wanted from %(day)s on; it opens nothing until somebody else puts it into force."),
        params={"role": role, "name": grant.user.full_name, "day": as_date(grant.valid_from)},
        url=PAGE,
        ends_when=gettext_noop("Ends when the role is put into force or refused."),
    )


def _may_decide(user: User, grant: RoleGrant) -> bool:
    """Neither as account nor as person the proposer or the receiver, and the matrix says yes."""
    accounts, people = (
        frozenset[int]().union(*duties.values()) for duties in (grant.duty_accounts(), grant.duty_persons())
    )
    if user.pk in accounts or user.person_id in people:
        return False
    return allows(user, ACT, grant)


SOURCE = Source(
    THING,
    _("Proposed roles"),
    rules={"waits": "grant.approval"},
    on_worklist=False,
    standing=grants_standing,
    night=night,
    readable=grants_to_decide,
    holders=grant_holders,
)
