"""move(): the first one wins, the event and the row stand or fall together, duties stay apart."""

import threading

import pytest
from django.db import DatabaseError, connections, transaction

from accounts.enums import GrantState
from accounts.models import RoleGrant
from foundation.audit.models import AuditEvent
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import Forbidden, InvalidInput, StaleVersion, StateChanged, VersionMissing
from tests.database import TestDatabase
from tests.foundation.audit import rows
from tests.foundation.audit.conftest import Events, after

RACES = 20


@pytest.mark.django_db
def test_move_writes_row_and_one_event(new_events: Events) -> None:
    grant, actor = rows.grant(), rows.user()
    before = len(new_events())
    move(grant, "execute", by=actor, changes={"executed_by": actor}, details={"why": "x"})
    row, event = new_events()[before:]
    assert (row.kind, row.table_name, row.row_key, row.operation) == ("row", "accounts_rolegrant", str(grant.pk), "U")
    assert row.before is not None and row.before["state"] == "proposed" and after(row)["state"] == "active"
    assert (event.kind, event.name, event.object_id) == ("event", "grant.execute", str(grant.pk))
    assert event.details == {"from": "proposed", "to": "active", "why": "x"}
    assert {row.actor, event.actor} == {str(actor.pk)} and row.transaction_id == event.transaction_id
    stored = RoleGrant.objects.get(pk=grant.pk)
    assert (stored.state, stored.executed_by_id, stored.row_version) == ("active", actor.pk, 2)


@pytest.mark.django_db
def test_move_on_a_row_somebody_moved_is_refused_and_leaves_nothing(new_events: Events) -> None:
    grant = rows.grant()
    stale = RoleGrant.objects.get(pk=grant.pk)
    move(grant, "execute", by=None)
    before = len(new_events())
    with pytest.raises(StateChanged):
        move(stale, "refuse", by=None, reason="no")
    assert len(new_events()) == before
    assert RoleGrant.objects.get(pk=grant.pk).state == GrantState.ACTIVE


@pytest.mark.django_db
def test_move_on_a_row_somebody_edited_is_refused() -> None:
    """The state is the same, but what the person saw is not."""
    grant = rows.grant()
    stale = RoleGrant.objects.get(pk=grant.pk)
    with recorded(by=None):
        update_version(grant, version=1, changes={"reason": "another"})
    with pytest.raises(StateChanged):
        move(stale, "execute", by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_move_that_needs_a_reason_is_refused_without(reason: str) -> None:
    with pytest.raises(InvalidInput):
        move(rows.grant(), "refuse", by=None, reason=reason)


@pytest.mark.django_db
def test_event_is_lost_when_the_transaction_fails(new_events: Events) -> None:
    grant = rows.grant()
    before = len(new_events())
    with pytest.raises(RuntimeError), transaction.atomic():
        move(grant, "execute", by=None)
        raise RuntimeError
    assert len(new_events()) == before
    assert RoleGrant.objects.get(pk=grant.pk).state == GrantState.PROPOSED


@pytest.mark.django_db
def test_holder_of_a_duty_apart_is_refused() -> None:
    proposer, subject, other = rows.person_user(), rows.person_user(), rows.person_user()
    for actor in (proposer, subject):
        grant = rows.grant(user=subject, proposed_by=proposer)
        with pytest.raises(Forbidden):
            move(grant, "execute", by=actor)
        assert RoleGrant.objects.get(pk=grant.pk).state == GrantState.PROPOSED
    move(rows.grant(user=subject, proposed_by=proposer), "execute", by=other)


@pytest.mark.django_db
def test_proposer_without_a_person_in_the_registry_is_refused_too() -> None:
    """The system administrator has an account and no person: the rule is about who acts, not about the registry."""
    proposer = rows.user()
    grant = rows.grant(proposed_by=proposer)
    with pytest.raises((Forbidden, DatabaseError)), transaction.atomic():
        move(grant, "execute", by=proposer, changes={"executed_by": proposer})
    assert RoleGrant.objects.get(pk=grant.pk).state == GrantState.PROPOSED


@pytest.mark.django_db
def test_subject_without_a_person_in_the_registry_cannot_execute_the_own_grant() -> None:
    subject = rows.user()
    grant = rows.grant(user=subject, proposed_by=rows.user())
    with pytest.raises((Forbidden, DatabaseError)), transaction.atomic():
        move(grant, "execute", by=subject, changes={"executed_by": subject})
    assert RoleGrant.objects.get(pk=grant.pk).state == GrantState.PROPOSED


def test_two_at_once_move_once(committed_db: TestDatabase) -> None:
    with recorded(by=None, source="test"):
        grants = [rows.grant() for _ in range(RACES)]
    gate, wins, losses = threading.Barrier(2), [], []

    def race(action: str) -> None:
        try:
            for grant in grants:
                mine = RoleGrant.objects.get(pk=grant.pk)
                gate.wait(timeout=30)
                try:
                    move(mine, action, by=None, reason="race")
                    wins.append(grant.pk)
                except StateChanged:
                    losses.append(grant.pk)
                gate.wait(timeout=30)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race, args=(action,)) for action in ("execute", "refuse")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    keys = sorted(grant.pk for grant in grants)
    assert sorted(wins) == keys and sorted(losses) == keys
    assert AuditEvent.objects.filter(kind="event", name__startswith="grant.").count() == RACES


@pytest.mark.django_db
def test_edit_with_a_stale_version_is_refused_with_both_versions() -> None:
    grant = rows.grant()
    stale = RoleGrant.objects.get(pk=grant.pk)
    with recorded(by=None):
        update_version(grant, version=1, changes={"reason": "first"})
    with pytest.raises(StaleVersion) as refused, recorded(by=None):
        update_version(stale, version=1, changes={"reason": "second"})
    assert refused.value.details["current"] == {"reason": "first"}
    assert refused.value.details["yours"] == {"reason": "second"}
    assert refused.value.details["version"] == 2
    assert RoleGrant.objects.get(pk=grant.pk).reason == "first"


@pytest.mark.django_db
def test_edit_without_a_version_is_refused() -> None:
    with pytest.raises(VersionMissing), recorded(by=None):
        update_version(rows.grant(), version=None, changes={"reason": "x"})
