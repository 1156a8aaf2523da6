"""Legal moves pass and illegal ones do not, through move() and by raw SQL, for every model with states (M-29)."""

import random

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import StateChanged
from foundation.workflow.table import illegal_pairs
from tests.foundation.audit import rows

RUNS, STEPS = 340, 30  # 6 machines x 340 = 2,040 random runs
labels = pytest.mark.parametrize("label", sorted(rows.MACHINES))


def test_every_model_with_states_is_tested_here() -> None:
    with_states = {model._meta.label_lower for model in apps.get_models() if hasattr(model, "transitions")}
    assert with_states == set(rows.MACHINES)


@pytest.mark.django_db
@labels
def test_random_runs_take_legal_steps_only(label: str) -> None:
    table, chance = rows.table_of(label), random.Random(label)
    actions = [step.action for step in table.moves]
    with recorded(by=None):
        obj = rows.MACHINES[label](**rows.FILLED.get(label, {}))
    wrong, moved, refused = [], 0, 0
    with recorded(by=None):  # once for all runs, as each move() would sign itself
        for run in range(RUNS):
            with transaction.atomic():
                obj.refresh_from_db()
                for _ in range(STEPS):
                    action, before = chance.choice(actions), obj.state
                    legal = before in table.find(action).sources
                    try:
                        move(obj, action, by=None, reason="test")
                        moved += 1
                    except StateChanged:
                        refused += 1
                        if legal or obj.state != before:
                            wrong.append((run, before, action, "refused"))
                        continue
                    if not legal or (before != obj.state and (before, obj.state) not in table.pairs()):
                        wrong.append((run, before, action, obj.state))
                    if not table.actions_from(obj.state):
                        break
                stored = type(obj).objects.values_list("state", flat=True).get(pk=obj.pk)
                if stored != obj.state:
                    wrong.append((run, stored, "stored", obj.state))
                transaction.set_rollback(True)
    assert wrong == []
    one_step = all(step.sources == (table.initial,) for step in table.moves)  # nothing illegal to try in a run
    assert moved >= RUNS and (refused > 0 or one_step)


@pytest.mark.django_db
@labels
def test_every_illegal_pair_by_raw_sql_is_refused_by_the_database(label: str) -> None:
    table = rows.table_of(label)
    survivors, tried = [], 0
    for source, target in illegal_pairs(table):
        way = rows.path_to(table, source)
        if way is None:
            continue  # no row ever stands there, see the test of unreachable states
        tried += 1
        if not _refused(label, way, target):
            survivors.append((source, target))
    assert survivors == []
    assert tried > 0


@pytest.mark.django_db
@labels
def test_every_legal_pair_by_raw_sql_passes(label: str) -> None:
    """The counterpart: what refuses above is the table, not some other constraint."""
    table = rows.table_of(label)
    stopped = [pair for pair in table.pairs() if _refused(label, rows.path_to(table, pair[0]) or [], pair[1])]
    assert stopped == []


@pytest.mark.django_db
@labels
def test_row_born_in_a_later_state_is_refused(label: str) -> None:
    table = rows.table_of(label)
    for state in table.states:
        if state == table.initial:
            continue
        with pytest.raises(DatabaseError, match="a new row starts as"), transaction.atomic():
            rows.MACHINES[label](state=state, **rows.FILLED.get(label, {}))


@pytest.mark.django_db
@labels
def test_state_nobody_reaches_is_the_derived_one(label: str) -> None:
    table = rows.table_of(label)
    unreachable = {state for state in table.states if rows.path_to(table, state) is None}
    assert unreachable == ({"SUPERSEDED"} if label == "evaluations.evaluation" else set())


def _refused(label: str, way: list[str], target: str) -> bool:
    """Walk a new row along `way`, then try `target`, all by raw SQL; rolled back."""
    model = apps.get_model(label)
    sql = f'UPDATE "{model._meta.db_table}" SET state = %s WHERE id = %s'
    with transaction.atomic():
        obj = rows.MACHINES[label](**rows.FILLED.get(label, {}))
        with connection.cursor() as cursor:
            for state in way[1:]:
                cursor.execute(sql, [state, obj.pk])
                assert cursor.rowcount == 1
            try:
                with transaction.atomic():
                    cursor.execute(sql, [target, obj.pk])
                    assert cursor.rowcount == 1
                    return False
            except DatabaseError as error:
                return "Invalid transition" in str(error) or "never edited" in str(error)
            finally:
                transaction.set_rollback(True)
