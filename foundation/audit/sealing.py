"""The sealer's work, once or for ever: seal, sign, send."""

from datetime import datetime, timedelta
from threading import Event

import structlog
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from foundation.audit.checkpoints import checkpoint_if_due
from foundation.audit.sealer import only_sealer, seal_batch
from foundation.audit.targets import deliver

PAUSE = 1.0
AFTER_FAILURE = 10.0
RETRY = timedelta(seconds=15)
log = structlog.get_logger(__name__)


def seal_once() -> int | None:
    """Seal all that is settled, sign where the chain then stands, send it. None when another sealer is at work."""
    with only_sealer() as mine:
        if not mine:
            return None
        sealed = seal_all(final=True)
        deliver(now=timezone.now())
        return sealed


def seal_all(*, sign: bool = True, final: bool = False, stop: Event | None = None) -> int:
    """Seal batch after batch until nothing settled is left; checkpoints come where they are due."""
    sealed = 0
    while (count := seal_batch()) and not (stop and stop.is_set()):
        sealed += count
        if sign:
            checkpoint_if_due(now=timezone.now())
    if sign:
        checkpoint_if_due(now=timezone.now(), final=final)
    return sealed + count


def seal_for_ever(stop: Event) -> None:
    """Seal every second until `stop`; a lost connection is made anew, a second sealer waits for the first to end."""
    while not stop.is_set():
        try:
            with only_sealer() as mine:
                if mine:
                    _serve(stop)
        except (OperationalError, InterfaceError) as trouble:
            log.warning("sealer lost the database", error=str(trouble).strip())
        except Exception:  # the web must not end with the sealer; the look every minute tells people that it stands
            log.exception("sealer failed, tries again")
            stop.wait(AFTER_FAILURE)
        connections["sealer"].close()
        stop.wait(PAUSE)


def _serve(stop: Event) -> None:
    owed_until: datetime | None = None
    while True:
        ending = stop.is_set()
        seal_all(final=ending, stop=stop)
        now = timezone.now()
        if ending or owed_until is None or now >= owed_until:
            owed_until = None if deliver(now=now) else now + RETRY
        if ending:
            return
        stop.wait(PAUSE)
