"""Handlers and watches for the tests of the outbox; all they write is rows of PeriodicRun, which has a unique key."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from foundation.outbox import registry
from foundation.outbox.chunks import in_chunks
from foundation.outbox.models import PeriodicRun
from foundation.outbox.progress import Progress

FIRST_DAY = date(2026, 1, 1)


@dataclass
class Watch:
    """A clock that only moves when told."""

    now: datetime = field(default_factory=timezone.now)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def write_days(job: str, numbers: list[int]) -> None:
    """The work of the test handlers: one row a number, once."""
    rows = [PeriodicRun(job=job, period=FIRST_DAY + timedelta(days=n), state="started") for n in numbers]
    PeriodicRun.objects.bulk_create(rows, ignore_conflicts=True)


def days_of(job: str) -> list[date]:
    return list(PeriodicRun.objects.filter(job=job).order_by("period").values_list("period", flat=True))


def _write(payload: registry.Payload, progress: Progress) -> registry.Result:
    written = set(days_of(payload["job"]))
    left = [n for n in range(payload["rows"]) if FIRST_DAY + timedelta(days=n) not in written]
    progress.expect(len(left))
    done = in_chunks(left, lambda chunk: write_days(payload["job"], chunk), progress, size=payload.get("size", 500))
    return {"written": done}


def _fail(payload: registry.Payload, progress: Progress) -> registry.Result:
    raise ValueError("this always fails\nDETAIL: a name that must not be stored")


def _kill(payload: registry.Payload, progress: Progress) -> registry.Result:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The three test tasks, for one test only: the registry is back to the apps' own afterwards."""
    before = dict(registry._handlers)
    for name, handler in (("test.write", _write), ("test.fail", _fail), ("test.kill", _kill)):
        registry.task(name)(handler)
    yield
    registry._handlers.clear()
    registry._handlers.update(before)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def dead_jobs() -> Iterator[list[Any]]:
    """Jobs that were given up during the test."""
    told: list[Any] = []
    hook: Callable[[Any], None] = told.append
    registry._dead_hooks.append(hook)
    yield told
    registry._dead_hooks.remove(hook)
