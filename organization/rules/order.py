"""What a reorganisation is to do, as plain values: read from and written to JSON, refused where it cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

MOST_UNITS = 20
MOST_PARTS = 6
NOBODY = 0
"""In `heads`: the post of head stays empty until somebody is appointed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One unit that takes over: an existing one by its key, else a new one."""

    unit_id: int | None = None
    code: str = ""
    name: str = ""
    name_en: str = ""
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Which units end and who takes over.

    Of a split, `divisions` and `people` say by key which part (its place in `parts`) a division or a person goes to;
    all others go to the part `rest`. `heads` names who heads a part, by its place: a person's key, or NOBODY.
    """

    kind: str
    units: tuple[int, ...]
    parts: tuple[Part, ...] = ()
    rest: int = 0
    divisions: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)
    heads: Mapping[int, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        parts = [
            {"unit": one.unit_id, "code": one.code, "name": one.name, "name_en": one.name_en, "short": one.short_name}
            for one in self.parts
        ]
        maps = {"divisions": self.divisions, "people": self.people, "heads": self.heads}
        texts = {name: {str(key): value for key, value in sorted(rows.items())} for name, rows in maps.items()}
        return {"kind": self.kind, "units": list(self.units), "parts": parts, "rest": self.rest, **texts}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            kind=data["kind"],
            units=tuple(data["units"]),
            parts=tuple(
                Part(row["unit"], row["code"], row["name"], row["name_en"], row["short"]) for row in data["parts"]
            ),
            rest=data["rest"],
            divisions={int(key): value for key, value in data["divisions"].items()},
            people={int(key): value for key, value in data["people"].items()},
            heads={int(key): value for key, value in data["heads"].items()},
        )


def problem_of(order: Order) -> str:
    """A stable name of what is wrong with the order by itself; empty when nothing is."""
    units, parts = order.units, order.parts
    existing = [part.unit_id for part in parts if part.unit_id is not None]
    codes = [part.code for part in parts if part.unit_id is None]
    if not units or len(set(units)) != len(units) or len(set(existing)) != len(existing) or set(units) & set(existing):
        return "units_wrong"
    if len(units) > MOST_UNITS or len(parts) > MOST_PARTS:
        return "too_many"
    if any(not part.code or not part.name for part in parts if part.unit_id is None):
        return "successor_unnamed"
    if len(set(codes)) != len(codes):
        return "code_twice"
    wanted = {"merge": len(parts) == 1, "rename": len(parts) == 1, "split": len(parts) >= 2, "dissolve": not parts}
    if not wanted.get(order.kind, False):
        return "parts_wrong"
    if order.kind == "merge" and len(units) + len(existing) < 2:
        return "merge_of_one"
    if order.kind in ("split", "rename") and len(units) != 1:
        return "one_unit_only"
    if order.kind == "rename" and existing:
        return "parts_wrong"
    places = {order.rest, *order.divisions.values(), *order.people.values(), *order.heads}
    return "no_such_part" if parts and not places <= set(range(len(parts))) else ""
