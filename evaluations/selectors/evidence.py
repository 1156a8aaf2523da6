"""Files attached to self-assessments, as pages and the files room read them."""

from typing import Any

from evaluations.models import Evaluation, SheetEvidence
from foundation.access import visible_to
from foundation.files.selectors import Proof, proofs_of


def proofs_for(user: Any, sheet: Evaluation) -> tuple[Proof, ...]:
    """The sheet's files this person may read; one query.

    A draft that was never handed in stays its writer's: where the superior went on without it, so do its files.
    """
    if sheet.person_id is None or (sheet.self_missing and not _is_own(user, sheet)):
        return ()
    # A correction makes a new version of the sheet; the proof stays with the first.
    mine = SheetEvidence.objects.filter(evaluation__cycle_id=sheet.cycle_id, evaluation__person_id=sheet.person_id)
    return proofs_of(visible_to(user, mine))


def may_read_files(user: Any, evaluation_id: int) -> bool:
    """Asked by the files room at each download."""
    rows = visible_to(user, SheetEvidence.objects.filter(evaluation_id=evaluation_id))
    found = rows.select_related("evaluation").first()
    return found is not None and (not found.evaluation.self_missing or _is_own(user, found.evaluation))


def _is_own(user: Any, sheet: Evaluation) -> bool:
    return user.person_id is not None and user.person_id == sheet.person_id
