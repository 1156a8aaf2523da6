"""Whether a finding is one that was found before at the same unit."""

from inspections.models.finding import Finding
from inspections.rules.remedies import REPEAT_MONTHS, Seen, is_repeat, months_before
from inspections.visit_enums import SEALED_MINUTES, MinutesKind


def earlier_of(finding: Finding) -> Finding | None:
    """The newest finding of the last twelve months, in minutes that stand, that says the same of the same unit."""
    on = finding.seen_at.date()
    rows = (
        Finding.objects.filter(
            inspection__unit_id=finding.inspection.unit_id,
            seen_at__date__gte=months_before(on, REPEAT_MONTHS),
            seen_at__lt=finding.seen_at,
            inspection__minutes__kind=MinutesKind.MINUTES,
            inspection__minutes__state__in=SEALED_MINUTES,
        )
        .exclude(inspection_id=finding.inspection_id)
        .filter(indicator=finding.indicator, item=finding.item, person=finding.person)
        .select_related("inspection")
        .order_by("-seen_at", "-id")
    )
    now = _seen(finding)
    return next((row for row in rows[:20] if is_repeat(_seen(row), row.seen_at.date(), now, on)), None)


def _seen(row: Finding) -> Seen:
    return Seen(row.inspection.unit_id, row.indicator_id, row.item, row.person_id)
