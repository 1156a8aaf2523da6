"""Scores typed into a row or a sheet: points as people write them, with the sentence that belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from evaluations.models import Evaluation
from evaluations.rules.scoring import Line
from evaluations.rules.spec import Scorecard
from evaluations.rules.stored import lines_from_json


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

    @property
    def is_valid(self) -> bool:
        return not self.errors


def read_lines(post: Mapping[str, str], card: Scorecard, stored: Mapping[str, Mapping[str, object]]) -> LinesForm:
    """Read `points-CODE` and `reason-CODE` of every criterion of the sheet.

    Args:
        post: the posted values.
        card: the sheet of this subject group.
        stored: lines now stored for this voice; a reason that the form did not show is kept.
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
        note=post.get("note", "").strip()[:4000],
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


def stored_lines(evaluation: Evaluation, voice: str) -> tuple[Line, ...]:
    """Lines now stored for one voice, as the rules read them."""
    return lines_from_json(evaluation.scores.get(voice, {}))
