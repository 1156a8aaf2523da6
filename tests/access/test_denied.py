"""What a refused attempt leaves in the trail; that each leaves one on every route, test_every_route.py sees (M-20)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.selectors.scopes import scopes_open_to
from accounts.services.tokens import create
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from tests.access.world import World
from tests.sessions import signed_in

Denied = Callable[[], list[AuditEvent]]


@pytest.fixture
def denied(world: World) -> Denied:
    """Denied events since the test began, in order."""
    events = AuditEvent.objects.using("audit").filter(kind="denied").order_by("id")
    last = events.values_list("pk", flat=True).last() or 0
    return lambda: list(events.filter(pk__gt=last))


def test_act_closed_to_the_role_is_recorded_with_who_what_and_how(world: World, denied: Denied) -> None:
    user = world.cast.staff
    assert signed_in(user).get("/people/new/").status_code == 403
    (event,) = denied()
    assert (event.actor, event.actor_name, event.source) == (str(user.pk), user.username, "app")
    assert (event.name, event.object_type, event.object_id) == ("cadres:person_new", "cadres.person", "")
    assert event.details == {"status": 403, "method": "GET"} and len(event.request_id) == 32


@pytest.mark.parametrize("code", ["CB0000009", "CB9999999"])
def test_key_out_of_reach_and_key_that_never_was_leave_the_same_event(world: World, denied: Denied, code: str) -> None:
    assert signed_in(world.cast.head).get(f"/people/{code}/edit/").status_code == 404
    (event,) = denied()
    assert (event.name, event.object_type, event.object_id) == ("cadres:person_edit", "cadres.person", code)
    assert event.details == {"status": 404, "method": "GET", "keys": {"code": code}}


def test_refusal_of_the_api_is_recorded_once(world: World, denied: Denied) -> None:
    client = signed_in(world.cast.head)
    assert client.get("/api/v1/people/CB0000009/").status_code == 404
    assert client.get("/api/v1/evaluations/987654321/").status_code == 404
    body = {"note": "x", "row_version": 1}
    assert client.patch("/api/v1/people/CB0000005/", body, content_type="application/json").status_code == 403
    assert [(event.source, event.name, (event.details or {})["status"]) for event in denied()] == [
        ("api", "cadres_api:person-detail", 404),
        ("api", "evaluations_api:evaluation-detail", 404),
        ("api", "cadres_api:person-detail", 403),
    ]


def test_key_without_the_scope_is_refused_in_the_name_of_its_owner(world: World, denied: Denied) -> None:
    owner, today = world.cast.officer, local_date()
    scope = next(name for name in scopes_open_to(owner) if name.endswith("read"))
    secret = create(name="x", scopes=[scope], expires_on=today + timedelta(days=9), on=today, by=owner)[1]
    answer = Client().post("/api/v1/people/", {}, "application/json", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert [(event.actor, event.name, event.source) for event in denied()] == [
        (str(owner.pk), "cadres_api:person-list", "api")
    ]


def test_long_keys_are_cut(world: World, denied: Denied) -> None:
    assert signed_in(world.cast.staff).get(f"/people/{'x' * 3000}/").status_code == 404
    (event,) = denied()
    assert event.object_id == "x" * 64 and (event.details or {})["keys"] == {"code": "x" * 64}


def test_what_is_no_attempt_is_not_recorded(world: World, denied: Denied) -> None:
    client = signed_in(world.cast.officer)
    assert client.get("/khong-co-trang-nay/").status_code == 404
    assert client.get("/api/v1/people/?page=999").status_code == 404
    assert client.get("/accounts/link/khong-phai-cua-minh/").status_code in {302, 404}
    assert client.get("/people/CB0000005/").status_code == 200
    assert client.put("/people/").status_code == 405
    assert Client().get("/people/CB0000005/").status_code == 302
    assert Client().get("/api/v1/people/CB0000005/").status_code == 401
    assert denied() == []
