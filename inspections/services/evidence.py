"""Proof of a remedy: files of the unit that show what was done."""

from typing import Any

from accounts.models import User
from foundation.access import require
from foundation.files.services.lines import add_line
from inspections.models import Remedy, RemedyEvidence


def add_proof(*, remedy: Remedy, title: str, upload: Any, by: User, source: str = "app") -> RemedyEvidence:
    """Attach a file to a remedy that is open.

    Raises:
        NotFound, Forbidden: out of reach, or the remedy is not open. InvalidInput, FileRefused: see
            foundation.files.services.lines.
    """
    require(by, "remedy_evidence.add", RemedyEvidence(remedy=remedy))
    return add_line(RemedyEvidence, parent=remedy, field="remedy", title=title, upload=upload, by=by, source=source)
