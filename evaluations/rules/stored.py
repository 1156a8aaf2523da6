"""Lines of one voice of a sheet (self, superior, ...) as stored JSON and back.

{criterion: {"points": "9.5" | null, "deductions": [[rule, times], ...], "reason": "", "evidence": [...]}}
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evaluations.rules.scoring import Deduction, Line


def lines_from_json(voice: Mapping[str, Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines to score. Neither points nor a noted fault: the line is not scored, neither zero nor full.

    A reason or an attached item makes a line evidenced.
    """
    return tuple(_line(code, item) for code, item in voice.items())


def line_to_json(line: Line, *, reason: str = "", evidence: Sequence[Any] = ()) -> dict[str, Any]:
    """One line as it is stored beside the sentence and the items that speak for it."""
    return {
        "points": None if line.points is None else str(line.points),
        "deductions": _pairs(line.deductions or ()),
        "reason": reason,
        "evidence": list(evidence),
    }


def _pairs(deductions: Iterable[Deduction]) -> list[list[Any]]:
    return [[deduction.rule, deduction.times] for deduction in deductions]


def _line(code: str, item: Mapping[str, Any]) -> Line:
    points = item.get("points")
    noted = tuple(_deduction(entry) for entry in item.get("deductions") or ())
    return Line(
        criterion=code,
        points=None if points in (None, "") else Decimal(str(points)),
        deductions=noted or None,
        evidenced=bool(str(item.get("reason", "")).strip()) or bool(item.get("evidence")),
    )


def _deduction(entry: Any) -> Deduction:
    """A bare rule code counts once."""
    if isinstance(entry, str):
        return Deduction(entry)
    rule, times = entry
    return Deduction(str(rule), int(times))
