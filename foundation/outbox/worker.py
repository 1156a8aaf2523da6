"""Working off the outbox: claim a due job, run its handler, write down how it ended."""

import logging
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from foundation.audit.context import request_id
from foundation.outbox.enums import JobState
from foundation.outbox.locks import hold, let_go
from foundation.outbox.models import MAX_CLAIMS, MAX_TRIES, Job, empty_progress
from foundation.outbox.progress import ClaimLost, Progress
from foundation.outbox.registry import dead_hooks, handler_of

logger = logging.getLogger(__name__)
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
ERROR_LENGTH = 500


@dataclass
class Shift:
    """What one call of run_due did; `more` says that it stopped before the queue was empty."""

    done: int = 0
    failed: int = 0
    more: bool = False


def run_due(*, limit: int = 50, seconds: float = 60.0, clock: Callable[[], datetime] = timezone.now) -> Shift:
    """Run due jobs, oldest first, until none is left, `limit` were run or `seconds` have passed."""
    shift = Shift()
    started = time.monotonic()
    for _ in range(limit):
        if time.monotonic() - started > seconds:
            break
        job = claim_next(now=clock())
        if job is None:
            return shift
        if run_claimed(job, clock=clock):
            shift.done += 1
        else:
            shift.failed += 1
    shift.more = True
    return shift


def claim_next(*, now: datetime) -> Job | None:
    """Take the oldest due job in one short transaction; two workers never get the same."""
    with transaction.atomic():
        due = Job.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=now), state=JobState.QUEUED)
        job = due.select_for_update(skip_locked=True).order_by("id").first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.attempts += 1
        job.claims += 1
        job.claimed_at = job.heartbeat_at = now
        job.progress = empty_progress()
        job.claimed_by = f"{socket.gethostname()[:80]}:{os.getpid()}"
        hold(job)  # before the commit: a running job without a holder has lost its worker
        job.save(update_fields=["state", "attempts", "claims", "claimed_at", "heartbeat_at", "claimed_by", "progress"])
        return job


def run_claimed(job: Job, *, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Run one claimed job to its end; True when it is done. Only a worker that is told to stop lets anything out."""
    progress = Progress(job)
    outer_request = request_id.set(job.request_id or f"job-{job.pk}")
    try:
        result = handler_of(job.task)(job.payload, progress)
        return _finish(job, dict(result) if result is not None else None, now=clock())
    except ClaimLost:
        logger.warning("outbox.claim_lost", extra={"job": job.pk})
        return False
    except SoftTimeLimitExceeded:
        give_back(job, fruitless=progress.done == 0, error="time limit", now=clock())
        return False
    except Exception as error:
        logger.exception("outbox.job_failed", extra={"job": job.pk, "task": job.task, "attempt": job.attempts})
        connection.close_if_unusable_or_obsolete()
        give_back(job, fruitless=True, error=_in_words(error), now=clock())
        return False
    except BaseException:  # told to stop: the job goes back untouched, then the worker ends
        give_back(job, fruitless=False, error="worker stopped", now=clock())
        raise
    finally:
        request_id.reset(outer_request)
        let_go(job)


def give_back(job: Job, *, fruitless: bool, error: str, now: datetime) -> None:
    """Return a claimed job to the queue, after a growing pause when the try led nowhere; give it up after the last."""
    attempts = job.attempts if fruitless else job.attempts - 1
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claims=job.claims)
        if attempts >= MAX_TRIES or job.claims % MAX_CLAIMS == 0:
            if mine.update(state=JobState.DEAD, finished_at=now, last_error=error):
                job.refresh_from_db()
                _tell(job)
            return
        pause = PAUSES[attempts - 1] if fruitless else timedelta(0)
        mine.update(state=JobState.QUEUED, attempts=attempts, not_before=now + pause, last_error=error)


def _finish(job: Job, result: dict[str, object] | None, *, now: datetime) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claims=job.claims)
    if not mine.update(state=JobState.DONE, finished_at=now, result=result, last_error=""):
        raise ClaimLost(f"Job {job.pk} belongs to another worker now.")
    return True


def _tell(job: Job) -> None:
    logger.error("outbox.job_dead", extra={"job": job.pk, "task": job.task, "error": job.last_error})
    for hook in dead_hooks():
        try:
            with transaction.atomic():
                hook(job)
        except Exception:
            logger.exception("outbox.dead_hook_failed", extra={"job": job.pk})


def _in_words(error: Exception) -> str:
    first_line = (str(error).splitlines() or [""])[0]  # a database's DETAIL line may quote personal data
    return f"{type(error).__name__}: {first_line}"[:ERROR_LENGTH]
