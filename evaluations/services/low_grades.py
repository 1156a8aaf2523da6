"""Months at D in a row reach the watch rules of discipline when a grade is published; nothing follows by itself."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from discipline.services.watch import Hit, suggest, threshold
from evaluations.enums import EvaluationState, Grade
from evaluations.models import Evaluation

RULE = "months_at_d"


def watch_low_grades(sheets: Sequence[Evaluation]) -> None:
    """Suggest to look at whoever stands at D in as many months in a row as the watch rule says, once for each row.

    Only what is published counts; a month without a grade ends the row.
    """
    low = {sheet.person_id: sheet.cycle.period for sheet in sheets if sheet.grade == Grade.D and sheet.person_id}
    limit = threshold(RULE, timezone.localdate()) if low else None
    if limit is None:
        return
    at_d = _months_at_d(low)
    hits = []
    for person_id, period in low.items():
        row = _row(at_d.get(person_id, set()) | {period}, period)
        if len(row) >= limit.value:
            months = ", ".join(f"{month:%m/%Y}" for month in row)
            facts = _("Grade D in %(count)s months in a row: %(months)s.") % {"count": len(row), "months": months}
            inputs = {"months": [f"{month:%Y-%m}" for month in row]}
            hits.append(Hit(RULE, f"{person_id}:{row[0]:%Y-%m}", person_id, facts, inputs))
    if hits:
        suggest(hits=hits, on=timezone.localdate())


def _months_at_d(people: Iterable[int]) -> dict[int, set[date]]:
    """Published months at D, as they stand now; one query."""
    rows = Evaluation.objects.filter(
        person_id__in=list(people), state=EvaluationState.PUBLISHED, grade=Grade.D, superseded_by__isnull=True
    )
    found: dict[int, set[date]] = {}
    for person, period in rows.order_by().values_list("person_id", "cycle__period"):
        found.setdefault(person, set()).add(period)
    return found


def _row(months: set[date], last: date) -> list[date]:
    """The months in a row that end with the last one, and those after it, in their order."""
    row = [last]
    while (before := (row[0] - timedelta(days=1)).replace(day=1)) in months:
        row.insert(0, before)
    while (after := (row[-1] + timedelta(days=32)).replace(day=1)) in months:
        row.append(after)
    return row
