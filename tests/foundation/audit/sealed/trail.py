"""A small trail for the tests: sealed, signed, with its outside file; and a superuser's hand on it."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from config.embedded import cluster
from config.embedded.place import var_dir
from foundation.audit.checkpoints import checkpoint_if_due
from foundation.audit.record import record_event, recorded
from foundation.audit.sealer import only_sealer
from foundation.audit.sealing import seal_all
from foundation.audit.selectors import chain_state
from foundation.audit.targets import FILE_NAME, deliver
from foundation.audit.verifying.findings import Verdict
from foundation.audit.verifying.verify import verify
from organization.models import Unit
from tests.foundation.audit import rows
from tests.waiting import wait_until


@dataclass
class Trail:
    """`file` holds the checkpoints that left the database."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME

    def grow(self, events: int) -> None:
        """Write so many events, each in a transaction of its own: rows, changes of rows, business events."""
        for number in range(events):
            with recorded(by=None, source="test"):
                if number % 3 == 0:
                    self.unit = rows.unit()
                elif number % 3 == 1:
                    Unit.objects.filter(pk=self.unit.pk).update(short_name=f"N{number}")
                else:
                    record_event(object_type="unit", object_id=number, name="unit.looked", details={"number": number})

    def seal(self, *, sign: bool = True, wait: bool = True) -> None:
        """Everything is sealed (with `wait` also what open transactions of this database hold up), signed and sent."""
        with only_sealer() as mine:
            assert mine
            seal_all(sign=False)
            if wait:
                wait_until(
                    lambda: seal_all(sign=False) == chain_state().unsealed == 0,
                    seconds=240,
                    what="settled transactions",
                )
            if sign:
                checkpoint_if_due(now=timezone.now(), final=True)
                deliver(now=timezone.now())

    def length(self) -> int:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_seal")
            return int(cursor.fetchone()[0])

    def verdict(self) -> Verdict:
        return verify(now=timezone.now(), seal_first=True, checkpoints=self.file)

    def command(self) -> tuple[int, dict[str, Any]]:
        """Exit code and answer of `verify_audit --json`."""
        out, code = StringIO(), 0
        try:
            call_command("verify_audit", "--json", "--checkpoints", str(self.file), stdout=out)
        except SystemExit as left:
            code = int(left.code or 0)
        return code, json.loads(out.getvalue())

    def exit_code(self) -> int:
        return self.command()[0]


@contextmanager
def superuser(database: str) -> Iterator[Any]:
    """A cursor that no trigger and no privilege stops: the intruder of M-22 and M-23. Commits at the end."""
    with closing(cluster.superuser_connection(var_dir(), database)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            yield cursor


def has_superuser() -> bool:
    try:
        cluster.superuser_connection(var_dir(), "postgres").close()
    except (psycopg2.Error, OSError):
        return False
    return True
