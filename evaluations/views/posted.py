"""From typed lines to what the services take."""

from typing import Any

from evaluations.forms.lines import LinesForm


def lines_for_service(form: LinesForm) -> dict[str, dict[str, Any]]:
    """One entry a criterion: points (None: not scored) with the sentence that belongs to them."""
    return {
        code: {"points": None if line.points is None else str(line.points), "reason": line.reason}
        for code, line in form.typed.items()
    }
