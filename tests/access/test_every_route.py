"""Every route x method x identity against the matrix; 404 tells nothing, refusals are kept (M-01, M-02, M-20)."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, cast

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from foundation.access import allows
from foundation.access.matrix import matrix
from foundation.audit.models import AuditEvent
from tests.access.addresses import Reach, shown
from tests.access.routes import METHODS, Route, all_routes
from tests.access.world import IDENTITIES, World
from tests.sessions import signed_in

ROUTES = all_routes()
REFUSED = {403, 404, 405}
THOROUGH = ("AN", "OC")
"""These send every method to every route; the others those that a route is there for."""


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


@dataclass
class Walk:
    """What one identity met on every route: answers against the matrix, against the trail, and a 404 that tells."""

    who: str
    refused: int = 0
    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    betrayed: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=IDENTITIES)
def walk(request: pytest.FixtureRequest, built_world: World) -> Walk:
    """Every route once with keys that never were, and with the key of a row out of reach."""
    found, user = Walk(request.param), built_world.users[request.param]
    visitor, refusals, reach = Visitor(user), Refusals(), Reach(built_world, user)
    for number, route in enumerate(ROUTES):
        hidden = reach.outside(route, last=bool((number + IDENTITIES.index(found.who)) % 2)) if user else None
        for method in METHODS if found.who in THOROUGH else route.methods:
            answer, where = visitor.call(method, route.address()), f"{method} {route.template}"
            problem = _problem(route, route.entry, user, method, answer)
            found.wrong += [f"{where} {answer.status_code}: {problem}"] if problem else []
            untold = refusals.problem(route, user, method, answer)
            found.untold += [f"{where} {answer.status_code}: {untold}"] if untold else []
            if hidden and method in {"GET", "POST"} and method in route.methods:
                found.compared += 1
                address = route.address(**hidden)
                there, never = shown(visitor.call(method, address), hidden), shown(answer, hidden)
                found.betrayed += [f"{method} {address}: {there[:6]!r} / {never[:6]!r}"] if there != never else []
                refusals.problem(route, None, method, answer)
    found.refused = refusals.recorded
    return found


def test_every_route_answers_as_the_matrix_says(walk: Walk) -> None:
    assert walk.wrong == []


def test_every_refusal_and_nothing_else_is_in_the_trail(walk: Walk) -> None:
    assert walk.untold == []
    assert walk.refused > 20 or walk.who == "AN"


def test_key_out_of_reach_answers_as_a_key_that_never_was(walk: Walk) -> None:
    assert walk.betrayed == []
    assert walk.compared > 30 or walk.who in {"AN", "OC"}


class Refusals:
    """The trail's refusals since it was made: a signed-in person's refused attempt is one of them, nothing else is."""

    def __init__(self) -> None:
        self.events = AuditEvent.objects.using("audit").filter(kind="denied").order_by("-id")
        self.last, self.recorded = self._newest(0)[0], 0

    def _newest(self, since: int) -> tuple[int, int]:
        found = list(self.events.filter(pk__gt=since).values_list("pk", flat=True))
        return (found[0] if found else since), len(found)

    def problem(self, route: Route, user: User | None, method: str, answer: HttpResponse) -> str:
        if user is None or method not in {"GET", "POST"} or route.entry.get("public"):  # nothing is decided there
            self.last, _made = self._newest(self.last)
            return ""
        known = getattr(answer, "resolver_match", None) is not None  # a key in the wrong form belongs to no route
        wanted = int(answer.status_code == 403 or (answer.status_code == 404 and bool(route.parameters) and known))
        self.last, made = self._newest(self.last)
        self.recorded += made
        return "" if made == wanted else f"{made} refusals in the trail"


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
