"""Every object x identity x act against a naive reading of the matrix, and 404 that tells nothing (M-02, M-04)."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from foundation.access import allows, field_rights, visible_to
from foundation.access.matrix import matrix
from foundation.files.models import FileLine
from tests.access.oracle import Oracle
from tests.access.routes import MISSING, Route, all_routes
from tests.access.test_every_route import Visitor
from tests.access.world import MONTH, World

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


def _shown(answer: HttpResponse, keys: dict[str, str]) -> bytes:
    """Body and headers but for what differs in every answer, and for the key asked for."""
    headers = {key: value for key, value in answer.headers.items() if key not in {"X-Request-ID", "Date"}}
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    body = re.sub(rb"[0-9a-f]{32}", b"", body)
    for text in sorted({*keys.values(), *MISSING.values()}, key=len, reverse=True):
        body = body.replace(text.encode(), b"")
    return repr((answer.status_code, sorted(headers.items()))).encode() + body


def _object_routes() -> list[Route]:
    return [route for route in all_routes() if "action" in route.entry and route.parameters]


def _keys(route: Route, row: Any) -> dict[str, str] | None:
    """The parameters of the route that lead to this row; None where the address cannot name it."""
    of_a_task = "code" in route.parameters and not hasattr(row, "code") and hasattr(row, "assignment")
    if isinstance(row, FileLine) or of_a_task:  # reached through what it proves, or the task it belongs to
        owners = ("assignment", "evaluation", "undertaking", "commendation", "document", "case")
        row = next((getattr(row, name) for name in owners if hasattr(row, name)), row)
    if "code" in route.parameters and not hasattr(row, "code") and hasattr(row, "case"):  # what hangs on a case
        named = {"pk": str(row.pk), "code": row.case.code, "number": "1"}
        return {name: named[name] for name in route.parameters}
    if "public_id" in route.parameters:
        return _of_a_visit(route, row)
    person, unit, cycle = (getattr(row, name, None) for name in ("person", "unit", "cycle"))
    under = next((getattr(row, name) for name in ("function", "document") if hasattr(row, name)), None)
    if under is not None and not hasattr(row, "code"):  # who holds a function, a task of a document: stand under it
        owner: Any = under
    else:
        owner = row if hasattr(row, "code") else person if "key" not in route.parameters else unit
    known = {
        "pk": str(row.pk),
        "code": getattr(owner or unit, "code", None),
        "key": getattr(person, "code", None),
        "period": f"{getattr(cycle or row, 'period', None) or MONTH:%Y-%m}",
        "step": "execute",
        "number": "1",
    }
    if "period" in route.parameters and "code" in route.parameters:
        known["code"] = getattr(unit, "code", None)
    found = {name: known.get(name) for name in route.parameters}
    return None if None in found.values() else {name: str(value) for name, value in found.items()}


def _of_a_visit(route: Route, row: Any) -> dict[str, str] | None:
    """What hangs on an inspection is named by that one's public name, and by its own number where it has one."""
    visit = row
    for step in ("remedy", "notice", "finding", "inspection"):
        visit = getattr(visit, step, visit)
    known = {"public_id": getattr(visit, "public_id", None)}
    known |= {name: str(getattr(row, name, 1)) for name in ("number", "version")}
    found = {name: known.get(name) for name in route.parameters}
    return None if None in found.values() else {name: str(value) for name, value in found.items()}


OWN_PAGES = ("/mine/", "<period>/self/")
SHOWS = {
    "evaluation": "unit_cycle",
    "absence": "person",
    "posting": "person",
    "family_tie": "person",
    "planning_entry": "person",
    "case_paper": "case",
}
"""A page that lists rows of the first kind is a page of the second: its address names no single row."""


PROVES = {"sheet_evidence": "evaluation", "assignment_evidence": "assignment", "undertaking_evidence": "undertaking"}
"""Proof stands under what it proves: its address names that, and is hidden together with it."""
PROVES |= dict.fromkeys(("assignment_discussion", "assignment_extension", "delay_cause"), "assignment")
"""So does what happens to a task."""


def _outside(route: Route, world: World, user: User | None) -> list[dict[str, str]]:
    """Two addresses of this route that lead to nothing the user may read."""
    kind = matrix().policy(route.entry["action"])[0].name
    kind = PROVES.get(kind, "assignment" if kind == "assignment_handoff" and "code" in route.parameters else kind)
    lists = SHOWS.get(kind, "") if not {"pk", "key"} & set(route.parameters) else ""
    hidden: list[dict[str, str]] = []
    open_keys: list[dict[str, str] | None] = []
    for name in filter(None, (kind, lists)):
        rows = world.rows[name]
        reach = set(visible_to(user, type(rows[0])._default_manager.all()).values_list("pk", flat=True))
        open_keys += [_keys(route, row) for row in rows if row.pk in reach]
        hidden += [keys for row in rows if row.pk not in reach and (keys := _keys(route, row))]
    hidden = [keys for keys in hidden if keys not in open_keys]
    return hidden[:: max(1, len(hidden) - 1)][:2]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_key_out_of_reach_answers_as_a_key_that_never_was(method: str, world: World) -> None:
    wrong, compared = [], 0
    routes = [route for route in _object_routes() if not any(part in route.template for part in OWN_PAGES)]
    for who, user in world.users.items():
        visitor = Visitor(user)
        for route in routes if user is not None else ():
            for keys in _outside(route, world, user):
                there = _shown(visitor.call(method, route.address(**keys)), keys)
                never = _shown(visitor.call(method, route.address()), keys)
                compared += 1
                if there != never:
                    wrong.append(f"{who} {method} {route.address(**keys)}: {there[:6]!r} / {never[:6]!r}")
    assert wrong == []
    assert compared > 30


def test_row_in_reach_is_found(world: World) -> None:
    """The counterpart: what is hidden above is hidden by reach, not by a broken address.

    Pages of a month are narrower than reading its sheets (only raters have a grid); tests/evaluations/pages opens them.
    """
    wrong, found = [], 0
    for who, user in world.users.items():
        visitor = Visitor(user)
        for route in _object_routes() if user is not None else ():
            if "<period>" in route.template and not route.is_api:
                continue
            policy, _act = matrix().policy(route.entry["action"])
            rows: list[Any] = list(world.rows[policy.name])
            allowed = [row for row in rows if allows(user, route.entry["action"], row)]
            keys = next((keys for row in allowed if (keys := _keys(route, row))), None)
            if keys is None:
                continue
            found += 1
            status = visitor.call("GET", route.address(**keys)).status_code
            if status not in {200, 302, 405, 409, 422}:
                wrong.append(f"{who} {route.name} {route.address(**keys)}: {status}")
    assert wrong == []
    assert found > 30
