"""The states of a job and of a periodic run."""

from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class RunState(models.TextChoices):
    STARTED = "started"  # its job stands in the outbox
    SKIPPED = "skipped"  # missed during an outage; the latest period did the work
