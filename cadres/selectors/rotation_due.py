"""Who is due on a day: counts by rule, kind of post and unit with the people behind, for command, page and API."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from cadres.selectors.rotation_clocks import Clock, clocks


@dataclass
class DueCount:
    """People of one kind of post, of one unit or (no unit) of the whole reach, whose time under one rule is over."""

    rule: str
    kind: str
    unit: str | None
    unit_name: str = ""
    people: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.people)

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "kind": self.kind, "unit": self.unit, "count": self.count, "people": self.people}


def due_counts(found: Iterable[Clock]) -> list[DueCount]:
    """Counts for the whole, then for each unit; a person counts once in each."""
    rows: dict[tuple[str, str, str], DueCount] = {}
    for clock in found:
        for unit, name in ((None, ""), (clock.body_code, clock.body_name)):
            row = rows.setdefault(
                (clock.code, clock.post_kind, unit or ""), DueCount(clock.code, clock.post_kind, unit, name)
            )
            if clock.person_code not in row.people[-1:]:
                row.people.append(clock.person_code)
    for row in rows.values():
        row.people = sorted(set(row.people))
    return sorted(rows.values(), key=lambda row: (row.rule, row.kind, row.unit or ""))


def rotation_due(*, on: date, reader: User | None = None) -> dict[str, Any]:
    """The answer of `manage.py rotation_due`: the clocks that have run out, whether or not a deferral stands."""
    return {
        "as_of": on.isoformat(),
        "counts": [row.as_json() for row in due_counts(clocks(on=on, due_by=on, reader=reader))],
    }
