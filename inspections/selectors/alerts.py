"""Alerts of inspections: which ask for an act, which still stand; each holds a number only, none before the start."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.selectors.above import heads_above
from foundation.notifications.models import Alert
from foundation.notifications.sources import Groups, Source
from inspections.enums import TeamState
from inspections.models import Inspection, ProposedFact, Remedy, Team
from inspections.visit_enums import ExtensionState, FactState, RemedyState


def remedies_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """What the occasion names still waits for this; a reminder holds for the day it was given for."""
    named = {alert.pk: _named(alert) for alert in alerts}
    rows = Remedy.objects.in_bulk({key for occasion, key, _day in named.values() if key and occasion != "fact"})
    facts = {key for occasion, key, _day in named.values() if occasion == "fact"}
    proposed = ProposedFact.objects.filter(pk__in=facts, state=FactState.PROPOSED) if facts else None
    asked = set(proposed.values_list("pk", flat=True)) if proposed is not None else set()
    return [
        alert.pk
        for alert in alerts
        if (named[alert.pk][1] in asked if named[alert.pk][0] == "fact" else _stands(*named[alert.pk], rows))
    ]


def _stands(occasion: str, key: int, day: str, rows: dict[int, Remedy]) -> bool:
    row = rows.get(key)
    if row is None:
        return False
    if occasion in ("due", "overdue"):
        return row.state == RemedyState.OPEN and f"{row.due:%Y%m%d}" == day
    if occasion == "reported":
        return row.state == RemedyState.REPORTED
    return row.extension == ExtensionState.ASKED


def _named(alert: Alert) -> tuple[str, int, str]:
    """ "due:12-20261130-3" -> due, 12, 20261130; "extension:ask-12" -> extension, 12."""
    occasion, _colon, rest = alert.occasion.partition(":")
    parts = rest.removeprefix("ask-").split("-")
    return occasion, int(parts[0]) if parts[0].isdigit() else 0, parts[1] if len(parts) > 1 else ""


def teams_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """The decision still is in force and ends on the same day."""
    teams = Team.objects.filter(pk__in=[alert.thing_id or 0 for alert in alerts], state=TeamState.IN_FORCE)
    ends = dict(teams.values_list("pk", "valid_to"))
    return [alert.pk for alert in alerts if ends.get(alert.thing_id or 0) == alert.due_on]


def remedy_above(alert: Alert, on: date) -> Groups:
    """Of a remedy past its day the heads above the unit, the nearest first; nobody else learns of an inspection."""
    if not alert.occasion.startswith("overdue:"):
        return []
    visit = Inspection.objects.filter(pk=alert.thing_id or 0).select_related("unit").first()
    return heads_above(visit.unit.path, on) if visit is not None else []


SOURCE = Source(
    "inspection",
    _("Inspections"),
    rules={
        "due:*": "inspection.remedy",
        "overdue:*": "inspection.remedy",
        "reported:*": "inspection.verify",
        "extension:*": "inspection.extension",
        "fact:#": "inspection.fact",
    },
    standing=remedies_standing,
    above=remedy_above,
)
