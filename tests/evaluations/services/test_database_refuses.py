"""The database too says no: illegal transitions, decided columns, totals out of range (bars M-29, M-30, M-31)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from evaluations.models import Cycle, Evaluation, Objection, UnitCycle
from evaluations.selectors.decision import score_of
from evaluations.selectors.frameworks import spec_of
from evaluations.services import deciding, publishing
from evaluations.services.deciding import Choice
from foundation.audit.record import recorded
from foundation.workflow.table import illegal_pairs
from tests.evaluations.services.month import Month, open_month, ready_ward

pytestmark = pytest.mark.django_db
MODELS: tuple[Any, ...] = (Evaluation, UnitCycle, Cycle, Objection)


@pytest.fixture
def month() -> Month:
    return open_month()


def published(month: Month) -> Evaluation:
    ward = ready_ward(month)
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=ward)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head"))
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=month.user("head"))
    return month.sheet("staff")


def refused(statement: str, *values: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


def row_of(model: Any, month: Month) -> Any:
    if model is Objection:
        with recorded(by=None):
            return Objection.objects.create(
                code="KN-1",
                evaluation=month.sheet("staff"),
                grounds="x",
                filed_at=timezone.now(),
                answer_due_on=month.cycle.period,
            )
    return {Evaluation: month.sheet("staff"), UnitCycle: month.unit("ward"), Cycle: month.cycle}[model]


def reach(model: Any, row: Any, state: str) -> bool:
    """Bring the row to `state` by legal steps with raw SQL; False when constraints need more than a state."""
    paths: dict[str, list[str]] = {row.state: []}
    queue = [row.state]
    while queue:
        here = queue.pop(0)
        for source, target in model.transitions.pairs():
            if source == here and target not in paths:
                paths[target] = [*paths[here], target]
                queue.append(target)
    more = ", grade = 'B', proposed_grade = 'B'" if model is Evaluation else ""
    return state in paths and all(
        not refused(f"UPDATE {model._meta.db_table} SET state = %s{more} WHERE id = %s", step, row.pk)
        for step in paths[state]
    )


@pytest.mark.parametrize("model", MODELS)
def test_every_illegal_pair_is_refused_by_raw_sql(month: Month, model: Any) -> None:
    row = row_of(model, month)
    tried = 0
    for source, target in illegal_pairs(model.transitions):
        with transaction.atomic():
            if reach(model, row, source):
                table = model._meta.db_table
                assert refused(f"UPDATE {table} SET state = %s WHERE id = %s", target, row.pk), (source, target)
                tried += 1
            transaction.set_rollback(True)
    assert tried >= 3


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_born_in_a_later_state(month: Month, model: Any) -> None:
    row = row_of(model, month)
    for state in model.transitions.states:
        if state != model.transitions.initial:
            row.pk, row.state = None, state
            with pytest.raises(DatabaseError, match="starts as"), transaction.atomic():
                row.save(force_insert=True)


def orm_update(sheet: Evaluation) -> Any:
    return Evaluation.objects.filter(pk=sheet.pk).update(grade="A")


def orm_save(sheet: Evaluation) -> None:
    sheet.grade, sheet.departure_reason = "A", "sửa"
    sheet.save()


def bulk_update(sheet: Evaluation) -> None:
    sheet.scores = {}
    Evaluation.objects.bulk_update([sheet], ["scores"])


def raw_sql(sheet: Evaluation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_evaluation SET total = 99 WHERE id = %s", [sheet.pk])


def back_to_draft(sheet: Evaluation) -> None:
    Evaluation.objects.filter(pk=sheet.pk).update(state="DRAFT")


def delete(sheet: Evaluation) -> None:
    sheet.delete()


@pytest.mark.parametrize("attack", [orm_update, orm_save, bulk_update, raw_sql, back_to_draft, delete])
def test_published_grade_cannot_change(month: Month, attack: Callable[[Evaluation], Any]) -> None:
    sheet = published(month)
    before = Evaluation.objects.filter(pk=sheet.pk).values().get()
    with pytest.raises(DatabaseError), transaction.atomic():
        attack(sheet)
    assert Evaluation.objects.filter(pk=sheet.pk).values().get() == before


@pytest.mark.parametrize(
    "change",
    ["total = 100.01", "total = -0.01", "self_total = 101", "grade = 'X', state = 'DECIDED'", "state = 'DECIDED'"],
)
def test_values_out_of_range_are_refused(month: Month, change: str) -> None:
    sheet = month.score(month.self_assess("staff"), "division_head")
    assert refused(f"UPDATE evaluations_evaluation SET {change} WHERE id = %s", sheet.pk)


def test_departing_without_a_sentence_is_refused_by_the_database(month: Month) -> None:
    sheet = month.score(month.self_assess("staff"), "division_head")
    assert refused("UPDATE evaluations_evaluation SET state = 'DECIDED', grade = 'C' WHERE id = %s", sheet.pk)


def test_a_decided_month_is_computed_again_from_what_is_stored(month: Month) -> None:
    published(month)
    spec = spec_of(month.cycle.framework)
    sheets = Evaluation.objects.filter(state="PUBLISHED")
    assert sheets.count() == 5
    for sheet in sheets:
        assert score_of(spec, sheet).total == sheet.total
