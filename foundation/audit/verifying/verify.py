"""The whole verification, and its result kept."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from foundation.audit.checkpoints import Statement, checkpoint_if_due
from foundation.audit.keys import known_public_keys
from foundation.audit.models import Verification
from foundation.audit.sealer import only_sealer
from foundation.audit.sealing import seal_all
from foundation.audit.targets import FILE_NAME, deliver
from foundation.audit.verifying.chain import chain_findings, unsealed_findings
from foundation.audit.verifying.findings import Finding, Verdict
from foundation.audit.verifying.rows import row_findings
from foundation.audit.verifying.statements import compared, inside, outside

ROWS_KEPT = 200


def verify(
    *,
    now: datetime,
    seal_first: bool,
    checkpoints: Path | None = None,
    public_keys: Sequence[str] | None = None,
) -> Verdict:
    """Compare the chain with its seals, the checkpoints with the chain, and every live row with its last image.

    Args:
        seal_first: seal what waits when no sealer runs, so that a stopped system verifies.
        checkpoints: the outside file; without it the one this installation writes itself, if there is one.
        public_keys: in hexadecimal; without them those of this installation.
    """
    if not seal_first:
        return _verdict(now, checkpoints, public_keys, patient=False)
    with only_sealer() as mine:
        if mine:
            seal_all(sign=False)
        verdict = _verdict(now, checkpoints, public_keys, patient=mine)
        if mine and verdict.ok and checkpoint_if_due(now=now, final=True):  # only what was found in order is signed
            verdict.checkpoints += 1
            deliver(now=now)
        return verdict


def _verdict(now: datetime, checkpoints: Path | None, public_keys: Sequence[str] | None, *, patient: bool) -> Verdict:
    verdict = Verdict()
    outer, trouble = _outer(checkpoints)
    verdict.findings += trouble
    keys = known_public_keys() if public_keys is None else list(public_keys)
    statements, trouble = compared(inside(), outer, keys)
    verdict.checkpoints = len(statements)
    verdict.findings += trouble
    verdict.entries, trouble = chain_findings(statements)
    verdict.findings += trouble
    verdict.findings += unsealed_findings(now=now, length=verdict.entries, patient=patient)
    verdict.rows += row_findings()
    return verdict


def _outer(file: Path | None) -> tuple[list[Statement], list[Finding]]:
    own = Path(settings.CHECKPOINT_FOLDER) / FILE_NAME if settings.CHECKPOINT_FOLDER else None
    chosen = file or own
    if chosen is None or (file is None and not chosen.exists()):
        return [], []
    try:
        return outside(chosen), []
    except (OSError, ValueError) as trouble:
        return [], [Finding(0, f"the outside checkpoints cannot be read: {trouble}")]


def keep(verdict: Verdict, *, at: datetime, period: date | None = None) -> None:
    """Write the result down; that of one period once, whoever comes first."""
    said = verdict.as_json()
    row = Verification(
        at=at,
        period=period,
        ok=said["ok"],
        entries=said["entries"],
        checkpoints=said["checkpoints"],
        first_bad=said["first_bad"],
        rows=said["rows"][:ROWS_KEPT],
    )
    Verification.objects.bulk_create([row], ignore_conflicts=True)
