"""Reads of sealed inspections: each leaves an entry in the trail, veiled like the inspection itself (M-13)."""

from collections.abc import Iterable

from accounts.models import User
from foundation.audit.reading import record_read
from inspections.enums import HIDDEN
from inspections.models import Inspection


def note_sealed(user: User, rows: Iterable[Inspection], *, source: str = "app") -> int:
    """Call once where inspections are shown; writes one read event for each that has not begun.

    Returns:
        How many events were written.
    """
    sealed = [row for row in rows if row.state in HIDDEN]
    for row in sealed:
        record_read(
            by=user, object_type=row._meta.label_lower, object_id=row.pk, name="inspection.read_sealed", source=source
        )
    return len(sealed)
