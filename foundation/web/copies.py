"""A list leaves the system as a file: confirmed above a number of people, recorded once, marked by copy (bar M-53)."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from foundation.audit.reading import record_read
from foundation.web.step_up import require_step_up

MOST_PEOPLE = 100
"""An export of more people than this needs a fresh confirmation of who one is."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not taken for one another on paper."""


def hand_out(
    request: HttpRequest,
    *,
    object_type: str,
    name: str,
    rows: int,
    people: int,
    filters: Sequence[tuple[str, str]],
    kind: str,
    made_at: datetime,
) -> str:
    """Call once before a list is written into a file.

    Args:
        request: of the person who takes the list.
        object_type: label of the model, e.g. `cadres.person`.
        name: of the event, e.g. `person.exported`.
        rows: lines of the file.
        people: different people on them.
        filters: as they stand on the file.
        kind: xlsx or csv.
        made_at: the moment that stands on the file.

    Returns:
        The mark that belongs on the file: `XXXX-XXXX`, random, kept in the event.

    Raises:
        StepUpNeeded: more than MOST_PEOPLE, and the last confirmation is too old.

    Side effects: one read event with the counts, the filters and the mark.
    """
    if people > MOST_PEOPLE:
        require_step_up(request)
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    mark = f"{letters[:4]}-{letters[4:]}"
    user: Any = request.user
    record_read(
        by=user,
        object_type=object_type,
        object_id="list",
        name=name,
        details={
            "rows": rows,
            "people": people,
            "filters": [[str(label), str(value)] for label, value in filters],
            "format": kind,
            "mark": mark,
            "made_at": made_at.isoformat(timespec="seconds"),
        },
    )
    return mark
