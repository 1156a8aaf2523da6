"""Outbox rows: one per job, one per (periodic job, period). Technical tables, not audited."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from foundation.outbox.enums import JobState, RunState

MAX_TRIES = 5
MAX_CLAIMS = 60  # a job that loses its worker this often is given up, however far it got


def empty_progress() -> dict[str, object]:
    return {"done": 0, "total": None, "note": ""}


class Job(models.Model):
    """Work to do once: `key` makes it single; `claims` counts how often it was taken and fences late writers off."""

    task = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)  # tries that led nowhere
    claims = models.PositiveSmallIntegerField(default=0)  # all tries
    not_before = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=120, default="", blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(default="", blank=True)
    progress = models.JSONField(default=empty_progress)
    result = models.JSONField(null=True, blank=True)
    requested_by = models.BigIntegerField(null=True, blank=True)
    request_id = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], name="outbox_job_key_once"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="outbox_job_state_known"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(task=""), name="outbox_job_named"),
            models.CheckConstraint(
                condition=Q(attempts__lte=MAX_TRIES) & Q(attempts__lte=F("claims")),
                name="outbox_job_tries_bounded",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | (Q(claimed_at__isnull=False) & ~Q(claimed_by="")),
                name="outbox_job_running_claimed",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=[JobState.DONE, JobState.DEAD]) & Q(finished_at__isnull=False))
                | (Q(state__in=[JobState.QUEUED, JobState.RUNNING]) & Q(finished_at__isnull=True)),
                name="outbox_job_finished_dated",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(state=JobState.QUEUED), name="outbox_job_queued"),
            models.Index(fields=["id"], condition=Q(state=JobState.RUNNING), name="outbox_job_running"),
            models.Index(fields=["-finished_at"], condition=Q(state=JobState.DEAD), name="outbox_job_dead"),
            models.Index(fields=["requested_by", "-id"], name="outbox_job_requester"),
        ]

    def __str__(self) -> str:
        return f"{self.task} [{self.key}] {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.DEAD)


class PeriodicRun(models.Model):
    """One period of one periodic job: the row itself is the promise that it runs once."""

    job = models.CharField(max_length=100)
    period = models.DateField()
    state = models.CharField(max_length=10, choices=RunState)
    late = models.BooleanField(default=False)
    ticked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "period"], name="outbox_run_once_a_period"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="outbox_run_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.period} {self.state}"
