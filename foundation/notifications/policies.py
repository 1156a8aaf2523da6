"""The dated policies of alerts: reading the one in force, loading the rows that come with the product."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q, QuerySet

from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.notifications.models import AlertPolicy

FILE = Path(__file__).resolve().parent / "data" / "policies.yaml"


@dataclass(frozen=True)
class Policies:
    """All policies of one day; a rule without a row of its own follows the row of its first part."""

    by_rule: dict[str, AlertPolicy]

    def of(self, rule: str) -> AlertPolicy | None:
        return self.by_rule.get(rule) or self.by_rule.get(rule.partition(".")[0])

    def parts(self, rule: str) -> frozenset[str]:
        """Which parts are told, where the room leaves that to the policy; empty: all it knows."""
        policy = self.of(rule)
        return frozenset(policy.told) if policy is not None else frozenset()

    def offsets(self, rule: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Farthest first."""
        policy = self.of(rule)
        return tuple(sorted(policy.offsets, reverse=True)) if policy is not None and policy.offsets else default


def in_force(on: date) -> QuerySet[AlertPolicy]:
    return AlertPolicy.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def policies_on(on: date) -> Policies:
    return Policies({policy.rule: policy for policy in in_force(on)})


def load_policies(*, by: Actor | None = None, file: Path = FILE) -> int:
    """Add the rows that are not stored yet; what is stored is left as it is. Returns how many were new."""
    rows: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    made = 0
    with recorded(by=by, source="command"):
        known = set(AlertPolicy.objects.values_list("rule", flat=True))
        for row in rows:
            if row["rule"] not in known:
                AlertPolicy.objects.create(**row)
                made += 1
    return made
