"""Jobs of inspections."""

from datetime import date

from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task
from inspections.services import following, remedy_reminders


@task("inspections.remind_remedies")
def remind_remedies(payload: Payload, progress: Progress) -> Result:
    """Remind units of remedies that are due soon, the level above of those overdue; hand over what teams left open."""
    on = date.fromisoformat(payload["on"])
    ids = list(remedy_reminders.to_remind(on=on).values_list("pk", flat=True))
    left = list(following.left_open(on=on).values_list("pk", flat=True))
    progress.expect(len(ids) + len(left))
    reminded = in_chunks(ids, lambda chunk: remedy_reminders.remind(ids=chunk, on=on), progress)
    return {
        "remedies": reminded,
        "left": in_chunks(left, lambda chunk: following.hand_over(ids=chunk, on=on), progress),
    }
