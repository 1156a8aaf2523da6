"""Read and denied events: through their own door, whatever becomes of the request."""

import pytest
from django.db import ProgrammingError, connections, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.reading import record_denied, record_read
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_read_is_recorded_with_who_what_and_why(cast: Cast) -> None:
    record_read(by=cast.officer, object_type="cadres.person", object_id=7, name="person.revealed", reason="hồ sơ")
    event = AuditEvent.objects.using("audit").filter(kind="read").get()
    assert (event.actor, event.actor_name) == (str(cast.officer.pk), cast.officer.username)
    assert (event.object_type, event.object_id, event.name, event.reason) == (
        "cadres.person",
        "7",
        "person.revealed",
        "hồ sơ",
    )


def test_denied_attempt_is_recorded_whatever_was_asked_for(cast: Cast) -> None:
    record_denied(by=cast.staff, name="cadres:person", object_id="x\0" * 200, details={"key": "a\0b"})
    event = AuditEvent.objects.using("audit").filter(kind="denied").get()
    assert event.object_id == ("x" * 200)[:64]
    assert event.details == {"key": "ab"}


def test_door_of_reads_takes_nothing_else() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT audit_record_read('read', '', '', '', '', '', '', '', '', '{}'::jsonb)")
    with pytest.raises(Exception, match="only read and denied"), transaction.atomic(using="audit"):
        with connections["audit"].cursor() as cursor:
            cursor.execute("SELECT audit_record_read('row', '', '', '', '', '', '', '', '', '{}'::jsonb)")
