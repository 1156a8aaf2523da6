"""Alerts of directives: which ask for an act, and which of them still stand on a day."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from directives.enums import UndertakingState
from directives.models import Undertaking, WorkingRegulation
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
    ),
    Source(
        "regulation",
        _("Working regulations"),
        rules={"before:*": "regulation.review", "after:*": "regulation.review"},
        confined=False,
        standing=regulations_standing,
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
