"""The database connection dies at every statement around the commit of a real act: no job without its change (M-37)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg2
import pytest
from celery import Celery
from django.db import Error, connection, transaction

from accounts.models import User
from cadres.models import RosterImport
from cadres.services.imports import receive
from foundation.audit.models import AuditEvent
from foundation.outbox import doorbell
from foundation.outbox.models import Job
from tests.cast import build_cast
from tests.foundation.outbox.test_queue import broker, messages

__all__ = ["broker"]

pytestmark = pytest.mark.usefixtures("committed_db")
POINTS = 100
LIST = "STT,Họ và tên\n1,Nguyễn Văn An\n".encode()


@pytest.fixture
def kill() -> Iterator[Callable[[], None]]:
    """Ends this thread's database session from outside, as a crash of its server process would."""
    described = connection.settings_dict
    other = psycopg2.connect(
        host=described["HOST"], port=described["PORT"], dbname=described["NAME"], user=described["USER"],
        password=described["PASSWORD"],
    )  # fmt: skip
    other.autocommit = True

    def end() -> None:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
            assert cursor.fetchone() == (True,)

    yield end
    other.close()


class Statements:
    """Counts the statements of an act; before the one at `point`, or right `after` it, calls `at`."""

    def __init__(self, point: int = 0, at: Callable[[], None] = lambda: None, *, after: bool = False) -> None:
        self.count, self.point, self.at, self.after = 0, point, at, after

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.point and not self.after:
            self.at()
        result = execute(sql, params, many, context)
        if self.count == self.point and self.after:
            self.at()
        return result


def act(name: str, by: User) -> None:
    receive(file_name=name, content=LIST, as_of=date(2026, 3, 1), by=by)


def test_connection_lost_at_a_hundred_points_leaves_the_job_exactly_with_its_change(
    kill: Callable[[], None], broker: Celery
) -> None:
    by = build_cast().officer
    doorbell._quiet_until = 0.0
    usual = Statements()
    with connection.execute_wrapper(usual):
        act("whole.csv", by)
    last = usual.count
    assert last >= 5
    points = [Statements(number, kill) for number in range(1, last + 1)]
    points += [Statements(last, kill, after=True)]  # everything is written, the commit itself is lost
    points += [Statements(1, lambda: transaction.on_commit(kill))]  # committed, nothing said yet
    kept = lost = 0
    for number in range(POINTS):
        point, name = points[number % len(points)], f"{number}.csv"
        point.count = 0
        try:
            with connection.execute_wrapper(point):
                act(name, by)
        except Error:
            lost += 1
        connection.close()
        found = RosterImport.objects.filter(file_name=name)
        kept += found.count()
        assert found.exists() == (point is points[-1]), f"died at point {number % len(points)} of {len(points)}"
        assert Job.objects.count() == RosterImport.objects.count() == kept + 1
    assert (kept, lost) == (POINTS // len(points), POINTS - kept)
    assert AuditEvent.objects.filter(kind="row", table_name="cadres_rosterimport").count() == kept + 1
    assert messages(broker) == kept + 1
