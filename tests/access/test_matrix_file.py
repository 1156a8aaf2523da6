"""accounts/matrix.yaml says only what can be followed: every name in it exists, every model and task stands in it."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from foundation.access.matrix import MatrixFault, ObjectPolicy, Rule, matrix
from foundation.outbox.registry import task_names

ROOMS = ("organization", "accounts", "cadres", "directives", "discipline", "inspections", "evaluations")
DERIVED_STATES = {"evaluation": {"SUPERSEDED"}}
policies = pytest.mark.parametrize("policy", matrix().objects.values(), ids=lambda policy: policy.name)


def _walk(model: type[models.Model], look_up: str) -> bool:
    here: Any = model
    for part in look_up.split("__"):
        try:
            field = here._meta.get_field(part)
        except FieldDoesNotExist:
            return any(part == getattr(field, "attname", "") for field in here._meta.get_fields())
        here = field.related_model
    return True


@policies
def test_every_field_of_a_group_is_one_of_the_model(policy: ObjectPolicy) -> None:
    model = apps.get_model(policy.model)
    known = {field.name for field in model._meta.get_fields()}
    wanted = frozenset[str]().union(*policy.field_groups.values())
    assert wanted <= known, sorted(wanted - known)


@policies
def test_no_column_stands_outside_the_groups_unless_nobody_may_read_it(policy: ObjectPolicy) -> None:
    columns = {field.name for field in apps.get_model(policy.model)._meta.concrete_fields}
    hidden = columns - frozenset[str]().union(*policy.field_groups.values())
    assert hidden <= {
        "password", "last_login", "must_change_password", "digest", "secret", "last_step", "content", "search_key",
        "sort_key", "user",
        "origin_key", "created_at", "superior_opened_at", "scored_by", "position_kind", "unit_cycle",
        "data", "request", "relative_key",
    }, hidden  # fmt: skip


@policies
def test_every_look_up_exists(policy: ObjectPolicy) -> None:
    model = apps.get_model(policy.model)
    look_ups = [policy.unit_path, policy.person, policy.state, *policy.people.values(), *policy.users.values()]
    assert [name for name in look_ups if name and not _walk(model, name)] == []


@policies
def test_every_rule_can_be_followed(policy: ObjectPolicy) -> None:
    for rule in policy.rules:
        assert rule.actions and rule.masked <= frozenset().union(*policy.field_groups.values()), rule
        assert rule.scope != "sub" or policy.unit_path, rule
        assert rule.scope != "self" or policy.person, rule
        assert not rule.not_self or policy.person, rule
        assert all(
            _walk(apps.get_model(policy.model), name) for name in (rule.opens, rule.closes, rule.after) if name
        ), rule
        assert rule.states is None or (policy.state and rule.states <= _states(policy)), rule


def _states(policy: ObjectPolicy) -> set[str]:
    """The states of the row itself, or of the row its look-up leads to."""
    model: Any = apps.get_model(policy.model)
    for step in policy.state.split("__")[:-1]:
        model = model._meta.get_field(step).related_model
    return set(model.transitions.states)


@policies
def test_whoever_may_act_on_a_row_may_read_it(policy: ObjectPolicy) -> None:
    """An act without reading would answer 404 to somebody who is allowed."""
    for rule in policy.rules:
        if rule.actions <= {"read"} or "read" in rule.actions:
            continue
        pytest.fail(f"{policy.name}: {rule} acts without reading")


@policies
def test_nobody_in_any_role_deletes(policy: ObjectPolicy) -> None:
    assert "delete" not in policy.actions


@policies
def test_administrator_reads_accounts_only(policy: ObjectPolicy) -> None:
    rules = [rule for rule in policy.rules if rule.role == "SA"]
    assert not rules or policy.name in {"account", "grant", "factor_reset", "audit_event"}
    if policy.name == "audit_event":
        assert {rule.scope for rule in rules} == {"system"}


def test_system_entries_are_those_of_the_accounts_room() -> None:
    """What the administrator sees of the trail is no content: accounts, roles, keys."""
    system = matrix().objects["audit_event"].among["system"]
    recorded = [
        model._meta
        for model in apps.get_models()
        if model._meta.app_label == "accounts"
        and any(one.name == "audited" for one in getattr(model._meta, "triggers", []))
    ]
    assert system["table_name"] == {meta.db_table for meta in recorded}
    assert system["object_type"] == {meta.label_lower for meta in recorded}


def _not_self(policy: ObjectPolicy) -> list[Rule]:
    reaching = [rule for rule in policy.rules if rule.scope not in {"self", "all"} and rule.role in {"DH", "HR", "CA"}]
    return [rule for rule in reaching if not rule.not_self]


@pytest.mark.parametrize("name", ["evaluation", "objection", "absence"])
def test_subject_gets_no_more_through_another_role(name: str) -> None:
    """R3: the exclusion beats the grant."""
    assert _not_self(matrix().objects[name]) == []


def test_every_business_model_has_its_object() -> None:
    models_of_rooms = {model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS}
    assert models_of_rooms == {label for label in matrix().by_model if label.split(".")[0] in ROOMS}


def test_every_task_stands_in_the_matrix_with_its_reason() -> None:
    listed = matrix().tasks
    assert set(task_names()) == set(listed)
    assert all(len(entry.get("why", "")) > 10 for entry in listed.values())


@pytest.mark.parametrize("action", ["unit.steal", "nothing.read", "read", "unit"])
def test_misspelt_act_is_an_error(action: str) -> None:
    with pytest.raises(MatrixFault):
        matrix().policy(action)
