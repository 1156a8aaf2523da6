"""Tasks that come again and questions about possible avoidance, for the access tests."""

from datetime import date
from typing import Any

from django.db import models

from directives.models import (
    AvoidanceSignal,
    RecurringAssignment,
    RecurringOccurrence,
    SignalAnswer,
    SignalRule,
)
from tests.cast import Cast

QUARTER = date(2026, 1, 1)
ASKING_ROWS: dict[str, type[models.Model]] = {
    "recurring": RecurringAssignment,
    "recurring_time": RecurringOccurrence,
    "signal_rule": SignalRule,
    "avoidance_signal": AvoidanceSignal,
    "signal_answer": SignalAnswer,
}


def write_asking(cast: Cast) -> None:
    """One rule in each state and one question, with an answer, for people of two units."""
    rule = SignalRule.objects.create(kind="no_opinion", threshold=1, valid_from=QUARTER)
    for number, key in enumerate(("staff", "other_staff", "division_head", "head")):
        person: Any = cast.people[key]
        words = {"title": "Báo cáo tuần", "responsibility": "chủ trì", "product": "báo cáo"}
        days = {"every": "weekly", "day": 5, "days_before": 3, "begins_on": QUARTER, "counts_from": QUARTER}
        again = RecurringAssignment.objects.create(
            code=f"DK-2026-{number}", person=person, unit=person.unit, created_by=cast.head, **words, **days
        )
        RecurringOccurrence.objects.create(rule=again, nominal_on=date(2026, 1, 9), skipped="passed")
        for state in ("paused", "ended")[: number - 1 if number > 1 else 0]:
            RecurringAssignment.objects.filter(pk=again.pk).update(state=state)
        asked = AvoidanceSignal.objects.create(
            kind=rule.kind, rule=rule, unit=person.unit, person=person, period=QUARTER, count=1, rows=[],
            raised_on=QUARTER, counted_on=QUARTER,
        )  # fmt: skip
        SignalAnswer.objects.create(signal=asked, text="Đã có ý kiến bằng lời.", by=cast.head)
