"""What lies behind the demo: visits that began on earlier days, which the database's own clock lets nobody say.

The database stamps the start of an inspection and never lets it be changed. For work that is right; a city on its first
day would have nothing but visits of that minute. So rows are written over the owner's connection with one trigger off,
in one transaction that switches it on again before it ends; every other trigger, the trail's among them, stays on.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from psycopg2 import sql

from foundation.audit.record import recorded
from inspections.models import Duty, Inspection, Knower

OPEN_FOR = timedelta(hours=4)


@contextmanager
def without_trigger(model: type[Any], trigger_name: str) -> Iterator[None]:
    """One trigger of the model's table is off in this one transaction of the owner; the trail keeps its lines."""
    trigger = next(one for one in model._meta.triggers if one.name == trigger_name)
    table, name = sql.Identifier(model._meta.db_table), sql.Identifier(trigger.get_pgid(model))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for key, value in (("actor", "system"), ("actor_name", "system"), ("source", "command")):
            cursor.execute("SELECT set_config(%s, %s, true)", [f"kc.{key}", value])
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(table, name))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no check may be pending when the table is altered
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER {}").format(table, name))


def turn_back(began: Mapping[int, datetime]) -> None:
    """Let these inspections (keys) have begun at these moments, in a window of that day, and known the day before."""
    with without_trigger(Inspection, "frozen_after"):
        for key, moment in began.items():
            Inspection.objects.using("owner").filter(pk=key).update(
                started_at=moment, reveal_at=moment, window_from=moment, window_to=moment + OPEN_FOR,
                created_at=moment - timedelta(days=3), approved_at=moment - timedelta(days=2),
            )  # fmt: skip
    with recorded(by=None, source="command"):
        for key, moment in began.items():
            Knower.objects.filter(inspection_id=key).update(since=moment - timedelta(days=3))
            window = {"window_from": moment, "window_to": moment + OPEN_FOR}
            Duty.objects.filter(inspection_id=key).update(
                **window, called_at=moment - timedelta(days=1), confirmed_at=moment - timedelta(minutes=5)
            )
