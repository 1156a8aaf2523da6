"""Tasks of the trail that must tell people: the nightly verification, and the look at the sealer every minute."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from config.trail_alerts import in_order, look, tell_of
from foundation.audit.models import Verification
from foundation.audit.verifying.verify import keep, verify
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task
from foundation.web.clock import local_date


@task("audit.verify")
def verify_trail(payload: Payload, progress: Progress) -> Result:
    """Verify the trail once for each night, keep the result, tell auditors and administrators if it is not in order."""
    on = date.fromisoformat(payload["on"])
    if Verification.objects.filter(period=on).exists():
        return None
    now = timezone.now()
    verdict = verify(now=now, seal_first=False)
    keep(verdict, at=now, period=on)
    if not verdict.ok:
        tell_of(verdict, on=on)
    else:
        in_order()
    return {"ok": verdict.ok, "entries": verdict.entries}


@shared_task(name="trail.watch")  # type: ignore[untyped-decorator]  # celery has no types
def watch() -> None:
    """Every minute: do checkpoints arrive, and does the sealer work?"""
    look(now=timezone.now(), on=local_date())
