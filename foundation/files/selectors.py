"""Proofs as pages list them: the newest version of each number, those before it behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from foundation.files.models import FileLine


@dataclass(frozen=True, slots=True)
class Proof:
    """One number with its versions, newest first."""

    versions: tuple[FileLine, ...]

    @property
    def current(self) -> FileLine:
        return self.versions[0]

    @property
    def withdrawn(self) -> bool:
        return self.current.file.withdrawn_at is not None

    @property
    def earlier(self) -> tuple[FileLine, ...]:
        return self.versions[1:]


def proofs_of(rows: QuerySet[Any]) -> tuple[Proof, ...]:
    """The proofs among these rows, by number; one query."""
    return grouped(rows.select_related("file", "added_by").order_by("number", "-version"))


def grouped(rows: Iterable[FileLine]) -> tuple[Proof, ...]:
    """Rows that come by number and newest first, as proofs."""
    found: dict[int, list[FileLine]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return tuple(Proof(tuple(versions)) for versions in found.values())
