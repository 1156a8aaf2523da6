"""Ten thousand generated rows: what is stored and read again gives the same total, always inside the scale (M-31)."""

import json
import random
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from evaluations.models import Evaluation
from evaluations.rules.scoring import score
from evaluations.rules.spec import Scorecard
from evaluations.rules.stored import lines_from_json
from evaluations.selectors.frameworks import spec_of
from evaluations.services.frameworks import load_frameworks
from evaluations.services.lines import checked
from foundation.workflow.errors import InvalidInput
from tests.evaluations.services.month import open_month

pytestmark = pytest.mark.django_db


def generated(card: Scorecard, chance: random.Random) -> dict[str, dict[str, object]]:
    lines: dict[str, dict[str, object]] = {}
    for criterion in card.criteria:
        half_points = chance.randint(-2, int(criterion.max_points) * 2 + 2)
        if chance.random() < 0.7:
            half_points = max(0, min(half_points, int(criterion.max_points) * 2))
        lines[criterion.code] = {"points": str(Decimal(half_points) / 2), "reason": chance.choice(["", "vì"])}
        if criterion.deductions and chance.random() < 0.3:
            rule = chance.choice(criterion.deductions)
            lines[criterion.code] = {"deductions": [[rule.code, chance.randint(1, 9)]]}
    return lines


def test_stored_lines_give_the_same_total() -> None:
    spec = spec_of(next(row for row in load_frameworks() if row.code == "HN-1841"))
    chance, taken, refused = random.Random(1841), 0, 0
    for number in range(10_000):
        card = spec.scorecards[number % len(spec.scorecards)]
        lines = generated(card, chance)
        try:
            stored, result = checked(card, lines)
        except InvalidInput:
            refused += 1
            continue
        again = score(card, lines_from_json(json.loads(json.dumps(stored))))
        assert again.total == result.total and again.groups == result.groups
        assert result.total is None or Decimal(0) <= result.total <= Decimal(100)
        taken += 1
    assert taken > 5000 and refused > 1000


def test_database_takes_no_total_outside_the_scale() -> None:
    month, chance = open_month(), random.Random(7)
    sheet = month.sheet("staff")
    for _ in range(200):
        value = Decimal(chance.randint(-5000, 15000)) / 100
        try:
            with transaction.atomic():
                Evaluation.objects.filter(pk=sheet.pk).update(total=value, self_total=value)
        except DatabaseError:
            assert not 0 <= value <= 100
        else:
            assert 0 <= value <= 100
