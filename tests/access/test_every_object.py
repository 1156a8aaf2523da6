"""Every object x identity x act against a naive reading of the matrix, and 404 that tells nothing (M-02, M-04)."""

import re

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from foundation.access import allows, field_rights, visible_to
from foundation.access.matrix import matrix
from tests.access.oracle import Oracle
from tests.access.routes import MISSING, Route, all_routes
from tests.access.test_every_route import call
from tests.access.world import World

pytestmark = pytest.mark.django_db
objects = pytest.mark.parametrize("kind", sorted(matrix().objects))


@objects
def test_acts_on_every_row_are_those_of_the_matrix(kind: str, world: World) -> None:
    policy, rows = matrix().objects[kind], world.rows[kind]
    assert rows, "nothing to leak"
    wrong, allowed = [], 0
    for name, user in world.everybody().items():
        oracle = Oracle(user, timezone.localdate())
        for action in sorted(policy.actions):
            wanted = {row.pk for row in rows if oracle.may(kind, action, row)}
            listed = {row.pk for row in visible_to(user, type(rows[0])._default_manager.all(), action)}
            single = {row.pk for row in rows if allows(user, f"{kind}.{action}", row)}
            allowed += len(wanted)
            if not wanted == listed == single:
                wrong.append(f"{name} {action}: listed {listed ^ wanted}, single {single ^ wanted}")
    assert wrong == []
    assert allowed > 0


@objects
def test_fields_of_every_row_are_those_of_the_matrix(kind: str, world: World) -> None:
    wrong = []
    for name, user in world.everybody().items():
        oracle = Oracle(user, timezone.localdate())
        for row in world.rows[kind]:
            rights, (full, part) = field_rights(user, row), oracle.fields(kind, row)
            if (rights.readable, rights.masked) != (full, part):
                wrong.append(f"{name} {row.pk}: {rights.readable ^ full} {rights.masked ^ part}")
    assert wrong == []


def test_disabled_account_has_nothing(world: World) -> None:
    user = world.cast.officer
    User.objects.filter(pk=user.pk).update(is_active=False)
    user = User.objects.get(pk=user.pk)
    for kind, rows in world.rows.items():
        assert not visible_to(user, type(rows[0])._default_manager.all()).exists(), kind
        assert not any(allows(user, f"{kind}.read", row) for row in rows), kind


def _shown(answer: HttpResponse) -> bytes:
    """Body and headers but for what differs in every answer."""
    headers = {key: value for key, value in answer.headers.items() if key not in {"X-Request-ID", "Date"}}
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    body = re.sub(rb"[0-9a-f]{32}", b"", body)
    return repr((answer.status_code, sorted(headers.items()))).encode() + body


def _look_up(route: Route) -> str:
    """The parameter that names the object of the route's act."""
    return next((name for name in ("pk", "code", "period") if name in route.parameters), "")


def _object_routes() -> list[Route]:
    return [route for route in all_routes() if "action" in route.entry and len(route.parameters) == 1]


def _candidates(route: Route, world: World) -> list[Model]:
    policy, _act = matrix().policy(route.entry["action"])
    rows = world.rows[policy.name]
    return [row for row in rows if hasattr(row, _look_up(route) or "?")]


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE"])
def test_key_out_of_reach_answers_as_a_key_that_never_was(
    method: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    wrong, compared = [], 0
    for route in _object_routes():
        name = _look_up(route)
        rows = _candidates(route, world)
        model = type(rows[0]) if rows else None
        for who, user in world.users.items():
            if user is None or model is None:
                continue
            reach = set(visible_to(user, model._default_manager.all()).values_list("pk", flat=True))
            outside = [row for row in rows if row.pk not in reach][:3]
            for row in outside:
                key = getattr(row, name)
                there = _shown(call(user, method, route.address(**{name: key})))
                never = _shown(call(user, method, route.address()))
                compared += 1
                text, missing = str(key).encode(), MISSING[name].encode()
                if there.replace(text, b"") != never.replace(missing, b"").replace(text, b""):
                    wrong.append(f"{who} {method} {route.address(**{name: key})}: {there[:60]!r} / {never[:60]!r}")
    assert wrong == []
    assert compared > 10


def test_row_in_reach_is_found(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The counterpart: what is hidden above is hidden by reach, not by a broken address."""
    caplog.set_level("CRITICAL")
    wrong = []
    for route in _object_routes():
        name = _look_up(route)
        for who, user in world.users.items():
            found = [row for row in _candidates(route, world) if allows(user, route.entry["action"], row)]
            if user is None or not found:
                continue
            answer = call(user, "GET", route.address(**{name: getattr(found[0], name)}))
            if answer.status_code not in {200, 302, 405, 409, 422}:
                wrong.append(f"{who} {route.address(**{name: getattr(found[0], name)})}: {answer.status_code}")
    assert wrong == []
