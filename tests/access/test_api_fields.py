"""The keys of every API answer are the matrix's fields for this reader and row, neither more nor fewer (M-04, M-09)."""

from typing import Any

import pytest

from foundation.access import allows
from foundation.access.matrix import matrix
from tests.access.addresses import keys_to
from tests.access.oracle import Oracle, file
from tests.access.routes import Route, all_routes
from tests.access.test_every_route import Visitor
from tests.access.world import World

DERIVED = {
    "case": {"parts"},
    "assignment": {"person_name"},
    "document": {"tasks"},
    "indicator": {
        "catalogue",
        "valid_from",
        "valid_to",
        "group_name",
        "polarity",
        "polarity_confirmed",
        "counted",
    },
    "undertaking": {"document"},
    "remedy": {"inspection", "unit"},
    "avoidance_signal": {"question", "threshold", "legal_basis", "verified"},
    "commendation": {"people"},
    "function": {"holdings"},
}
"""Keys an object's answers carry beside the matrix's fields, each made from fields the reader may see."""


FEWER = {"visits_api:visit-detail": "inspection"}
"""Answers that show another object than their route's, and of it only some fields the reader may see."""


def _routes(ending: str) -> list[Route]:
    found = [
        route for route in all_routes() if route.is_api and route.name.endswith(ending) and "action" in route.entry
    ]
    counted = {"directives_api:delay-list"}  # counts, no rows: tests/directives/test_review.py holds them to the reach
    return [route for route in found if route.entry["action"].endswith(".read") and route.name not in counted]


@pytest.fixture(scope="module")
def visitors(built_world: World) -> dict[str, Visitor]:
    return {who: Visitor(user) for who, user in built_world.users.items()}


def _json(visitor: Visitor, address: str) -> Any:
    answer = visitor.call("GET", address)
    return answer.json() if answer.status_code == 200 else None  # type: ignore[attr-defined]  # the test client's


def _wanted(oracle: Oracle, kind: str, row: Any, *, listed: bool = False) -> set[str]:
    full, part = oracle.fields(kind, row)
    protected = set(file()["objects"][kind].get("protected", [])) if listed else set()
    derived = DERIVED.get(kind, set()) - ({"tasks", "parts"} if listed else set())
    return (full | part | derived) - protected


@pytest.mark.parametrize("route", _routes("-list"), ids=lambda route: route.name)
def test_keys_of_every_row_of_a_list_are_the_matrix_fields(
    route: Route, world: World, visitors: dict[str, Visitor], oracles: dict[str, Oracle]
) -> None:
    kind = matrix().policy(route.entry["action"])[0].name
    rows = {row.pk: row for row in world.rows[kind]}
    wrong, seen = set(), 0
    for who in world.users:
        answer = _json(visitors[who], route.address() + "?page_size=100") or {"results": []}
        for shown in answer["results"]:
            row = rows.get(shown.get("id"))
            if row is None:
                continue
            seen += 1
            wanted = _wanted(oracles[who], kind, row, listed=True)
            extra, missing = set(shown) - wanted, wanted - set(shown)
            if extra or missing:
                wrong.add(f"{who} {getattr(row, 'state', '')}: extra {sorted(extra)} missing {sorted(missing)}")
    assert sorted(wrong) == []
    assert seen > 0


@pytest.mark.parametrize("route", _routes("-detail"), ids=lambda route: route.name)
def test_keys_of_a_single_row_are_the_matrix_fields(
    route: Route, world: World, visitors: dict[str, Visitor], oracles: dict[str, Oracle]
) -> None:
    kind = FEWER.get(route.name) or matrix().policy(route.entry["action"])[0].name
    wrong, seen = set(), 0
    for who in world.users:
        oracle = oracles[who]
        mine = [row for row in world.rows[kind] if oracle.may(kind, "read", row)]
        for row in mine[:: max(1, len(mine) // 6)][:7]:
            keys = keys_to(route, row)
            shown = _json(visitors[who], route.address(**keys)) if keys else None
            if shown is None:
                continue
            seen += 1
            wanted = _wanted(oracle, kind, row)
            if set(shown) - wanted or (set(shown) != wanted and route.name not in FEWER):
                state, extra, missing = getattr(row, "state", ""), set(shown) - wanted, wanted - set(shown)
                wrong.add(f"{who} {state}: extra {sorted(extra)} missing {sorted(missing)}")
    assert sorted(wrong) == []
    assert seen > 0


def test_unknown_parameter_of_a_list_is_refused(world: World, visitors: dict[str, Visitor]) -> None:
    """No filter, order or search beside those named: a hidden field cannot be asked about sideways."""
    hidden = ("national_id", "birth_date", "scores", "total", "digest", "password", "ordering", "unit__path")
    wrong = []
    for route in _routes("-list"):
        reader = visitors["OC" if allows(world.users["OC"], route.entry["action"]) else "AU"]
        for name in hidden:
            status = reader.call("GET", f"{route.address()}?{name}=1").status_code
            if status != 400:
                wrong.append(f"{route.name}?{name}: {status}")
    assert wrong == []
