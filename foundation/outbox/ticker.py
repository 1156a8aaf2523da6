"""The tick: every due period of every periodic job gets its row and its job in the outbox, once."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction
from django.db.models import Max

from foundation.outbox.enums import RunState
from foundation.outbox.models import PeriodicRun
from foundation.outbox.periods import DuePeriod, Periodic, due_periods
from foundation.outbox.queue import enqueue

_timetable: dict[str, Periodic] = {}


def use_timetable(lines: Iterable[Periodic]) -> None:
    """Called once at start with config.schedule.PERIODIC."""
    lines = list(lines)
    if len({line.name for line in lines}) != len(lines):
        raise ValueError("Two periodic jobs share a name.")
    _timetable.clear()
    _timetable.update({line.name: line for line in lines})


def timetable() -> list[Periodic]:
    return list(_timetable.values())


def tick(*, today: date, now: time = time.max, lines: Iterable[Periodic] | None = None) -> list[PeriodicRun]:
    """Start every period due by (today, now) that has no row yet and return the new rows.

    Two schedulers at once, an outage or a clock set back change nothing: the row (job, period) is unique,
    and so is the key of the job it starts. A date in the past or the future may be named: rows after it
    are neither touched nor in its way. One transaction for each job of the timetable.
    """
    started: list[PeriodicRun] = []
    for line in timetable() if lines is None else lines:
        with transaction.atomic():
            earlier = PeriodicRun.objects.filter(job=line.name, period__lte=today)
            last_run = earlier.aggregate(last=Max("period"))["last"]
            for due in due_periods(line, last_run=last_run, today=today, now=now):
                if run := _start(line, due):
                    started.append(run)
    return started


def _start(line: Periodic, due: DuePeriod) -> PeriodicRun | None:
    state = RunState.SKIPPED if due.skipped else RunState.STARTED
    run, created = PeriodicRun.objects.get_or_create(
        job=line.name, period=due.period, defaults={"state": state, "late": due.late}
    )
    if not created:
        return None
    if not due.skipped:
        enqueue(
            line.task,
            key=f"periodic:{line.name}:{due.period.isoformat()}",
            payload={"on": due.period.isoformat(), "late": due.late},
        )
    return run
