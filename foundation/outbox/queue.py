"""Putting work into the outbox and taking a dead job up again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.context import request_id as current_request_id
from foundation.outbox.doorbell import ring_on_commit
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job, empty_progress
from foundation.workflow.errors import NotFound, StateChanged


def enqueue(
    task: str,
    *,
    key: str,
    payload: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    by: Actor | None = None,
) -> Job:
    """Add a job in the caller's transaction: rolled back with it, visible to workers once committed.

    The key is the identity of the work: a second enqueue with the same key returns the first job,
    whatever its state. Payloads hold ids and dates, never texts about people.
    """
    with transaction.atomic():
        Job.objects.bulk_create(
            [
                Job(
                    task=task,
                    key=key,
                    payload=dict(payload or {}),
                    not_before=not_before,
                    requested_by=by.pk if by is not None else None,
                    request_id=current_request_id.get(),
                )
            ],
            ignore_conflicts=True,
        )
        job = Job.objects.get(key=key)
        if job.state == JobState.QUEUED:
            ring_on_commit()
        return job


def retry_dead(*, job_id: int, by: Actor) -> Job:
    """Put a dead job back into the queue with fresh tries. Refused (StateChanged) when it is not dead."""
    with transaction.atomic():
        changed = Job.objects.filter(pk=job_id, state=JobState.DEAD).update(
            state=JobState.QUEUED,
            attempts=0,
            not_before=None,
            finished_at=None,
            progress=empty_progress(),
            requested_by=by.pk,
        )
        job = Job.objects.filter(pk=job_id).first()
        if job is None:
            raise NotFound(_("There is no such job."))
        if not changed:
            raise StateChanged(_("Only a job that was given up can be tried again."))
        ring_on_commit()
        return job
