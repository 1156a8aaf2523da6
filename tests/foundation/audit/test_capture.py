"""Every changed row leaves one row in the trail, whatever changed it (M-19)."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import ApiToken, User
from cadres.models import Person
from foundation.audit.context import request_id
from foundation.audit.models import AuditEvent
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from organization.models import Holiday, Unit
from tests.foundation.audit import rows
from tests.foundation.audit.conftest import Events, after

pytestmark = pytest.mark.django_db


def _tracked() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'pgtrigger_audited_%%' AND t.tgenabled <> 'D' ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def _changed(tables: list[str]) -> int:
    """Rows inserted, updated and deleted in this transaction, by PostgreSQL's own count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables "
            "WHERE schemaname = 'public' AND relname = ANY(%s)",
            [tables],
        )
        return int(cursor.fetchone()[0])


def test_rows_changed_are_rows_recorded_whatever_changed_them(new_events: Events) -> None:
    tables = _tracked()
    changed_before, recorded_before = _changed(tables), len(new_events())
    with recorded(by=rows.user(), source="test"):
        units = [rows.unit() for _ in range(5)]
        Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(short_name="P")
        for unit in units:
            unit.name_en = "Office"
        Unit.objects.bulk_update(units, ["name_en"])
        Holiday.objects.bulk_create([Holiday(date=date(2030, 1, day), name="x") for day in range(1, 8)])
        units[0].name = "Phòng khác"
        units[0].save()
        Unit.objects.update_or_create(code=units[1].code, defaults={"name": "Tên mới"})
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organization_unit SET short_name = 'Q' WHERE id = %s", [units[2].pk])
            cursor.execute("UPDATE organization_unit SET short_name = short_name WHERE id = %s", [units[2].pk])
            cursor.execute(
                "INSERT INTO organization_holiday (date, name, is_workday, verified, source) "
                "VALUES ('2031-01-01', 'x', false, false, '') ON CONFLICT (date) DO UPDATE SET name = 'y'"
            )
        move(rows.grant(), "execute", by=rows.user())
        for make in rows.MACHINES.values():
            make()
    events = [event for event in new_events()[recorded_before:] if event.kind == "row"]
    assert len(events) == _changed(tables) - changed_before > 50


def test_event_says_who_when_what_and_in_which_request(new_events: Events) -> None:
    actor, token = rows.user(), request_id.set("request-1")
    try:
        with recorded(by=actor, source="api"):
            unit = rows.unit()
            Unit.objects.filter(pk=unit.pk).update(short_name="mới")
    finally:
        request_id.reset(token)
    born, edited = new_events()[-2:]
    for event in (born, edited):
        assert (event.actor, event.actor_name) == (str(actor.pk), actor.username)
        assert (event.request_id, event.source, event.outside_app) == ("request-1", "api", False)
        assert (event.table_name, event.row_key) == ("organization_unit", str(unit.pk))
        assert event.at.utcoffset() is not None and event.database_user == "kc_app"
    assert born.before is None and after(born)["name"] == unit.name
    assert edited.before == {"short_name": ""} and after(edited)["short_name"] == "mới"


def test_write_outside_recorded_is_flagged(new_events: Events) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(name, '', true) FROM unnest(ARRAY['kc.actor', 'kc.actor_name']) AS name")
    rows.unit()
    event = new_events()[-1]
    assert event.outside_app and event.actor == ""


def test_write_inside_recorded_by_the_system_is_named_so(new_events: Events) -> None:
    with recorded(by=None, source="task"):
        rows.unit()
    event = new_events()[-1]
    assert (event.actor, event.outside_app, event.source) == ("system", False, "task")


def test_actor_is_forgotten_after_the_body_and_restored_after_an_inner_one(new_events: Events) -> None:
    first, second = rows.user(), rows.user()
    with recorded(by=first):
        with recorded(by=second):
            rows.unit()
        rows.unit()
    rows.unit()
    inner, outer, after = [event for event in new_events() if event.table_name == "organization_unit"]
    assert (inner.actor, outer.actor) == (str(second.pk), str(first.pk))
    assert after.outside_app


def test_actor_is_restored_after_an_inner_body_that_failed(new_events: Events) -> None:
    first, second = rows.user(), rows.user()
    with recorded(by=first):
        with pytest.raises(RuntimeError), recorded(by=second):
            raise RuntimeError
        rows.unit()
    assert new_events()[-1].actor == str(first.pk)


def test_business_event_is_signed_as_the_rows_are(new_events: Events) -> None:
    actor = rows.user()
    with recorded(by=actor, source="app"):
        record_event(object_type="unit", object_id=7, name="unit.looked", reason="why", details={"day": rows.DAY})
    event = new_events()[-1]
    assert (event.kind, event.actor, event.name, event.reason) == ("event", str(actor.pk), "unit.looked", "why")
    assert event.details == {"day": "2026-01-05"}


def test_secrets_are_never_stored_in_the_trail(new_events: Events) -> None:
    user = rows.user(password="hash-one")
    User.objects.filter(pk=user.pk).update(password="hash-two")
    ApiToken.objects.create(user=user, name="t", digest="digest-one", hint="x", expires_on=rows.DAY)
    said = "".join(f"{event.before}{event.after}" for event in new_events())
    assert "***" in said
    assert not any(secret in said for secret in ("hash-one", "hash-two", "digest-one"))


def test_change_of_a_hidden_column_is_still_seen(new_events: Events) -> None:
    user = rows.user(password="hash-one")
    User.objects.filter(pk=user.pk).update(password="hash-two")
    assert new_events()[-1].before == {"password": "***"}


def test_rows_of_business_tables_are_not_deleted_by_the_application() -> None:
    unit, person = rows.unit(), rows.person()
    for model, key in ((Unit, unit.pk), (Person, person.pk)):
        with pytest.raises(DatabaseError, match=r"permission denied|Cannot delete"), transaction.atomic():
            model.objects.filter(pk=key).delete()
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_image_keeps_vietnamese_letters_and_large_numbers(new_events: Events) -> None:
    unit = rows.unit(name="Ủy ban nhân dân phường Hoàn Kiếm")
    assert after(AuditEvent.objects.get(pk=new_events()[-1].pk))["name"] == unit.name


def test_every_tracked_table_is_a_table_of_a_model() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    assert set(_tracked()) <= tables and len(_tracked()) > 10
