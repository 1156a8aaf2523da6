"""The nightly verification: once a night, kept, told when it is not in order."""

import pytest

from config.tasks import watch
from config.trail_alerts import in_order
from foundation.audit.models import Verification
from foundation.audit.selectors import chain_state
from foundation.notifications.models import Notification
from foundation.outbox.models import Job
from foundation.outbox.queue import enqueue
from foundation.outbox.tasks import look
from tests.cast import build_cast
from tests.database import TestDatabase
from tests.foundation.audit.sealed.conftest import key, trail
from tests.foundation.audit.sealed.trail import Trail, superuser
from tests.foundation.outbox.twice import run_in_parallel, run_twice

__all__ = ["key", "trail"]
NIGHT = {"on": "2026-02-03", "late": False}


def test_audit_verify_twice_is_once(trail: Trail) -> None:
    trail.grow(3)
    trail.seal()
    run_twice("audit.verify", NIGHT)
    assert Verification.objects.filter(period="2026-02-03").count() == 1


def test_audit_verify_in_parallel_is_once(trail: Trail) -> None:
    trail.grow(3)
    trail.seal()
    run_in_parallel("audit.verify", NIGHT)
    assert Verification.objects.filter(period="2026-02-03").count() == 1


def test_night_that_is_not_in_order_is_told(trail: Trail, committed_db: TestDatabase) -> None:
    cast = build_cast()
    trail.seal()
    with superuser(committed_db.name) as cursor:
        cursor.execute(
            "UPDATE organization_unit SET short_name = 'forged' WHERE id = (SELECT min(id) FROM organization_unit)"
        )
        assert cursor.rowcount == 1
    job = enqueue("audit.verify", key="night", payload=NIGHT)
    look()
    assert Job.objects.get(pk=job.pk).result == {"ok": False, "entries": trail.length()}
    told = Notification.objects.filter(dedupe="trail.verify:2026-02-03")
    assert sorted(told.values_list("user_id", flat=True)) == sorted({cast.admin.pk, cast.auditor.pk})
    seen = chain_state().last_verification
    assert seen and not seen.ok and seen.bad_rows >= 1
    kept = Verification.objects.get(period="2026-02-03").rows
    assert [row["why"] for row in kept if row["table"] == "organization_unit"] == [
        "differs from its last image: short_name"
    ]
    assert told.filter(handled_at=None).exists()
    in_order()
    assert not told.filter(handled_at=None).exists(), "a later night that finds nothing ends it"


@pytest.mark.django_db
def test_watch_finds_nothing_in_a_young_trail() -> None:
    watch()
    assert not Notification.objects.filter(kind="audit.trail").exists()
