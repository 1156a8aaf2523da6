"""The sealed draw as plain values: weights with their parts, the text that is sealed, and who is drawn from it.

Nothing here needs the rest of the system: the same text and the same outside number give the same units anywhere.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PARTS = ("since_last", "findings", "repeats", "overdue", "satisfaction", "quiet")
FIRST_LINE = "KC-DRAW 1"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a unit on the day of the draw; `years` since its last inspection, None when it had none."""

    code: str
    years: float | None = None
    findings: int = 0
    repeats: int = 0
    overdue: int = 0
    satisfaction: float | None = None
    quiet_months: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A unit of the list with its weight in tenths and the parts it is made of (beside the base)."""

    code: str
    weight: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: the number drawn below the sum of weights, and the stretch of the list it fell into."""

    turn: int
    number: int
    total: int
    begins: int
    ends: int
    code: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealed text says."""

    code: str
    key: str
    places: int
    outside: str
    rule: str
    units: tuple[Weighed, ...]
    excluded: tuple[tuple[str, str], ...]


def weigh(facts: UnitFacts, rule: Mapping[str, Any]) -> Weighed:
    """The weight of a unit by the rule: a base that every unit has, and parts that each say why."""
    since, low = rule["since_last"], rule["satisfaction"]
    years = since["never"] if facts.years is None else int(facts.years) * since["each_year"]
    below = 0 if facts.satisfaction is None else int(max(0, low["below"] - facts.satisfaction)) * low["each_point"]
    parts = {
        "since_last": min(years, since["most"]),
        "findings": min(facts.findings * rule["findings"]["each"], rule["findings"]["most"]),
        "repeats": min(facts.repeats * rule["repeats"]["each"], rule["repeats"]["most"]),
        "overdue": min(facts.overdue * rule["overdue"]["each"], rule["overdue"]["most"]),
        "satisfaction": min(below, low["most"]),
        "quiet": rule["quiet"]["points"] if facts.quiet_months >= rule["quiet"]["months"] else 0,
    }
    return Weighed(facts.code, rule["base"] + sum(parts.values()), parts)


def seal(
    *,
    code: str,
    key: str,
    places: int,
    outside: str,
    rule: str,
    units: Sequence[Weighed],
    excluded: Sequence[tuple[str, str]],
) -> str:
    """The text whose hash is published: one line a fact, units in the order of their codes."""
    lines = [FIRST_LINE, f"code {code}", f"key {key}", f"places {places}", f"outside {_line(outside)}", f"rule {rule}"]
    for unit in sorted(units, key=lambda unit: unit.code):
        parts = " ".join(f"{name}={unit.parts.get(name, 0)}" for name in PARTS)
        lines.append(f"unit {unit.code} {unit.weight} {parts}")
    lines += [f"excluded {unit} {_line(reason)}" for unit, reason in sorted(excluded)]
    return "\n".join(lines) + "\n"


def commitment_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_sealed(text: str) -> Sealed:
    """The sealed text as values."""
    said: dict[str, str] = {}
    units, excluded = [], []
    for line in text.splitlines()[1:]:
        kind, _space, rest = line.partition(" ")
        if kind == "unit":
            code, weight, *parts = rest.split(" ")
            units.append(
                Weighed(code, int(weight), {name: int(value) for name, value in (p.split("=") for p in parts)})
            )
        elif kind == "excluded":
            code, _space, reason = rest.partition(" ")
            excluded.append((code, reason))
        else:
            said[kind] = rest
    return Sealed(
        said["code"], said["key"], int(said["places"]), said["outside"], said["rule"], tuple(units), tuple(excluded)
    )


def seed_of(key: str, outside_number: str) -> str:
    """Key sealed before, number known to nobody before: neither side alone can choose the seed."""
    return hashlib.sha256(f"{key}|{outside_number}".encode()).hexdigest()


def draw(sealed: Sealed, outside_number: str) -> tuple[Turn, ...]:
    """Turn by turn a number below the sum of weights; the unit in whose stretch it falls is drawn and leaves."""
    seed, left, turns = seed_of(sealed.key, outside_number), list(sealed.units), []
    for turn in range(1, min(sealed.places, len(left)) + 1):
        total = sum(unit.weight for unit in left)
        number = int(hashlib.sha256(f"{seed}:{turn}".encode()).hexdigest(), 16) % total
        begins = 0
        for place, unit in enumerate(left):
            if number < begins + unit.weight:
                turns.append(Turn(turn, number, total, begins, begins + unit.weight, unit.code))
                del left[place]
                break
            begins += unit.weight
    return tuple(turns)


def _line(text: str) -> str:
    return " ".join(text.split())
