"""Celery's three tasks: look at the queue, sweep up after dead workers, tick the timetable."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from foundation.outbox.doorbell import ring
from foundation.outbox.sweeper import reclaim_lost
from foundation.outbox.ticker import tick as start_due_periods
from foundation.outbox.worker import run_due


@shared_task(name="outbox.look")  # type: ignore[untyped-decorator]  # celery has no types
def look() -> None:
    """The doorbell: run what is due; ring again when the shift ended before the queue was empty."""
    if run_due().more:
        ring()


@shared_task(name="outbox.sweep")  # type: ignore[untyped-decorator]  # celery has no types
def sweep() -> None:
    """Every 30 s: take back the jobs of dead workers, then look (retries, and doorbells that were lost)."""
    reclaim_lost(now=timezone.now())
    look()


@shared_task(name="outbox.tick")  # type: ignore[untyped-decorator]  # celery has no types
def tick(today: str | None = None) -> None:
    """Every minute: start what the timetable says; with a date (ISO) everything due by the end of that day."""
    if today is not None:
        start_due_periods(today=date.fromisoformat(today))
        return
    here = timezone.localtime()
    start_due_periods(today=here.date(), now=here.time())
