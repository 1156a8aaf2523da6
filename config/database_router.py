"""Which database alias serves which work: models use `default`, migrations use `owner`, nothing drifts elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_migrating: ContextVar[bool] = ContextVar("migrating", default=False)


@contextmanager
def migrating() -> Iterator[None]:
    """While migrations run, a data migration's models use the owner's connection, where the new tables are visible."""
    token = _migrating.set(True)
    try:
        yield
    finally:
        _migrating.reset(token)


class OneWriterRouter:
    """All three aliases are one database seen by three roles, so relations between them are allowed."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "owner" if _migrating.get() else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return self.db_for_read(model, **hints)

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
