"""Drill: the process of the night killed with SIGKILL twenty times in the middle; no alert is lost, none doubled."""

import os
import random
import signal
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import User
from cadres.services.rotation_alert_night import raise_stage_alerts
from foundation.notifications import digest, looking
from foundation.notifications.enums import DigestState
from foundation.notifications.models import Alert, Digest, Notification
from tests.cadres.rotation.test_alerts import DUE, each_once, many

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.drill]
COUNT, BATCH = 1000, 250
NIGHTS = ((DUE + timedelta(days=25), "rotation.due"), (DUE + timedelta(days=200), "rotation.no_plan"))


def test_night_killed_at_20_moments_loses_and_doubles_nothing(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(tmp_path)
    many(COUNT)
    User.objects.filter(email="").update(email="ai@example.org")
    dice, cut = random.Random(39), 0
    for on, rule in NIGHTS:
        for _ in range(10):
            cut += _killed(on, after=dice.randint(5, 90))
        _night(on)
        each_once(COUNT, rule=rule)
        _mailed_once(on)
    assert cut >= 18, f"only {cut} kills came before the end"
    sent = sum(text.read_text().count("\nTo: ") for text in tmp_path.iterdir())
    done = Digest.objects.filter(state=DigestState.SENT).count()
    assert done <= sent <= done + cut, "a mail that was begun is not sent again"


def _night(on: date) -> None:
    """What the night and the morning do, in order."""
    raise_stage_alerts(on=on)
    ids = looking.waiting_ids()
    for start in range(0, len(ids), BATCH):
        looking.end_without_ground(ids=ids[start : start + BATCH], on=on)
    for person in digest.people_to_tell(day=on):
        digest.record_digests(user_ids=[person], day=on)
    for number in digest.waiting(day=on):
        digest.send_recorded(digest_id=number)


def _mailed_once(on: date) -> None:
    assert not digest.people_to_tell(day=on), "everybody told has a mail written down"
    told = Notification.objects.filter(alert__in=Alert.objects.filter(ended_at=None)).values("user_id").distinct()
    mails = Digest.objects.filter(day=on)
    assert mails.count() == told.count() and not mails.filter(state=DigestState.RECORDED).exists()


def _killed(on: date, *, after: int) -> bool:
    """Run it in a process of its own, killed at its statement number `after`; False when it ended before."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with connection.execute_wrapper(lambda execute, *given: (os.write(writing, b"."), execute(*given))[1]):
                _night(on)
        finally:
            os._exit(0)
    os.close(writing)
    got = 0
    while got < after and (part := os.read(reading, after - got)):
        got += len(part)
    os.kill(child, signal.SIGKILL)
    os.close(reading)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
