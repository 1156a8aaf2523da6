"""How far a running job is; each report is also its sign of life and its proof that it still owns the job."""

from django.db.models.functions import Now

from foundation.outbox.enums import JobState
from foundation.outbox.models import Job


class ClaimLost(Exception):
    """Another worker has taken the job over; this one must stop without writing."""


class Progress:
    """Given to each handler. Inside a transaction a report commits with the work it counts."""

    def __init__(self, job: Job) -> None:
        self.job_id = job.pk
        self.claim = job.claims
        self.requested_by: int | None = job.requested_by
        self.done = 0
        self.total: int | None = None
        self.note = ""

    def expect(self, total: int, note: str = "") -> None:
        self.report(self.done, total=total, note=note)

    def advance(self, count: int, note: str = "") -> None:
        self.report(self.done + count, note=note)

    def report(self, done: int, *, total: int | None = None, note: str = "") -> None:
        self.total = total if total is not None else self.total
        self.note = note or self.note
        shape = {"done": done, "total": self.total, "note": self.note}
        mine = Job.objects.filter(pk=self.job_id, state=JobState.RUNNING, claims=self.claim)
        if not mine.update(progress=shape, heartbeat_at=Now()):
            raise ClaimLost(f"Job {self.job_id} belongs to another worker now.")
        self.done = done
