"""Plausible contents of one closed sheet: lines, totals, proposal, decision. Plain values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from config.demo import words
from evaluations.enums import GroupKind, Method
from evaluations.rules.facts import Facts
from evaluations.rules.proposal import Proposal, propose
from evaluations.rules.scoring import Deduction, Line, points_by_rule, score
from evaluations.rules.spec import CriteriaGroup, Criterion, FrameworkSpec
from evaluations.rules.stored import line_to_json
from evaluations.rules.worked_days import WorkedDays

HALF = Decimal("0.5")
Voice = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Filled:
    """One sheet as it was graded; `own` is empty where no self-assessment came."""

    pk: int
    group: str
    own: Voice
    own_total: Decimal | None
    given: Voice
    total: Decimal
    results: Decimal
    facts: Facts
    worked: Decimal | None
    proposal: Proposal
    reason: str = ""
    departs: str = ""

    @property
    def proposed(self) -> str:
        return "N" if self.proposal.not_graded else self.proposal.grade or "B"

    @property
    def grade(self) -> str:
        return self.departs or self.proposed


def fill(
    *, pk: int, spec: FrameworkSpec, group: str, ability: float, worked: WorkedDays | None, is_unit_head: bool,
    unit_grade: str | None, chance: Random,
) -> Filled:  # fmt: skip
    """Lines that fit the ability (0 to 1), what the person wrote about them, and what the rules make of it."""
    card = spec.card(group)
    given_lines: list[Line] = []
    given: Voice = {}
    own_lines: list[Line] = []
    own: Voice = {}
    for part in card.groups:
        for criterion in part.criteria:
            line, ground = _line(criterion, part, ability, chance)
            given_lines.append(line)
            given[criterion.code] = line_to_json(line, reason=ground)
            mine = _own(line, criterion, chance)
            own_lines.append(mine)
            own[criterion.code] = line_to_json(mine, reason=ground)
    result = score(card, given_lines)
    own_total = sum((line.points or Decimal(0) for line in own_lines), Decimal(0))
    facts = Facts(values=worked.as_facts() if worked is not None else {}, violations=(), is_unit_head=is_unit_head)
    without_self = group == "UNIT" or chance.random() < 0.03
    return Filled(
        pk=pk,
        group=group,
        own={} if without_self else own,
        own_total=None if without_self else min(card.scale.cap, own_total),
        given=given,
        total=result.total or Decimal(0),
        results=result.groups.get("NV") or Decimal(0),
        facts=facts,
        worked=worked.worked if worked is not None else None,
        proposal=propose(spec, group, result.raw, facts, unit_grade),
    )


def stored(filled: Filled) -> Mapping[str, Any]:
    """The scores as a sheet keeps them once the superior has written."""
    return {"self": filled.own, "superior": filled.given} if filled.own else {"superior": filled.given}


def _line(criterion: Criterion, part: CriteriaGroup, ability: float, chance: Random) -> tuple[Line, str]:
    if part.kind == GroupKind.BONUS:
        if chance.random() > ability * 0.55:
            return Line(criterion.code, Decimal(0)), ""
        return Line(criterion.code, Decimal(chance.randint(2, 8)) * HALF, evidenced=True), chance.choice(
            words.BONUS_GROUNDS
        )
    if criterion.method == Method.ADDITIVE:
        share = 0.775 + 0.22 * ability + chance.uniform(-0.03, 0.03)
        halves = int(float(criterion.max_points) * 2 * min(1.0, max(0.35, share)))
        return Line(criterion.code, Decimal(halves) * HALF), ""
    return _faults(criterion, ability, chance)


def _faults(criterion: Criterion, ability: float, chance: Random) -> tuple[Line, str]:
    noted: dict[str, int] = {}
    for _try in range(2):
        if criterion.deductions and chance.random() < 0.02 + 0.3 * (1 - ability):
            rule = chance.choice(criterion.deductions)
            if rule.points <= 2 or ability < 0.25:
                noted[rule.code] = noted.get(rule.code, 0) + 1
    deductions = tuple(Deduction(code, times) for code, times in noted.items())
    points = points_by_rule(criterion, deductions)
    return Line(criterion.code, points, deductions or None), ""


def _own(line: Line, criterion: Criterion, chance: Random) -> Line:
    """People are a little kinder to themselves."""
    points = line.points or Decimal(0)
    if criterion.method == Method.DEDUCTIVE and line.deductions and chance.random() < 0.5:
        return Line(criterion.code, criterion.max_points)
    if criterion.method == Method.ADDITIVE and points and chance.random() < 0.45:
        points = min(criterion.max_points, points + HALF * chance.randint(1, 3))
    return Line(criterion.code, points, line.deductions, line.evidenced)
