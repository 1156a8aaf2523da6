"""Tells who asked for a job, and the operators, that it was given up."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_noop

from foundation.notifications.notify import notify_many
from foundation.outbox.models import Job

_operators: list[Callable[[], Iterable[int]]] = []


def use_operators(find: Callable[[], Iterable[int]]) -> None:
    """Register who keeps the system running: a function that returns user ids (accounts knows the roles)."""
    _operators[:] = [find]


def tell(job: Job) -> None:
    people = {user_id for find in _operators for user_id in find()}
    if job.requested_by is not None:
        people.add(job.requested_by)
    notify_many(
        user_ids=people,
        kind="outbox.dead",
        dedupe=f"outbox.dead:{job.pk}:{job.claims}",
        title=gettext_noop("Background work was given up: %(task)s"),
        body=gettext_noop(
            "Job %(job)s failed %(tries)s times and is not tried again by itself. "
            "Somebody who keeps the system running must look at the error, mend its cause and start it again."
        ),
        params={"task": job.task, "job": job.pk, "tries": job.attempts},
        ends_when=gettext_noop("Ends when the job is started again and succeeds."),
    )
