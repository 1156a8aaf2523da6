"""The outbox task of this room: the daily digest."""

from datetime import date

from foundation.notifications import digest
from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task


@task("notifications.digest")
def send_digests(payload: Payload, progress: Progress) -> Result:
    """Record the digests of the day in chunks, then send what is recorded."""
    day = date.fromisoformat(payload["on"])
    people = digest.people_to_tell()
    progress.expect(len(people))
    in_chunks(people, lambda chunk: digest.record_digests(user_ids=chunk, day=day), progress)
    sent = 0
    for digest_id in digest.waiting(day=day):
        sent += digest.send_recorded(digest_id=digest_id)
        progress.advance(0)
    return {"people": len(people), "sent": sent}
