"""Every model of a business room carries the capture trigger, in the code and in the database (M-19)."""

import pytest
from django.apps import apps
from django.db import connection, models

ROOMS = (
    "organization",
    "accounts",
    "cadres",
    "directives",
    "discipline",
    "inspections",
    "evaluations",
    "reports",
    "notifications",
)
EXEMPT = {
    "accounts.session": "a technical row of one browser, removed when it ends; beginnings and ends stand in the trail",
    "notifications.digest": "the note that a day's mail was sent: written by a job for itself, changes nobody's rights",
    "notifications.notification": "an inbox line repeats an event that the trail already holds; read marks are no deed",
}


def _business_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS and model._meta.managed]


def _names(model: type[models.Model]) -> set[str]:
    return {trigger.name for trigger in getattr(model._meta, "triggers", [])}


def test_every_business_model_is_audited_or_exempt_for_a_reason() -> None:
    bare = {model._meta.label_lower for model in _business_models() if "audited" not in _names(model)}
    assert bare == set(EXEMPT) & {model._meta.label_lower for model in _business_models()}
    assert all(len(reason) > 30 for reason in EXEMPT.values())


def test_every_model_with_states_has_the_triggers_of_its_table() -> None:
    with_states = [model for model in apps.get_models() if hasattr(model, "transitions")]
    assert with_states
    for model in with_states:
        assert {"legal_transition", "born_initial", "never_deleted"} <= _names(model), model._meta.label_lower


@pytest.mark.django_db
def test_database_has_the_trigger_of_every_audited_model_switched_on() -> None:
    wanted = {model._meta.db_table for model in apps.get_models() if "audited" in _names(model)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'pgtrigger_audited_%%' AND t.tgenabled = 'O'"
        )
        assert wanted == {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_application_may_delete_from_technical_tables_only() -> None:
    technical = {"accounts.session"}
    business = [model._meta.db_table for model in _business_models() if model._meta.label_lower not in technical]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE has_table_privilege('kc_app', name, 'DELETE') "
            "OR has_table_privilege('kc_app', name, 'TRUNCATE') OR has_table_privilege('kc_app', name, 'TRIGGER')",
            [business],
        )
        assert cursor.fetchall() == []
