"""Every route x method x identity against the matrix: no surprise in either direction (M-01)."""

from http.cookies import SimpleCookie
from typing import Any, cast

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from foundation.access import allows
from foundation.access.matrix import matrix
from tests.access.routes import METHODS, Route, all_routes
from tests.access.world import IDENTITIES, World
from tests.sessions import signed_in

ROUTES = all_routes()
REFUSED = {403, 404, 405}


class Visitor:
    """A browser of one identity; what a request does is rolled back, so that each finds the same world."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=False)
        if user is not None:
            signed_in(user, client=self.client)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def again(self) -> Client:
        """The browser as it was before its first request."""
        self.client.cookies = SimpleCookie(self.cookies)
        return self.client

    def call(self, method: str, address: str) -> HttpResponse:
        client = self.again()
        with transaction.atomic():
            answer: Any = client.generic(method, address, data=b"", content_type="application/json")
            if getattr(answer, "streaming", False):
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return cast("HttpResponse", answer)


def is_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]


def test_every_route_stands_in_the_matrix() -> None:
    assert sorted({route.name for route in ROUTES} - set(matrix().routes)) == []


def test_matrix_names_no_route_that_is_gone() -> None:
    listed = {name for name, entry in matrix().routes.items() if not entry.get("development")}
    assert sorted(listed - {route.name for route in ROUTES}) == []


def test_every_entry_says_one_thing_and_why() -> None:
    for name, entry in matrix().routes.items():
        kinds = {"action", "public", "signed_in", "development"} & set(entry)
        assert len(kinds) == 1, name
        assert "action" in kinds or len(entry.get("why", "")) > 5, name
        if "action" in kinds:
            matrix().policy(entry["action"])


def test_public_routes_are_the_reviewed_ones() -> None:
    public = {name for name, entry in matrix().routes.items() if entry.get("public")}
    by_link = {"accounts:forgot", "accounts:link", "accounts:link_password"}
    assert public == {"healthz", "readyz", "set_language", "web:theme", "accounts:login"} | by_link


def test_there_is_no_admin() -> None:
    assert Client().get("/admin/").status_code == 404
    assert not [route for route in ROUTES if "admin" in route.template]


@pytest.mark.parametrize("identity", IDENTITIES)
def test_every_route_answers_as_the_matrix_says(identity: str, world: World) -> None:
    user, wrong = world.users[identity], []
    visitor = Visitor(user)
    for route in ROUTES:
        for method in METHODS:
            answer = visitor.call(method, route.address())
            if problem := _problem(route, route.entry, user, method, answer):
                wrong.append(f"{method} {route.template} {answer.status_code}: {problem}")
    assert wrong == []


def _problem(route: Route, entry: dict[str, object], user: User | None, method: str, answer: HttpResponse) -> str:
    status = answer.status_code
    if status >= 500 and route.name != "readyz":  # says 503 where no broker runs
        return "an error of the server"
    if entry.get("public"):
        return "a public route asks to sign in" if is_sign_in(answer) or status in {401, 403} else ""
    if user is None:
        if route.is_api:
            return "" if status in {401, 405} else "open without signing in"
        return "" if is_sign_in(answer) or status == 405 else "open without signing in"
    if (is_sign_in(answer) and route.name != "accounts:logout") or status == 401:
        return "a signed-in person is sent to sign in"
    if "action" not in entry or method in {"OPTIONS", "TRACE"}:
        return "a signed-in person is refused" if status == 403 and entry.get("signed_in") else ""
    if not allows(user, str(entry["action"])):
        return "" if status in REFUSED else "open against the matrix"
    if route.parameters:
        return "something is found under a key that never was" if status < 400 and method == "GET" else ""
    return "closed against the matrix" if method in {"GET", "HEAD"} and status == 403 else ""
