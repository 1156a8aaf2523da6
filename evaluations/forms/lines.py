"""Scores typed into a row or a sheet: points as people write them, with the sentence that belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from evaluations.rules.spec import Scorecard


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form sent for one criterion; `points` None is an emptied cell."""

    points: Decimal | None
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class LinesForm:
    """Bound lines of one sheet. `errors` are by criterion; `reasons` absent from the post keep what is stored."""

    typed: Mapping[str, Typed]
    errors: Mapping[str, str]
    version: int | None
    note: str
    kept: Mapping[str, Mapping[str, object]]

    @property
    def is_valid(self) -> bool:
        return not self.errors

    def lines(self) -> dict[str, dict[str, object]]:
        """What the services take: points (None: not scored), the sentence, and what was noted before."""
        return {
            code: {
                "points": None if line.points is None else str(line.points),
                "reason": line.reason,
                "deductions": self.kept.get(code, {}).get("deductions") or [],
                "evidence": self.kept.get(code, {}).get("evidence") or [],
            }
            for code, line in self.typed.items()
        }


def read_lines(
    post: Mapping[str, str], card: Scorecard, stored: Mapping[str, Mapping[str, object]], *, note: str = ""
) -> LinesForm:
    """Read `points-CODE` and `reason-CODE` of every criterion of the sheet.

    Args:
        post: the posted values.
        card: the sheet of this subject group.
        stored: lines now stored for this voice; what the form did not show is kept.
        note: the note now stored, kept in the same way.
    """
    typed: dict[str, Typed] = {}
    errors: dict[str, str] = {}
    for criterion in card.criteria:
        before = stored.get(criterion.code, {})
        text = post.get(f"points-{criterion.code}", "").strip()
        reason = post.get(f"reason-{criterion.code}", str(before.get("reason") or "")).strip()
        points: Decimal | None = None
        try:
            points = as_points(text)
        except InvalidOperation:
            errors[criterion.code] = _("“%(text)s” is not a number.") % {"text": text[:20]}
        typed[criterion.code] = Typed(points, reason[:1000], text)
    version = post.get("row_version", "")
    return LinesForm(
        typed=typed,
        errors=errors,
        version=int(version) if version.isascii() and version.isdigit() else None,
        note=post.get("note", note).strip()[:4000],
        kept=stored,
    )


def as_points(text: str) -> Decimal | None:
    """8,5 and 8.5 are the same; nothing is not scored."""
    cleaned = text.replace(" ", "").replace(",", ".")
    if not cleaned:
        return None
    value = Decimal(cleaned)
    if not value.is_finite():
        raise InvalidOperation
    return value
