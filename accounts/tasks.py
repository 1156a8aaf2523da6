"""The outbox tasks of this room: sending links, removing what no longer means anything."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.services import limiter, links, sessions
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task

KEPT = timedelta(days=1)


@task("accounts.send_link")
def send_link(payload: Payload, progress: Progress) -> Result:
    """Make the link asked for and mail it, if the account can get one."""
    links.write_and_send(user_id=payload["user"], request=payload["request"])
    return None  # whether a mail went out would tell whether there is such an account


@task("accounts.tidy")
def tidy(payload: Payload, progress: Progress) -> Result:
    """Remove sessions that are over and counts of tries older than a day, seen from the day of the period."""
    day = timezone.make_aware(datetime.combine(datetime.fromisoformat(payload["on"]).date(), time.min))
    return {"sessions": sessions.forget_expired(at=day), "counts": limiter.forget_before(day - KEPT)}
