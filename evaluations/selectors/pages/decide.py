"""The decider's page: everybody ranked, the proposal with its reasons, the choice beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from evaluations.enums import Grade, SubjectGroup
from evaluations.models import Evaluation, UnitCycle
from evaluations.rules.quota import QuotaResult
from evaluations.rules.wording import say_quota
from evaluations.selectors.closed import reasons_in, veil_for
from evaluations.selectors.decision import READY_STATES, Standing, preview, standing_grade
from evaluations.selectors.pages.places import key_of, name_of


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet before the decider."""

    rank: int
    sheet: Evaluation
    key: str
    name: str
    post: str
    self_total: Decimal | None
    total: Decimal | None
    proposed: str
    chosen: str
    reason: str
    why: tuple[str, ...]
    confirm: tuple[str, ...]
    tied: bool
    ready: bool
    problem: str = ""

    @property
    def departs(self) -> bool:
        """Whether a sentence is owed."""
        if self.tied and self.chosen in ("A", "B"):
            return False
        return bool(self.chosen) and self.chosen != self.proposed

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        return (("A", "A"), ("B", "B"), ("C", "C"), ("D", "D"), (Grade.NONE.value, str(_("Not graded"))))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The unit's month before its decision."""

    lines: tuple[Line, ...]
    quota: QuotaResult | None
    quota_words: str
    common: tuple[str, ...]
    waiting: int
    tied: int

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        found = [(letter, sum(1 for line in self.lines if line.chosen == letter)) for letter in "ABCD"]
        return (*found, ("", sum(1 for line in self.lines if line.chosen not in ("A", "B", "C", "D"))))

    @property
    def departing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.departs)


def ranking(
    unit_cycle: UnitCycle,
    *,
    user: Any,
    chosen: Mapping[int, str] | None = None,
    reasons: Mapping[int, str] | None = None,
    problems: Mapping[int, str] | None = None,
) -> Ranking:
    """Units first, then people by total; the grade picked stands beside the proposal."""
    view = preview(unit_cycle, chosen=chosen)
    stored = {row.sheet.pk: row.proposal.to_json() for row in view.rows}
    veil = veil_for(user, {row.sheet.person_id or 0: stored[row.sheet.pk] for row in view.rows})
    stored = {row.sheet.pk: veil.proposal(row.sheet.person_id, stored[row.sheet.pk]) for row in view.rows}
    lines = [
        _line(place, row, stored[row.sheet.pk], chosen or {}, reasons or {}, problems or {})
        for place, row in enumerate(sorted(view.rows, key=_order), start=1)
    ]
    common = _common(lines)
    lines = [replace(line, confirm=tuple(text for text in line.confirm if text not in common)) for line in lines]
    return Ranking(
        lines=tuple(lines),
        quota=view.quota,
        quota_words=say_quota(view.quota.explanation) if view.quota else "",
        common=common,
        waiting=sum(1 for line in lines if not line.ready),
        tied=sum(1 for line in lines if line.tied and not line.chosen),
    )


def _common(lines: Sequence[Line]) -> tuple[str, ...]:
    """What is to be confirmed for every person alike; said once, above the list."""
    people = [line for line in lines if line.sheet.person_id is not None]
    if len(people) < 2:
        return ()
    return tuple(text for text in people[0].confirm if all(text in line.confirm for line in people))


def _order(row: Standing) -> tuple[bool, Decimal, str, int]:
    sheet = row.sheet
    total = row.score.total if row.score.total is not None else Decimal(-1)
    return (sheet.subject_group != SubjectGroup.UNIT, -total, sheet.sort_key, sheet.pk)


def _line(
    place: int,
    row: Standing,
    stored: Mapping[str, Any],
    chosen: Mapping[int, str],
    reasons: Mapping[int, str],
    problems: Mapping[int, str],
) -> Line:
    sheet = row.sheet
    decided = sheet.grade if sheet.state in ("DECIDED", "PUBLISHED") else ""
    return Line(
        rank=place,
        sheet=sheet,
        key=key_of(sheet),
        name=name_of(sheet),
        post=sheet.post_title or (sheet.division.name if sheet.division else sheet.unit.name),
        self_total=sheet.self_total,
        total=row.score.total,
        proposed=sheet.proposed_grade if decided else standing_grade(row.proposal),
        chosen=decided or chosen.get(sheet.pk) or row.grade,
        reason=sheet.departure_reason if decided else reasons.get(sheet.pk, ""),
        why=reasons_in(stored),
        confirm=reasons_in(stored, "needs_confirm"),
        tied=row.tied,
        ready=sheet.state in READY_STATES or bool(decided),
        problem=problems.get(sheet.pk, ""),
    )
