"""The Celery worker's own look at the boot checks: like the web server it refuses to start when one fails."""

from typing import Any

from celery import bootsteps

from config.checks import refuse_to_start_when_unsafe


class BootChecks(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery has no types
    def __init__(self, worker: Any, **kwargs: Any) -> None:
        super().__init__(worker, **kwargs)
        refuse_to_start_when_unsafe()
