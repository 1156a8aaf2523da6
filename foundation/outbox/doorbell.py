"""The only place that sends a Celery message: "look now". Best effort; the sweeper finds what it misses."""

import logging
import time

from celery import current_app
from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)
REST_AFTER_FAILURE = 10.0  # seconds without trying while the broker is away
CONNECT_TIMEOUT = 0.5
_quiet_until = 0.0


def ring_on_commit() -> None:
    """Ring once for the whole transaction, after it has committed."""
    if any(entry[1] is _ring_after_commit for entry in connection.run_on_commit):
        return
    transaction.on_commit(_ring_after_commit, robust=True)


def _ring_after_commit() -> None:
    ring()


def ring() -> bool:
    """Say "look now". False when no broker is configured or it does not answer; never raises."""
    global _quiet_until
    if not getattr(settings, "CELERY_BROKER_URL", "") or time.monotonic() < _quiet_until:
        return False
    try:
        with current_app.connection_for_write(
            connect_timeout=CONNECT_TIMEOUT,
            transport_options={
                "max_retries": 0,
                "socket_connect_timeout": CONNECT_TIMEOUT,
                "socket_timeout": CONNECT_TIMEOUT,
                "retry_on_timeout": False,
            },
        ) as broker:
            current_app.send_task("outbox.look", connection=broker, retry=False, ignore_result=True, expires=300)
    except Exception as error:  # whatever the client raises, the work is safe in the outbox
        _quiet_until = time.monotonic() + REST_AFTER_FAILURE
        logger.warning("outbox.doorbell_silent", extra={"error": type(error).__name__})
        return False
    return True
