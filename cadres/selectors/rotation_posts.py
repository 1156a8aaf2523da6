"""Open cases of the same person and post: one post may stand under several rules, and is spoken of once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cadres.enums_rotation import CLOSED, RotationState
from cadres.models import RotationCase, RotationRule
from cadres.rules.rotation import Limit

SPEAKING = (RotationState.APPROACHING, RotationState.DUE)
MOVING = (RotationState.PLANNED, RotationState.ANNOUNCED, RotationState.DECIDED)


@dataclass(frozen=True, slots=True)
class PostCase:
    """One open case as the others of its post see it."""

    pk: int
    post: tuple[int, int]
    rule_code: str
    due_on: date
    state: str
    limit: Limit

    @property
    def waits(self) -> bool:
        """Whether its clock speaks of it."""
        return self.state in SPEAKING

    @property
    def moves(self) -> bool:
        """Whether a move is under way."""
        return self.state in MOVING


def cases_of_posts(cases: Sequence[RotationCase]) -> list[PostCase]:
    """Every open case of the persons and posts of these cases, the earliest day first; two queries."""
    posts = {(case.person_id, case.posting_id) for case in cases}
    rows = (
        RotationCase.objects.filter(person__in={one for one, _post in posts})
        .exclude(state__in=CLOSED)
        .order_by("due_on", "pk")
        .values_list("pk", "person_id", "posting_id", "rule_code", "due_on", "state", "rule_id")
    )
    found = [row for row in rows if (row[1], row[2]) in posts]
    rules = RotationRule.objects.in_bulk({row[6] for row in found})
    limits = {key: Limit.read(rule.value) for key, rule in rules.items()}
    return [
        PostCase(key, (person, posting), code, due_on, state, limits[rule])
        for key, person, posting, code, due_on, state, rule in found
    ]
