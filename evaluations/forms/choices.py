"""The decider's choices: a grade for each sheet, with a sentence where it departs from the proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluations.enums import Grade
from evaluations.models import Evaluation


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was picked for one sheet; an empty grade means that nothing was picked."""

    grade: str
    reason: str


def read_choices(post: Mapping[str, str], sheets: Iterable[Evaluation]) -> dict[int, Chosen]:
    """`grade-ID` and `reason-ID` for each of the sheets; anything else in the post is ignored."""
    chosen: dict[int, Chosen] = {}
    for sheet in sheets:
        grade = post.get(f"grade-{sheet.pk}", "")
        reason = post.get(f"reason-{sheet.pk}", "").strip()[:2000]
        chosen[sheet.pk] = Chosen(grade if grade in Grade.values else "", reason)
    return chosen
