"""A decided case stays as it was decided, whatever is written straight into its tables (M-30); one world for all."""

import pytest
from django.db import DatabaseError, connection, transaction

from discipline.models import Case
from discipline.models.case import JUDGED_ON
from foundation.audit.models import AuditEvent
from tests.cast import build_cast
from tests.discipline.walk import Walk, desk

EDITS = {
    "code": "'HS-1'", "track": "'party'", "subject_id": "{other}", "answering_id": "{other}",
    "subject_kind": "'public'",
    "acted_on": "DATE '2026-01-01'", "acted_until": "DATE '2026-09-01'", "discovered_on": "DATE '2026-09-22'",
    "allegation": "'khác'", "source": "'press'", "source_ref": "'khác'", "reported_by_id": "NULL",
}  # fmt: skip
LATER = (
    "UPDATE discipline_decision SET form = 'warning'",
    "UPDATE discipline_decision SET state = 'draft'",
    "UPDATE discipline_decision SET grounds = ''",
    "DELETE FROM discipline_decision",
    "UPDATE discipline_sitting SET ballots = '{}'",
    "DELETE FROM discipline_sitting",
    "UPDATE discipline_statement SET text = 'khác'",
    "DELETE FROM discipline_statement",
    "UPDATE discipline_delivery SET received_on = received_on - 9",
    "DELETE FROM discipline_filereading",
    "UPDATE discipline_case SET state = 'case_open'",
    "UPDATE discipline_case SET state = 'lapsed', form = 'warning', allegation = 'khác'",
    "UPDATE discipline_case SET state = 'rescinded'",
    "DELETE FROM discipline_case",
    "TRUNCATE discipline_case CASCADE",
    "DELETE FROM discipline_casemember",
    "DELETE FROM discipline_casebar",
)


def test_a_decided_case_is_not_rewritten_by_sql_of_the_application(db: None) -> None:
    cast = build_cast()
    desk(cast)
    case = Walk.signal(cast).decided()
    other = cast.people["staff2"].pk
    assert set(EDITS) | {"subject_unit_id", "indicator_id"} == set(JUDGED_ON)
    statements = [f"UPDATE discipline_case SET {name} = {value.format(other=other)}" for name, value in EDITS.items()]
    taken = []
    before = AuditEvent.objects.filter(kind="row").count()
    for statement in (*statements, *LATER):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT current_user")
                assert cursor.fetchone()[0] == "kc_app"
                cursor.execute(statement)
                taken.append(statement)
        except DatabaseError:
            continue
    assert taken == []
    assert AuditEvent.objects.filter(kind="row").count() == before
    again = Case.objects.get(pk=case.pk)
    assert {name: getattr(again, name) for name in JUDGED_ON} == {name: getattr(case, name) for name in JUDGED_ON}


def test_what_the_database_lets_through_is_the_way_on(db: None) -> None:
    """The counterpart: the same statements' table takes the step the case may go."""
    cast = build_cast()
    desk(cast)
    case = Walk.signal(cast).decided()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE discipline_case SET state = 'in_force' WHERE id = %s", [case.pk])
        assert cursor.rowcount == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE discipline_case SET state = 'decided' WHERE id = %s", [case.pk])
