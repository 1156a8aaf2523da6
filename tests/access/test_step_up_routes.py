"""Every act that asks again who one is refuses a confirmation older than five minutes, and changes nothing (M-53)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import FactorReset, RoleGrant
from cadres.models import FamilyTie
from discipline.models import Case
from evaluations.models import Evaluation, Revision, UnitCycle
from foundation.access.matrix import matrix
from foundation.audit.models import AuditEvent
from foundation.web.step_up import CONFIRMED_AT
from tests.access.world import World
from tests.sessions import signed_in

ASKING = sorted(name for name, entry in matrix().routes.items() if entry.get("step_up"))
LATER = timezone.localdate() + timedelta(days=30)


@dataclass(frozen=True)
class Call:
    """One request of one of the cast; `body` is a form on pages, JSON over the API."""

    user: str
    method: str
    keys: Callable[[World], list[Any]] = lambda world: []
    body: Mapping[str, Any] = field(default_factory=dict)


def waiting_reset(world: World) -> list[Any]:
    return [FactorReset.objects.get(user=world.cast.staff).pk]


def waiting_grant(world: World) -> list[Any]:
    return [RoleGrant.objects.filter(state="proposed", proposed_by=world.cast.officer)[0].pk]


def some_tie(world: World) -> list[Any]:
    return [FamilyTie.objects.filter(person=world.cast.people["staff"])[0].pk]


def some_month(world: World) -> UnitCycle:
    return UnitCycle.objects.filter(unit=world.cast.units["ward"]).order_by("id")[0]


def page_of_month(world: World) -> list[Any]:
    month = some_month(world)
    return [month.cycle.period, month.unit.code]


def page_of_sheet(world: World) -> list[Any]:
    sheet = Evaluation.objects.filter(state="PUBLISHED", person=world.cast.people["staff"]).order_by("id")[0]
    return [sheet.cycle.period, sheet.unit.code, world.cast.people["staff"].code]


def published_sheet(world: World) -> list[Any]:
    return [Evaluation.objects.filter(state="PUBLISHED", person=world.cast.people["staff"]).order_by("id")[0].pk]


def waiting_revision(world: World) -> list[Any]:
    rows = Revision.objects.filter(state="PROPOSED", evaluation__person=world.cast.people["staff"])
    return [rows.exclude(proposed_by=world.cast.officer2).order_by("id")[0].code]


def ended_case(world: World) -> list[Any]:
    return [Case.objects.filter(state="dismissed", subject=world.cast.people["staff"]).order_by("id")[0].code]


PROPOSAL = {"role": "HR", "unit": "P-01", "valid_from": "2026-11-01", "reason": "Phân công"}
RESET = {"reason": "Mất điện thoại, đã gặp trực tiếp"}
KEY = {"name": "bảng tổng hợp", "expires_on": str(LATER), "scopes": ["unit:read"]}
CALLS: dict[str, Call] = {
    "accounts:recovery_codes": Call("officer", "post"),
    "accounts:second_factor_end": Call("staff", "post"),
    "accounts:factor_reset_propose": Call("admin", "post", body=RESET | {"username": "officer"}),
    "accounts:factor_reset_step": Call("admin", "post", waiting_reset, {"step": "execute"}),
    "accounts:grant_propose": Call("officer", "post", body=PROPOSAL | {"username": "clerk"}),
    "accounts:grant_step": Call("admin", "post", waiting_grant, {"step": "execute"}),
    "accounts:token_new": Call("officer", "post", body=KEY),
    "accounts_api:api-key-list": Call("officer", "post", body=KEY),
    "accounts_api:factor-reset-list": Call("admin", "post", body=RESET | {"user": "officer"}),
    "accounts_api:factor-reset-step": Call("admin", "post", lambda w: [*waiting_reset(w), "execute"]),
    "accounts_api:grant-list": Call("officer", "post", body=PROPOSAL | {"user": "clerk"}),
    "accounts_api:grant-step": Call("admin", "post", lambda w: [*waiting_grant(w), "execute"]),
    "cadres:person_reveal": Call("officer", "post", lambda w: [w.cast.people["staff"].code], {"reason": "hồ sơ"}),
    "cadres:family_reveal": Call("officer", "post", lambda w: [w.cast.people["staff"].code], {"reason": "xung đột"}),
    "cadres_api:family-tie-reveal": Call("officer", "post", some_tie, {"reason": "xung đột"}),
    "cadres_api:person-reveal": Call("officer", "post", lambda w: [w.cast.people["staff"].code], {"reason": "hồ sơ"}),
    "discipline:export": Call("officer", "get"),
    "discipline:reveal": Call("officer2", "post", ended_case, {"reason": "Trả lời Thanh tra"}),
    "evaluations:extend": Call("officer", "get", page_of_month),
    "evaluations_api:unit-cycle-extend": Call("officer", "post", lambda w: [some_month(w).pk], {"step": "x"}),
    "evaluations_api:evaluation-revise": Call("officer", "post", published_sheet),
    "evaluations_api:revision-execute": Call("officer2", "post", waiting_revision),
    "evaluations:revise": Call("officer", "get", page_of_sheet),
    "evaluations:revision_execute": Call("officer2", "get", waiting_revision),
}
GOOD = {200, 201, 302}
UNREAD = {"evaluations_api:unit-cycle-extend", "evaluations_api:evaluation-revise", "evaluations_api:revision-execute"}
"""Over the API the body is read after the confirmation; a wrong one shows that the confirmation was taken."""


def test_every_route_that_asks_has_its_call() -> None:
    assert sorted(CALLS) == ASKING
    assert len(ASKING) >= 16


def ask(name: str, world: World, *, age: float | None) -> tuple[Any, int]:
    """The answer when the last confirmation is `age` seconds old (None: never), and how many events it left."""
    call = CALLS[name]
    client: Client = signed_in(world.cast.users[call.user], step_up=False)
    if age is not None:
        session = client.session
        session[CONFIRMED_AT] = timezone.now().timestamp() - age
        session.save()
    address, before = reverse(name, args=call.keys(world)), AuditEvent.objects.count()
    if call.method == "get":
        answer: Any = client.get(address)
    else:
        json: dict[str, Any] = {"content_type": "application/json"} if "_api:" in name else {}
        answer = client.post(address, dict(call.body), **json)
    return answer, AuditEvent.objects.count() - before


def asked_again(name: str, answer: Any) -> bool:
    if "_api:" in name:
        return bool(answer.status_code == 403 and answer.json()["error"]["code"] == "step_up_needed")
    return answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:step_up"))


@pytest.mark.parametrize("age", [None, settings.STEP_UP_SECONDS + 1, 86_400, -60])
@pytest.mark.parametrize("name", ASKING)
def test_old_confirmation_is_refused_and_nothing_happens(name: str, age: float | None, world: World) -> None:
    answer, written = ask(name, world, age=age)
    assert (asked_again(name, answer), written) == (True, 0), name


@pytest.mark.parametrize("age", [0, settings.STEP_UP_SECONDS - 1])
@pytest.mark.parametrize("name", ASKING)
def test_fresh_confirmation_lets_through(name: str, age: float, world: World) -> None:
    answer, _written = ask(name, world, age=age)
    assert not asked_again(name, answer), name
    assert answer.status_code in GOOD | ({400, 428} if name in UNREAD else set()), (
        answer.status_code,
        answer.content[:600],
    )


@pytest.mark.parametrize("name", [name for name in ASKING if "_api:" in name])
def test_key_never_stands_for_a_confirmation_whatever_session_comes_with_it(name: str, world: World) -> None:
    """A key that was stolen must not borrow the confirmation of the thief's own session."""
    from foundation.web.step_up import stepped_up

    class Keyed:
        auth = object()
        session: Mapping[str, float] = {CONFIRMED_AT: timezone.now().timestamp()}

    class Seated(Keyed):
        auth = None  # type: ignore[assignment]  # as Django's sessions do

    assert stepped_up(Seated()) and not stepped_up(Keyed())
