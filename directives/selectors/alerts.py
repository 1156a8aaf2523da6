"""Alerts of directives: which ask for an act, and which of them still stand on a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.above import accounts_by_path
from directives.enums import UndertakingState
from directives.models import Undertaking, WorkingRegulation
from foundation.access import visible_to
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.sources import Source


def undertakings_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """Still under way with the same deadline; a reminder before it ends when the day has passed."""
    rows = Undertaking.objects.filter(pk__in=_ids(alerts), state=UndertakingState.PLANNED)
    return _same_day(alerts, dict(rows.values_list("pk", "due_on")), on)


def regulations_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """Still in force with the same day of review."""
    rows = WorkingRegulation.objects.filter(pk__in=_ids(alerts), ended_on__isnull=True)
    return _same_day(alerts, dict(rows.values_list("pk", "next_review_on")), on)


def regulations_to_review(user: Any) -> QuerySet[Any]:
    """Regulations the reader may review today, or all of them to whom all are open."""
    rows = WorkingRegulation.objects.order_by()
    found = visible_to(user, rows)
    return visible_to(user, rows, "review") if found.query.where else found


def regulation_holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """Who heads the units of these regulations on that day."""
    units = dict(WorkingRegulation.objects.filter(pk__in=_ids(alerts)).values_list("pk", "unit__path"))
    heads = accounts_by_path(Role.DEPARTMENT_HEAD, units.values(), on)
    found = {alert.pk: heads.get(units.get(alert.thing_id or 0, ""), ()) for alert in alerts}
    return {key: dict.fromkeys(keys, ToldAs.HEAD.value) for key, keys in found.items() if keys}


def undertaking_holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """The account of whoever is responsible for each of these undertakings."""
    people = dict(Undertaking.objects.filter(pk__in=_ids(alerts)).values_list("pk", "responsible_id"))
    rows = User.objects.filter(person_id__in=people.values(), is_active=True).values_list("person_id", "pk")
    accounts = dict(rows)
    found = {alert.pk: accounts.get(people.get(alert.thing_id or 0, 0)) for alert in alerts}
    return {key: {user: ToldAs.CONCERNED.value} for key, user in found.items() if user is not None}


def _ids(alerts: Sequence[Alert]) -> list[int]:
    return [alert.thing_id for alert in alerts if alert.thing_id is not None]


def _same_day(alerts: Sequence[Alert], due: dict[int, date], on: date) -> list[int]:
    stand = []
    for alert in alerts:
        phase, _colon, day = alert.occasion.partition(":")
        now = due.get(alert.thing_id or 0)
        if now is not None and now.isoformat() == day and (phase == "after" or now >= on):
            stand.append(alert.pk)
    return stand


SOURCES = (
    Source(
        "undertaking",
        _("Undertakings"),
        rules={"before:*": "undertaking.due", "after:*": "undertaking.due"},
        confined=False,
        standing=undertakings_standing,
        holders=undertaking_holders,
    ),
    Source(
        "regulation",
        _("Working regulations"),
        rules={"before:*": "regulation.review", "after:*": "regulation.review"},
        confined=False,
        standing=regulations_standing,
        readable=regulations_to_review,
        holders=regulation_holders,
    ),
    Source(
        "assignment",
        _("Tasks"),
        rules={
            "": "assignment",
            "extension:#:asked": "assignment.extension",
            "handoff:#": "assignment.handoff",
            "cause:#": "assignment.cause",
        },
        on_worklist=False,
    ),
)
