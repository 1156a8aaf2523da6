"""Open months of units that are reorganised: the sheets stay, the successor's head decides and publishes."""

from datetime import date

import pytest

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, UnitCycle
from evaluations.services import deciding, publishing
from foundation.notifications.models import Notification
from organization.models import Unit
from organization.rules.order import Order
from tests.evaluations.services.month import Month, open_month, ready_ward, skip_self
from tests.organization.orders import done, merger

pytestmark = pytest.mark.django_db
MARCH, TODAY = date(2026, 3, 1), date(2026, 3, 3)


@pytest.fixture
def month() -> Month:
    return open_month()


def merged(month: Month, head: str = "other_head") -> None:
    order = merger(month.cast, head=head)
    from tests.organization import orders

    row = orders.draft(
        order=order, effective_on=MARCH, legal_basis="12/NQ", decided_on=date(2026, 2, 20),
        by=month.cast.officer, today=TODAY,
    )  # fmt: skip
    orders.confirm(row=row, version=1, fingerprint=orders.fingerprint(row), by=month.cast.officer, today=TODAY)


def test_population_stays_frozen_and_the_new_head_decides(month: Month) -> None:
    ward = ready_ward(month)
    before = set(Evaluation.objects.values_list("pk", "unit_id", "unit_cycle_id", "person_id"))
    merged(month)
    assert set(Evaluation.objects.values_list("pk", "unit_id", "unit_cycle_id", "person_id")) == before
    ward.refresh_from_db()
    assert ward.decider == month.cast.people["other_head"] and ward.unit == month.cast.units["ward"]
    for key in ("staff", "staff2", "clerk", "division_head", "deputy"):
        assert month.sheet(key).decider == month.cast.people["other_head"], key
    assert month.sheet("deputy").superior == month.cast.people["other_head"]
    assert month.sheet("staff").superior == month.cast.people["division_head"]
    told = Notification.objects.filter(user=month.cast.other_head, kind="evaluation.assigned")
    assert told.count() == 1


def test_the_new_head_decides_and_publishes_the_old_units_month(month: Month) -> None:
    ready_ward(month)
    merged(month)
    head = month.user("other_head")
    ward = month.unit("ward")
    choices = {sheet.pk: deciding.Choice("B", "Theo tỷ lệ") for sheet in ward.evaluations.filter(person__isnull=False)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=head)
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=head)
    assert month.sheet("staff").state == EvaluationState.PUBLISHED
    assert UnitCycle.objects.get(pk=ward.pk).published_by == head


def test_what_is_published_is_not_touched(month: Month) -> None:
    ward = ready_ward(month)
    head = month.user("head")
    choices = {sheet.pk: deciding.Choice("B", "Theo tỷ lệ") for sheet in ward.evaluations.filter(person__isnull=False)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=head)
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=head)
    sheets = Evaluation.objects.filter(unit_cycle=ward).order_by("pk")
    before = list(sheets.values())
    merged(month)
    assert list(sheets.values()) == before
    assert UnitCycle.objects.get(pk=ward.pk).decider == month.cast.people["head"]


def test_nobody_scores_or_decides_on_oneself(month: Month) -> None:
    ready_ward(month)
    merged(month)
    sheets = Evaluation.objects.exclude(person__isnull=True)
    assert not [sheet for sheet in sheets if sheet.person_id in (sheet.superior_id, sheet.decider_id)]


def test_without_a_head_the_head_above_decides(month: Month) -> None:
    ready_ward(month)
    merged(month, head="")
    assert month.unit("ward").decider == month.cast.people["chair"] == month.unit("other").decider


def test_of_a_dissolved_unit_the_head_above_decides(month: Month) -> None:
    skip_self(month.sheet("other_staff"))
    done(month.cast, Order("dissolve", (month.cast.units["other"].pk,)), on=MARCH, today=date(2026, 7, 6))
    assert month.unit("other").decider == month.cast.people["chair"]
    assert month.sheet("other_staff").decider == month.cast.people["chair"]
    assert Unit.objects.get(pk=month.cast.units["other"].pk).valid_to == date(2026, 2, 28)
