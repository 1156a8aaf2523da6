"""From a total and the facts to a proposed grade with its reasons; a person decides afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evaluations.enums import GRADES_BEST_FIRST, Effect, SubjectGroup
from evaluations.rules.facts import Facts
from evaluations.rules.quota import QuotaResult
from evaluations.rules.scoring import band, rounded
from evaluations.rules.spec import Condition, FactValue, ForcedRule, FrameworkSpec, Quota, Source

REPORTED_FACTS = ("time.worked_days", "time.expected_days", "time.worked_pct")


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: a code, its values as text, and the legal ground. wording.say() makes a sentence."""

    code: str
    params: Mapping[str, str]
    basis: Source | None = None

    def to_json(self) -> dict[str, Any]:
        stored: dict[str, Any] = {"code": self.code, "params": dict(self.params)}
        if self.basis is not None:
            stored["basis"] = {
                "code": self.basis.code,
                "text": self.basis.text,
                "verified": self.basis.verified,
                "url": self.basis.url,
            }
        return stored


@dataclass(frozen=True, slots=True)
class Proposal:
    """`grade` None: nothing can be proposed (not scored, not graded this month, or the unit comes first).

    `reasons` holds everything that spoke, in order; `ceilings` and `forced` name the rules that fired; `needs_confirm`
    holds what the machine could not know: a person looks at it before deciding. `used_violations` become spent when
    the grade is decided.
    """

    grade: str | None
    band: str | None
    reasons: tuple[Reason, ...]
    ceilings: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    needs_confirm: tuple[Reason, ...] = ()
    used_violations: tuple[str, ...] = ()
    not_graded: bool = False
    waits_for_unit: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "grade": self.grade,
            "band": self.band,
            "reasons": [reason.to_json() for reason in self.reasons],
            "ceilings": list(self.ceilings),
            "forced": list(self.forced),
            "needs_confirm": [reason.to_json() for reason in self.needs_confirm],
            "used_violations": list(self.used_violations),
            "not_graded": self.not_graded,
            "waits_for_unit": self.waits_for_unit,
        }


def lowest(grades: Collection[str]) -> str:
    return max(grades, key=GRADES_BEST_FIRST.index)


def is_above(grade: str, other: str) -> bool:
    return GRADES_BEST_FIRST.index(grade) < GRADES_BEST_FIRST.index(other)


def propose(
    spec: FrameworkSpec,
    group: str,
    total: Decimal | None,
    facts: Facts,
    unit_grade: str | None = None,
    *,
    used_violations: Collection[str] = (),
) -> Proposal:
    """Band, then ceilings and forced rules by priority, then the tie of the head to the unit; the lowest wins.

    Args:
        group: subject group of the sheet; rules may be limited to some groups.
        total: unrounded total (ScoreResult.raw); None when a line is not scored.
        facts: what is known; a rule that reads an unknown fact is listed in `needs_confirm`.
        unit_grade: decided grade of the unit's own sheet; only the unit's head needs it.
        used_violations: ids that lowered a grade before; each violation counts once.
    """
    reasons: list[Reason] = []
    confirm: list[Reason] = []
    fired: list[ForcedRule] = []
    total_fact = None if total is None else rounded(total, spec.scale)
    for rule in spec.forced:
        if group not in rule.subject_groups:
            continue
        outcome = _holds_all(rule, facts, total_fact, used_violations)
        if outcome is None:
            confirm.append(_rule_reason("UNKNOWN_FACT", rule, facts, total_fact, used_violations))
        elif outcome:
            fired.append(rule)
            reason = _rule_reason(rule.effect, rule, facts, total_fact, used_violations)
            reasons.append(reason)
            if rule.confirm_always:
                confirm.append(reason)
    for violation in facts.counted_before(used_violations):
        words = {"violation": violation.decision or violation.id, "month": violation.used_for}
        reasons.append(Reason("COUNTED_BEFORE", words))
    for decision in facts.standing:
        reasons.append(Reason("MEASURE_IN_FORCE", {"violation": decision.decision, "month": decision.month}))
    for measure in facts.noted:
        reasons.append(Reason("MEASURE_NOTED", {"measure": measure.name, "violation": measure.document}))
    ceilings = tuple(rule.code for rule in fired if rule.effect == Effect.CEILING_GRADE.value)
    forced = tuple(rule.code for rule in fired if rule.effect == Effect.FORCE_GRADE.value)
    common: dict[str, Any] = {"ceilings": ceilings, "forced": forced, "needs_confirm": tuple(confirm)}

    if any(rule.effect == Effect.NO_GRADE.value for rule in fired):
        return Proposal(None, None, tuple(reasons), not_graded=True, **common)
    if total is None:
        return Proposal(None, None, (Reason("NOT_SCORED", {}), *reasons), **common)

    found = band(spec, total)
    reasons.insert(0, Reason("BAND", {"total": str(total_fact), "grade": found.grade}, found.source))
    grade = lowest([found.grade, *(rule.grade for rule in fired)])
    if spec.head_tie is not None and facts.is_unit_head and group != SubjectGroup.UNIT.value:
        if unit_grade is None:
            reasons.append(Reason("UNIT_NOT_DECIDED", {}, spec.head_tie.source))
            return Proposal(None, found.grade, tuple(reasons), waits_for_unit=True, **common)
        if is_above(grade, unit_grade):
            reasons.append(Reason("HEAD_TIE", {"grade": unit_grade, "before": grade}, spec.head_tie.source))
            grade = unit_grade
    reads_violations = any(_reads_violations(rule) for rule in fired)
    spent = facts.unused(used_violations) if reads_violations else ()
    return Proposal(
        grade,
        found.grade,
        tuple(reasons),
        used_violations=tuple(violation.id for violation in spent),
        **common,
    )


def _holds_all(rule: ForcedRule, facts: Facts, total: Decimal | None, used: Collection[str]) -> bool | None:
    """True, False, or None when it hangs on something unknown; one condition that fails settles it."""
    outcomes = [_holds(condition, _value(condition.fact, facts, total, used)) for condition in rule.conditions]
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _value(fact: str, facts: Facts, total: Decimal | None, used: Collection[str]) -> FactValue | None:
    return total if fact == "score.total" else facts.look_up(fact, used_violations=used)


def _holds(condition: Condition, value: FactValue | None) -> bool | None:
    if value is None:
        return None
    limit = condition.value
    if isinstance(value, Decimal) and isinstance(limit, Decimal) and not isinstance(limit, bool):
        return {
            "<": value < limit,
            "<=": value <= limit,
            "==": value == limit,
            ">=": value >= limit,
            ">": value > limit,
        }[condition.operator]
    return value == limit


def _reads_violations(rule: ForcedRule) -> bool:
    return any(condition.fact.startswith("discipline.") for condition in rule.conditions)


def _rule_reason(code: str, rule: ForcedRule, facts: Facts, total: Decimal | None, used: Collection[str]) -> Reason:
    """Rule name in both languages and every value it read, so that the stored reason explains itself."""
    params = {"rule": rule.code, "grade": rule.grade, "name_vi": rule.name.vi, "name_en": rule.name.en}
    read = {condition.fact for condition in rule.conditions}
    if any(fact.startswith("time.") for fact in read):
        read.update(REPORTED_FACTS)
    for fact in sorted(read):
        value = _value(fact, facts, total, used)
        params[fact] = "" if value is None else str(value)
    if _reads_violations(rule):
        params["decisions"] = ", ".join(one.decision for one in facts.unused(used) if one.decision)
    return Reason(code, params, rule.source)


def after_quota(proposal: Proposal, key: str, quota: Quota, standing: QuotaResult) -> Proposal:
    """The proposal once the pool is counted: over the limit it falls to the grade below, the points stay.

    A sheet tied across the last place keeps its grade and asks for a person: the machine does not break ties.
    """
    if key in standing.over:
        return without_place(proposal, quota)
    if key in standing.tied:
        reason = Reason("QUOTA_TIE", {"before": quota.grade}, quota.source)
        return replace(
            proposal,
            reasons=(*proposal.reasons, reason),
            needs_confirm=(*proposal.needs_confirm, reason),
        )
    return proposal


def without_place(proposal: Proposal, quota: Quota) -> Proposal:
    """Enough points, no place left: the grade below, the points stay."""
    reason = Reason("QUOTA_USED", {"before": quota.grade, "grade": quota.fallback}, quota.source)
    return replace(proposal, grade=quota.fallback, reasons=(*proposal.reasons, reason))
