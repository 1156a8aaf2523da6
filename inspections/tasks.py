"""Jobs of inspections."""

from datetime import date

from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task
from inspections.services import remedy_reminders


@task("inspections.remind_remedies")
def remind_remedies(payload: Payload, progress: Progress) -> Result:
    """Remind units of remedies that are due soon; tell the level above of those that are overdue."""
    on = date.fromisoformat(payload["on"])
    ids = list(remedy_reminders.to_remind(on=on).values_list("pk", flat=True))
    progress.expect(len(ids))
    return {"remedies": in_chunks(ids, lambda chunk: remedy_reminders.remind(ids=list(chunk), on=on), progress)}
