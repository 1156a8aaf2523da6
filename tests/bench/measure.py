"""Measuring: times, queries and memory of one act, against its budget."""

import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import sessions

QUERIES = 25


@dataclass
class Figure:
    """One line of the table: what was measured, how much, how much it may be."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    note: str = ""

    @property
    def over(self) -> bool:
        return self.budget is not None and self.value > self.budget

    def line(self) -> str:
        budget = "" if self.budget is None else f"{self.budget:g} {self.unit}"
        mark = "OVER" if self.over else "ok" if self.budget is not None else ""
        return f"{self.name:<46} {self.value:>10.1f} {self.unit:<8} {budget:>12} {mark:<5} {self.note}"


@dataclass
class Report:
    """All figures of a run."""

    size: str
    counts: dict[str, int] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, budget: float | None = None, note: str = "") -> None:
        figure = Figure(name, value, unit, budget, note)
        self.figures.append(figure)
        print(figure.line(), flush=True)

    def as_json(self) -> dict[str, Any]:
        return {"size": self.size, "counts": self.counts, "figures": [asdict(one) for one in self.figures]}


def p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def page(
    report: Report, name: str, user: User, address: str, *, budget: float, queries: int = QUERIES, times: int = 20
) -> None:
    """p95 of a page in milliseconds and its number of queries, which may be `queries` at most."""
    client = Client(raise_request_exception=False)
    sessions.signed_in(user, client=client)
    answer = client.get(address)
    if answer.status_code != 200:
        report.add(name, math.inf, "ms", budget, f"answered {answer.status_code}")
        return
    count = queries_of(user, address)
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - begun) * 1000)
    report.add(name, p95(spent), "ms", budget, f"{count} queries")
    if count > queries:
        report.add(f"{name}: queries", count, "queries", queries)


def queries_of(user: User, address: str) -> int:
    client = Client(raise_request_exception=False)
    sessions.signed_in(user, client=client)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def timed(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def command(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Seconds, the largest process of it in MiB, and the end of what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    said = (done.stdout + done.stderr).strip().splitlines()[-1:]
    note = "" if peak > before else "not above an earlier command"
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}: {done.stdout[-800:]}{done.stderr[-800:]}")
    return spent, peak / 1024, note or (said[0][:60] if said else "")
