"""The outbox task of the organisation: carry out a reorganisation whose day has come."""

from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task
from foundation.web.clock import local_date
from organization.services.reorganisation import carry_out_confirmed


@task("organization.reorganise")
def reorganise(payload: Payload, progress: Progress) -> Result:
    """Payload: reorganisation."""
    progress.expect(1)
    row = carry_out_confirmed(pk=int(payload["reorganisation"]), on=local_date())
    progress.advance(1)
    return {"state": row.state} if row is not None else None
