"""A violation that lowered a grade is spent with the grade's publication, in the same transaction."""

from discipline.services.uses import record_use
from evaluations.models import Evaluation
from foundation.audit.context import Actor


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
