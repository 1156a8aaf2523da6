"""Reading the outbox: how one job stands, and how the queue does."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from foundation.outbox.enums import JobState
from foundation.outbox.models import Job


@dataclass(frozen=True)
class QueueHealth:
    queued: int
    running: int
    dead: int
    oldest_due: datetime | None


def job_of(*, key: str, user_id: int) -> Job | None:
    """The job with this key if this user asked for it: for pages that show progress."""
    return Job.objects.filter(key=key, requested_by=user_id).first()


def dead_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.DEAD).order_by("-finished_at")


def queue_health(*, now: datetime) -> QueueHealth:
    """Counts for the readiness page and the operators."""
    states = Job.objects.exclude(state=JobState.DONE).aggregate(
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        dead=Count("pk", filter=Q(state=JobState.DEAD)),
        oldest_due=Min(
            "created_at",
            filter=Q(state=JobState.QUEUED) & (Q(not_before__isnull=True) | Q(not_before__lte=now)),
        ),
    )
    return QueueHealth(**states)
