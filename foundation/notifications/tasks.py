"""The outbox tasks of this room: the nightly look at open alerts, the daily digest, urgent mail."""

from datetime import date

from foundation.notifications import digest, looking
from foundation.notifications.one_at_a_time import one_at_a_time
from foundation.notifications.sources import sources
from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task
from foundation.web.clock import local_moment


@task("notifications.look")
def look_at_open_alerts(payload: Payload, progress: Progress) -> Result:
    """Raise what rooms leave to this night, look at what is open, carry up what nobody handled in time."""
    on = date.fromisoformat(payload["on"])
    with one_at_a_time("notifications.look"):
        raised = sum(source.night(on) for source in sources() if source.night is not None)
        open_ones = looking.waiting_ids()
        progress.expect(len(open_ones))
        in_chunks(open_ones, lambda chunk: looking.look_at(ids=chunk, on=on), progress)
        late = looking.to_escalate(on=on)
        in_chunks(late, lambda chunk: looking.escalate(ids=chunk, on=on), progress, size=50)
    return {"raised": raised, "looked": len(open_ones), "carried_up": len(late)}


@task("notifications.digest")
def send_digests(payload: Payload, progress: Progress) -> Result:
    """Record the digests of the day in chunks, then send what is recorded."""
    day = date.fromisoformat(payload["on"])
    people = digest.people_to_tell(day=day)
    progress.expect(len(people))
    in_chunks(people, lambda chunk: digest.record_digests(user_ids=chunk, day=day), progress)
    return {"people": len(people), "sent": _send(day, progress)}


@task("notifications.urgent")
def send_urgent(payload: Payload, progress: Progress) -> Result:
    """Mail what cannot wait for the morning, at most once an hour a person; the rest comes with the digest."""
    now = local_moment()
    people = digest.people_to_tell(day=now.date(), urgent=True)
    in_chunks(people, lambda chunk: digest.record_digests(user_ids=chunk, day=now.date(), slot=now.hour), progress)
    return {"people": len(people), "sent": _send(now.date(), progress)}


def _send(day: date, progress: Progress) -> int:
    sent = 0
    for digest_id in digest.waiting(day=day):
        sent += digest.send_recorded(digest_id=digest_id)
        progress.advance(0)
    return sent
