"""The fixed catalogue of facts that rules may read; a fact nobody produced is unknown, never false."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evaluations.rules.spec import FactValue

NUMBER = "number"
YES_NO = "yes_no"

CATALOGUE: Mapping[str, str] = {
    "score.total": NUMBER,
    "time.worked_pct": NUMBER,
    "time.worked_days": NUMBER,
    "time.expected_days": NUMBER,
    "discipline.unused_count": NUMBER,
    "discipline.public_duty_unused_count": NUMBER,
    "tasks.assigned": NUMBER,
    "tasks.done_pct": NUMBER,
    "tasks.late_count": NUMBER,
    "tasks.late_pct": NUMBER,
    "tasks.worst_days_late": NUMBER,
    "inspection.finding_count": NUMBER,
    "inspection.confirmed_unit_fault": YES_NO,
    "unit.corruption_handled": YES_NO,
    "conclusion.degradation": YES_NO,
}
"""Fact -> kind. `discipline.*` is worked out here from the violations, after those counted before are set aside."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation with a decision on it; `public_duty` None: nobody has said which kind it is.

    `decision` is the number people know it by; `used_for` the month (mm/yyyy) it lowered before.
    """

    id: str
    public_duty: bool | None = None
    decision: str = ""
    used_for: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision in force that weighs on another month; shown, never counted here."""

    decision: str
    month: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A measure that is not discipline: shown to who scores, never a ground."""

    name: str
    document: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one sheet. `violations` None: the discipline room has said nothing about this person.

    `spent`: keys of violations that lowered the grade of another month.
    """

    values: Mapping[str, FactValue] = field(default_factory=dict)
    violations: tuple[Violation, ...] | None = None
    is_unit_head: bool = False
    spent: frozenset[str] = frozenset()
    standing: tuple[Standing, ...] = ()
    noted: tuple[Noted, ...] = ()

    def __post_init__(self) -> None:
        if strange := sorted(key for key in self.values if key not in CATALOGUE or key.startswith("discipline.")):
            raise ValueError(f"not facts of the catalogue: {strange}")

    def look_up(self, fact: str, *, used_violations: Iterable[str] = ()) -> FactValue | None:
        """The value, or None when it is unknown."""
        if not fact.startswith("discipline."):
            return self.values.get(fact)
        if self.violations is None:
            return None
        unused = self.unused(used_violations)
        if fact == "discipline.unused_count":
            return Decimal(len(unused))
        if any(violation.public_duty for violation in unused):
            return Decimal(sum(1 for violation in unused if violation.public_duty))
        if any(violation.public_duty is None for violation in unused):
            return None
        return Decimal(0)

    def unused(self, used_violations: Iterable[str]) -> tuple[Violation, ...]:
        """Violations that have not yet lowered a grade: each counts once."""
        used = self.spent.union(used_violations)
        return tuple(violation for violation in self.violations or () if violation.id not in used)

    def counted_before(self, used_violations: Iterable[str]) -> tuple[Violation, ...]:
        used = self.spent.union(used_violations)
        return tuple(violation for violation in self.violations or () if violation.id in used)
