"""Lines of a sheet as a writer sends them: checked against the scorecard, then in the form they are stored in."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from evaluations.rules.scoring import ScoreResult, score
from evaluations.rules.spec import Scorecard
from evaluations.rules.stored import line_to_json, lines_from_json
from foundation.workflow.errors import InvalidInput

Lines = Mapping[str, Mapping[str, Any]]
KEYS = frozenset({"points", "deductions", "reason", "evidence"})
LONGEST_REASON = 1000
MOST_EVIDENCE = 50


def checked(card: Scorecard, lines: Lines) -> tuple[dict[str, dict[str, Any]], ScoreResult]:
    """The lines as they are stored and what they amount to; an empty line is left out, it is not scored.

    Raises:
        InvalidInput: a line cannot be taken; `field` is the code of its criterion.
    """
    read = {code: _read(code, item) for code, item in lines.items()}
    parsed = lines_from_json(read)
    result = score(card, parsed)
    stored: dict[str, dict[str, Any]] = {}
    for line in parsed:
        item = read[line.criterion]
        if line.points is None and line.deductions is None and not item["reason"] and not item["evidence"]:
            continue
        stored[line.criterion] = line_to_json(line, reason=item["reason"], evidence=item["evidence"])
    return stored, result


def _read(code: str, item: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(item, Mapping) or set(item) - KEYS:
        raise InvalidInput(_("This line cannot be read."), field=code, code="bad_line")
    reason, evidence = str(item.get("reason") or "").strip(), list(item.get("evidence") or [])
    if len(reason) > LONGEST_REASON or len(evidence) > MOST_EVIDENCE:
        raise InvalidInput(_("This line is too long."), field=code, code="line_too_long")
    return {
        "points": _points(code, item.get("points")),
        "deductions": _deductions(code, item.get("deductions")),
        "reason": reason,
        "evidence": [str(entry)[:200] for entry in evidence],
    }


def _points(code: str, value: Any) -> str | None:
    """A decimal point or comma; nothing is not zero."""
    if value is None or str(value).strip() == "":
        return None
    try:
        points = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation as error:
        raise InvalidInput(_("This is not a number."), field=code, code="not_a_number") from error
    if not points.is_finite():
        raise InvalidInput(_("This is not a number."), field=code, code="not_a_number")
    return str(points)


def _deductions(code: str, value: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    for entry in value or ():
        try:
            rule, times = (entry, 1) if isinstance(entry, str) else entry
            found.append([str(rule), int(times)])
        except (TypeError, ValueError) as error:
            raise InvalidInput(_("This deduction cannot be read."), field=code, code="bad_deduction") from error
    return found
