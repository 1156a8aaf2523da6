"""Values of the book of rules: a row, its ground, lengths, forms and grounds to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from foundation.workflow.errors import Refused

SELECTABLE, READABLE, UNKNOWN = "selectable", "readable", "unknown"


class RuleMissing(Refused):
    """No row of the rules speaks of that day: nothing can be computed, and nobody guesses."""

    default_code = "rule_missing"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a value comes from. `verified` false is shown as "chưa kiểm chứng"; `rule_id` is the row, None in tests."""

    code: str
    legal_basis: str
    verified: bool
    source_url: str
    rule_id: int | None = None
    valid_from: date | None = None

    def as_json(self) -> dict[str, Any]:
        """What a computed date stores about the rule it was computed by."""
        return {"rule": self.code, "rule_id": self.rule_id, "basis": self.legal_basis, "verified": self.verified}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One dated row; both days included, no last day means it still holds."""

    code: str
    scope: str
    track: str
    value: Any
    unit: str
    title_vi: str
    title_en: str
    legal_basis: str
    source_url: str
    valid_from: date
    valid_to: date | None
    verified: bool
    note: str = ""
    rule_id: int | None = None

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def ground(self) -> Ground:
        return Ground(
            self.code,
            self.legal_basis,
            self.verified,
            self.source_url,
            rule_id=self.rule_id,
            valid_from=self.valid_from,
        )

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi


@dataclass(frozen=True, slots=True)
class Amount:
    """A length: `unit` is days, working_days or months."""

    number: int
    unit: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Listed:
    """A number, list or mapping of the rules that is no length."""

    value: Any
    ground: Ground
    title: str = ""


@dataclass(frozen=True, slots=True)
class FormRule:
    """A form of discipline for one kind of subject: `order` within the kind, `level` to compare the two tracks."""

    form: str
    order: int
    level: int
    needs_post: bool
    title: str
    valid_from: date
    valid_to: date | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class FormStatus:
    """Whether a form may be chosen. `readable`: it held at the act and no more at the decision; both versions shown."""

    status: str
    at_act: FormRule | None
    at_decision: FormRule | None

    @property
    def selectable(self) -> bool:
        return self.status == SELECTABLE

    @property
    def ask_legal(self) -> bool:
        """The law of the act and the law of the decision differ about this form: a lawyer confirms."""
        return (self.at_act is None) != (self.at_decision is None)


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A ground to choose from a list (suspension, exemption, measure, replacement): `key` without its family."""

    key: str
    title: str
    value: Mapping[str, Any]
    ground: Ground


def form_of(row: RuleRow) -> FormRule:
    """The form a row speaks of."""
    value = row.value
    return FormRule(
        form=value["form"],
        order=value["order"],
        level=value["level"],
        needs_post=value.get("needs_post", False),
        title=row.title,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ground=row.ground,
    )
