"""Alerts of the demo: what last night would have raised, and one that nobody handled in time."""

from datetime import date, timedelta

from directives.services import regulation_reminders, undertaking_reminders
from foundation.notifications import looking
from foundation.outbox.chunks import CHUNK

NIGHTS = (28, 21, 14, 7, 0)
"""Nights so many days ago, so that some alerts have gone to the superior by today."""


def raise_alerts(*, today: date) -> None:
    """The nights of four weeks and of today; run again they find everything raised."""
    for on in (today - timedelta(days=days) for days in NIGHTS):
        for room in (undertaking_reminders, regulation_reminders):
            ids = list(room.to_remind(on=on).values_list("pk", flat=True))
            for start in range(0, len(ids), CHUNK):
                room.remind(ids=ids[start : start + CHUNK], on=on)
        looking.end_without_ground(ids=looking.waiting_ids(), on=on)
        looking.escalate(ids=looking.to_escalate(on=on), on=on)
