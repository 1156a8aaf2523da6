"""Every column of every table posted to every write endpoint: only the reviewed ones are taken (M-05)."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from foundation.access import allows
from foundation.access.matrix import matrix
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.web.strict import UNKNOWN
from tests.access.addresses import keys_to
from tests.access.endpoints import Endpoint, all_columns, unsafe_endpoints
from tests.access.test_every_route import Visitor
from tests.access.world import World
from tests.access.writes import WRITES

ENDPOINTS = unsafe_endpoints()
DANGEROUS = ("state", "score", "scores", "unit_id", "owner", "version", "is_superuser", "created_by", "decided_at")
SECOND = ("officer2",)
"""Who may settle what the first of the role proposed."""
SAME_ADDRESS = {
    "assignment_evidence": "assignment",
    "sheet_evidence": "evaluation",
    "attendance_line": "inspection",
    "finding": "inspection",
    "minutes": "inspection",
    "notice": "inspection",
    "offline_bundle": "inspection",
    "case_exhibit": "case",
}
"""Objects of the matrix whose routes are addressed by the key of another."""
MANY = {"case", "inspection"}
"""Of these the world has many that are closed to most: asked at those within reach, and at one that is not."""


@dataclass
class Swept:
    """What one endpoint showed: the columns it knows for each who reached its body, a way there, what went wrong."""

    taken: set[frozenset[str]] = field(default_factory=set)
    way: tuple[Visitor, Endpoint, dict[str, str]] | None = None
    wrong: list[str] = field(default_factory=list)


def ask(visitor: Visitor, endpoint: Endpoint, keys: dict[str, str], body: dict[str, Any]) -> tuple[int, set[str], int]:
    """Status, keys of the body that were refused as unknown, and how many rows changed; rolled back."""
    client = visitor.again()
    with transaction.atomic():
        last = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
        send = getattr(client, endpoint.method)
        road = endpoint.route.address(**keys)
        answer = send(road, json.dumps(body), content_type="application/json")
        if answer.status_code == 415:
            answer = client.post(road, {name: str(value) for name, value in body.items()})
        changed = AuditEvent.objects.filter(id__gt=last, kind="row").count()
        transaction.set_rollback(True)
    lines = answer.json()["error"]["details"].get("fields", []) if answer.status_code == 400 else []
    unknown = {line["field"] for line in lines if line["code"] == UNKNOWN}
    return answer.status_code, unknown, changed


def addresses(endpoint: Endpoint, world: World, user: User) -> list[dict[str, str]]:
    """Keys that lead to rows of the endpoint's object, some in each state; of MANY one that is closed."""
    route = endpoint.route
    if not route.parameters:
        return [{}]
    if "action" not in route.entry:  # the own lines of the inbox
        return [{"pk": str(pk)} for pk in Notification.objects.filter(user=user).values_list("pk", flat=True)[:1]]
    kind = matrix().policy(route.entry["action"])[0].name
    of_state: dict[str, list[dict[str, str]]] = {}
    closed: list[dict[str, str]] = []
    for row in world.rows.get(SAME_ADDRESS.get(kind, kind), []):
        if keys := keys_to(route, row):
            if kind in MANY and not allows(user, route.entry["action"], row):
                closed.append(keys)
            else:
                of_state.setdefault(getattr(row, "state", ""), []).append(keys)
    most = max(1, 4 // max(1, len(of_state)))
    some = [keys for found in of_state.values() for keys in found[:: max(1, len(found) // most)][:most]]
    return [*some, *closed[:1]]


class Sweep:
    """All columns posted to an endpoint by one identity after another, until two of them reached its body."""

    def __init__(self, world: World) -> None:
        self.world, self.body = world, dict.fromkeys(sorted(all_columns()), 1)
        more = {name: world.cast.users[name] for name in SECOND}
        users = [user for user in {**world.users, **more}.values() if user is not None]
        self.visitors = [(user, Visitor(user)) for user in users]
        self.found: dict[str, Swept] = {}

    def of(self, endpoint: Endpoint) -> Swept:
        """What this endpoint showed; asked once."""
        if endpoint.name not in self.found:
            self.found[endpoint.name] = self._ask(endpoint)
        return self.found[endpoint.name]

    def _ask(self, endpoint: Endpoint) -> Swept:
        swept, reached = Swept(), 0
        action = endpoint.route.entry.get("action")
        for user, visitor in self.visitors:
            if action and not allows(user, action):  # refused before the body is looked at: test_every_route.py
                continue
            for keys in addresses(endpoint, self.world, user):
                status, unknown, changed = ask(visitor, endpoint, keys, self.body)
                if status < 400 or status >= 500 or changed:
                    swept.wrong.append(f"{endpoint.name}: {status}, {changed} rows changed")
                if unknown:
                    swept.taken.add(all_columns() - unknown)
                    swept.way = swept.way or (visitor, endpoint, keys)
                    reached += 1
                    break
            if reached == 2:
                break
        return swept


@pytest.fixture(scope="module")
def sweep(built_world: World) -> Sweep:
    return Sweep(built_world)


def test_every_endpoint_has_its_reviewed_write_list() -> None:
    """A new endpoint: add its name to tests/access/writes.py with the columns its body may name."""
    names = {endpoint.name for endpoint in ENDPOINTS}
    assert names - set(WRITES) == set(), "add these to WRITES in tests/access/writes.py"
    assert set(WRITES) - names == set(), "these are gone: remove them from WRITES in tests/access/writes.py"
    assert len(names) > 25 and len(all_columns()) > 120


def test_every_column_at_once_is_refused_and_changes_nothing(sweep: Sweep) -> None:
    assert [problem for endpoint in ENDPOINTS for problem in sweep.of(endpoint).wrong] == []


@pytest.mark.parametrize("name", sorted(WRITES))
def test_only_the_reviewed_columns_are_known_to_the_endpoint(name: str, sweep: Sweep) -> None:
    taken = sweep.of(next(endpoint for endpoint in ENDPOINTS if endpoint.name == name)).taken
    assert taken, f"nobody of the ten identities reached the body of {name}"
    assert taken == {frozenset(WRITES[name] & all_columns())}


@pytest.mark.parametrize("column", DANGEROUS)
def test_one_forged_column_is_refused_by_name(column: str, sweep: Sweep, world: World) -> None:
    wrong, refused = [], 0
    for endpoint in ENDPOINTS:
        name, way = endpoint.name, sweep.of(endpoint).way
        if way is None or column in WRITES.get(name, ()):
            continue
        status, unknown, changed = ask(*way, {column: 1})
        refused += 1
        if (status, unknown, changed) != (400, {column}, 0):
            wrong.append(f"{name}: {status} {unknown} {changed} rows changed")
    assert wrong == []
    assert refused > 20
