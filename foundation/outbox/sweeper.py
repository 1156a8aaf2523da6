"""Finding jobs whose worker died: their claim has no holder, or has been silent for too long."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from foundation.outbox.enums import JobState
from foundation.outbox.locks import has_no_holder
from foundation.outbox.models import Job
from foundation.outbox.worker import give_back

logger = logging.getLogger(__name__)
SILENCE = timedelta(minutes=15)  # longer than Celery's hard time limit; for a host that vanished with its connection


def reclaim_lost(*, now: datetime) -> int:
    """Give every job of a dead worker back to the queue. A try that had got somewhere costs nothing."""
    lost = 0
    for job_id in list(Job.objects.filter(state=JobState.RUNNING).order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            running = Job.objects.filter(pk=job_id, state=JobState.RUNNING)
            job = running.select_for_update(skip_locked=True).first()
            if job is None or not (has_no_holder(job) or _silent(job, now)):
                continue
            got_somewhere = bool(job.progress.get("done"))
            logger.warning("outbox.worker_lost", extra={"job": job.pk, "task": job.task, "worker": job.claimed_by})
            give_back(job, fruitless=not got_somewhere, error="worker lost", now=now)
            lost += 1
    return lost


def _silent(job: Job, now: datetime) -> bool:
    return job.heartbeat_at is not None and now - job.heartbeat_at > SILENCE
