"""A lost second factor is taken away by two persons, and the person it is about hears of it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import FactorReset, SecondFactor, Session, User
from accounts.services import factor_reset, second_factor
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged
from tests.cast import Cast, build_cast
from tests.sessions import signed_in, with_factor

WHY = "Mất điện thoại; đã gặp trực tiếp tại trụ sở"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    with_factor(cast.officer2)
    return cast


def propose(cast: Cast, **given: Any) -> FactorReset:
    return factor_reset.propose(
        **{"user": cast.officer2, "reason": WHY, "at": timezone.now(), "by": cast.officer, **given}
    )


def has_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, ended_at=None).exists()


def test_one_proposes_another_carries_out(cast: Cast) -> None:
    codes = second_factor.renew_recovery_codes(user=cast.officer2, at=timezone.now(), by=cast.officer2)
    signed_in(cast.officer2)
    reset = propose(cast)
    assert has_factor(cast.officer2) and Session.objects.filter(user=cast.officer2).exists()
    factor_reset.execute(reset=reset, at=timezone.now(), by=cast.admin)
    assert not has_factor(cast.officer2) and not Session.objects.filter(user=cast.officer2).exists()
    with pytest.raises(InvalidInput):
        second_factor.use_recovery_code(user=cast.officer2, code=codes[0], at=timezone.now(), by=cast.officer2)
    told = Notification.objects.filter(user=cast.officer2, kind="factor_reset").order_by("id")
    assert len(told) == 2 and "%" not in told[1].title
    names = AuditEvent.objects.filter(kind="event", object_type="accounts.factorreset").order_by("id")
    assert [(event.name, event.actor) for event in names] == [
        ("factor_reset.propose", str(cast.officer.pk)),
        ("factor_reset.execute", str(cast.admin.pk)),
    ]
    assert AuditEvent.objects.filter(name="account.second_factor_ended", object_id=str(cast.officer2.pk)).exists()


def test_proposer_and_person_concerned_never_carry_out(cast: Cast) -> None:
    reset = propose(cast)
    for user in (cast.officer, cast.officer2):
        with pytest.raises(Forbidden):
            factor_reset.execute(reset=reset, at=timezone.now(), by=user)
    assert has_factor(cast.officer2)


def test_nobody_proposes_the_own_reset_nor_one_of_nothing_nor_twice(cast: Cast) -> None:
    with pytest.raises(Refused):
        propose(cast, by=cast.officer2)
    with pytest.raises(Refused):
        propose(cast, user=cast.staff)
    with pytest.raises(InvalidInput):
        propose(cast, reason="  ")
    propose(cast)
    with pytest.raises(Refused):
        propose(cast, by=cast.admin)


def test_database_refuses_one_person_for_both(cast: Cast) -> None:
    reset = propose(cast)
    for values in ({"settled_by": cast.officer}, {"settled_by": cast.officer2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=reset.pk).update(state="executed", **values)


def test_of_two_who_carry_out_one_is_told_that_somebody_was_first(cast: Cast) -> None:
    first = propose(cast)
    second = FactorReset.objects.get(pk=first.pk)
    factor_reset.execute(reset=first, at=timezone.now(), by=cast.admin)
    with pytest.raises(StateChanged):
        factor_reset.execute(reset=second, at=timezone.now(), by=cast.admin)


def test_refused_with_a_reason_leaves_the_factor(cast: Cast) -> None:
    reset = propose(cast)
    with pytest.raises(InvalidInput):
        factor_reset.refuse(reset=reset, reason="", at=timezone.now(), by=cast.admin)
    factor_reset.refuse(reset=reset, reason="Không gọi lại được", at=timezone.now(), by=cast.admin)
    assert has_factor(cast.officer2)
    propose(cast)  # a new one may be asked for


def test_pages_from_proposal_to_reset(cast: Cast) -> None:
    officer, admin = signed_in(cast.officer), signed_in(cast.admin)
    answer = officer.post(reverse("accounts:factor_reset_propose"), {"username": "officer2", "reason": WHY})
    assert answer.status_code == 302
    reset = FactorReset.objects.get()
    step = reverse("accounts:factor_reset_step", args=[reset.pk])
    assert WHY in officer.get(reverse("accounts:factor_resets")).content.decode()
    assert step not in officer.get(reverse("accounts:factor_resets")).content.decode()
    officer.post(step, {"step": "execute"})
    assert has_factor(cast.officer2)
    assert step in admin.get(reverse("accounts:factor_resets")).content.decode()
    admin.post(step, {"step": "execute"})
    assert not has_factor(cast.officer2)
    assert signed_in(cast.auditor).get(reverse("accounts:factor_resets")).status_code == 200
    assert signed_in(cast.auditor).post(step, {"step": "execute"}).status_code == 403
    assert signed_in(cast.staff).get(reverse("accounts:factor_reset_propose")).status_code == 403
    own = signed_in(cast.staff).get(reverse("accounts:factor_resets")).content.decode()
    assert WHY not in own


def test_api_from_proposal_to_reset(cast: Cast) -> None:
    officer, admin, json = signed_in(cast.officer), signed_in(cast.admin), {"content_type": "application/json"}
    made = officer.post("/api/v1/factor-resets/", {"user": "officer2", "reason": WHY}, **json)
    assert (made.status_code, made.json()["state"]) == (201, "proposed")
    road = f"/api/v1/factor-resets/{made.json()['id']}/"
    assert officer.post(f"{road}execute/", {}, **json).status_code == 403
    assert admin.post(f"{road}execute/", {}, **json).json()["settled_by"] == "admin"
    assert admin.post(f"{road}execute/", {}, **json).status_code == 409
    assert signed_in(cast.staff).get(road).status_code == 404
    assert [row["id"] for row in admin.get("/api/v1/factor-resets/").json()["results"]] == [made.json()["id"]]
