"""The outbox tasks of discipline."""

from datetime import date

from discipline.services import watch
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task


@task("discipline.watch")
def watch_posts(payload: Payload, progress: Progress) -> Result:
    """Suggest replacements where a watch rule speaks, and remind of terms to propose or to decide."""
    on = date.fromisoformat(payload["on"])
    suggested = watch.look(on=on)
    reminded = watch.remind(on=on)
    progress.advance(suggested + reminded)
    return {"suggested": suggested, "reminded": reminded}
