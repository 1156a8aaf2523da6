"""The outbox task of this room: answers kept for repeated API calls are removed after a day."""

from datetime import date

from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task
from foundation.web.idempotency import too_old
from foundation.web.models import KeptAnswer


@task("web.sweep_answers")
def sweep_answers(payload: Payload, progress: Progress) -> Result:
    """Remove what was kept long enough by the day of the run."""
    before = too_old(date.fromisoformat(payload["on"]))
    old = list(KeptAnswer.objects.filter(answered_at__lt=before).order_by("pk").values_list("pk", flat=True))
    progress.expect(len(old))
    return {"removed": in_chunks(old, lambda chunk: KeptAnswer.objects.filter(pk__in=chunk).delete(), progress)}
