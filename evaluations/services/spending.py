"""What weighed on a grade is spent with the grade's publication, in the same transaction: violations, findings."""

from collections.abc import Iterable
from datetime import date

from discipline.services.uses import record_use
from evaluations.models import Evaluation
from foundation.audit.context import Actor
from inspections.services.facts import record_uses


def spend_findings(sheets: Iterable[Evaluation], *, period: date, by: Actor | None) -> None:
    """Findings that heads took as facts of this month count in these sheets, and in no other."""
    record_uses(
        sheets={sheet.person_id: sheet.pk for sheet in sheets if sheet.person_id is not None}, period=period, by=by
    )


def spend(sheet: Evaluation, *, by: Actor | None) -> None:
    """Write the uses that the published proposal of this sheet names; what is refused undoes the publication."""
    used = (sheet.proposal or {}).get("used_violations") or []
    if used and sheet.person_id is not None:
        record_use(
            case_ids=[int(key) for key in used],
            person_id=sheet.person_id,
            period=sheet.cycle.period,
            sheet=sheet.pk,
            by=by,
        )
