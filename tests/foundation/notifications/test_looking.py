"""The nightly look, twice and in parallel; urgent mail, twice and in parallel."""

import pytest
from django.core import mail

from accounts.models import User
from foundation.notifications.models import Alert, Notification
from foundation.notifications.notify import notify
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job
from tests.foundation.outbox.twice import run_in_parallel, run_twice

pytestmark = pytest.mark.usefixtures("committed_db")
NIGHT = {"on": "2026-11-20"}


def dead_jobs(lan: User) -> None:
    """Two jobs were given up; one of them has been started again."""
    for number, state in enumerate((JobState.DEAD, JobState.QUEUED)):
        job = Job.objects.create(
            task="x", key=f"k{number}", claims=5, state=JobState.DEAD, finished_at="2026-11-01T00:00Z"
        )
        notify(user_id=lan.pk, kind="outbox.dead", dedupe=f"outbox.dead:{job.pk}:5", title="Given up")
        if state == JobState.QUEUED:
            Job.objects.filter(pk=job.pk).update(state=state, finished_at=None, not_before="2100-01-01T00:00Z")


def test_look_twice(lan: User) -> None:
    dead_jobs(lan)
    run_twice("notifications.look", NIGHT)
    assert sorted(Alert.objects.values_list("ending", flat=True)) == ["", "gone"]


def test_look_in_parallel(lan: User) -> None:
    dead_jobs(lan)
    run_in_parallel("notifications.look", NIGHT)
    assert Notification.objects.filter(handled_at=None).count() == 1


def test_urgent_mail_twice(lan: User) -> None:
    dead_jobs(lan)
    Alert.objects.exists()
    run_twice("notifications.urgent", {})
    assert len(mail.outbox) == 0, "no policy says it is urgent"


def test_urgent_mail_in_parallel(lan: User, minh: User) -> None:
    from foundation.notifications.policies import load_policies

    load_policies()
    dead_jobs(lan)
    dead_jobs_of = Job.objects.filter(state=JobState.DEAD).get()
    notify(user_id=minh.pk, kind="outbox.dead", dedupe=f"outbox.dead:{dead_jobs_of.pk}:5", title="Given up")
    run_in_parallel("notifications.urgent", {})
    assert {tuple(one.to) for one in mail.outbox} == {("lan@example.org",), ("minh@example.org",)}
