"""Lines of a sheet as stored JSON and back; version 1 of the shape never changes, a new shape gets a new number."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from evaluations.rules.scoring import Deduction, Line

SHAPE = 1


def lines_to_json(lines: Iterable[Line]) -> dict[str, Any]:
    """{"shape": 1, "lines": {code: {"points": "8.5" | null, "deductions": [[rule, times], ...] | null, ...}}}."""
    return {
        "shape": SHAPE,
        "lines": {
            line.criterion: {
                "points": None if line.points is None else str(line.points),
                "deductions": None
                if line.deductions is None
                else [[deduction.rule, deduction.times] for deduction in line.deductions],
                "evidenced": line.evidenced,
            }
            for line in lines
        },
    }


def lines_from_json(stored: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines as they were entered; an empty mapping is a sheet nobody touched."""
    if not stored:
        return ()
    if stored.get("shape") != SHAPE:
        raise ValueError(f"unknown shape of stored lines: {stored.get('shape')!r}")
    return tuple(_line(code, item) for code, item in stored["lines"].items())


def _line(code: str, item: Mapping[str, Any]) -> Line:
    deductions = item["deductions"]
    return Line(
        criterion=code,
        points=None if item["points"] is None else Decimal(item["points"]),
        deductions=None if deductions is None else tuple(Deduction(rule, times) for rule, times in deductions),
        evidenced=item["evidenced"],
    )
