"""Every filter, order and search of every list x identity: nobody asks sideways about a field not read (M-09)."""

from typing import Any

import pytest
from django.urls import resolve

from foundation.access.matrix import matrix
from tests.access.endpoints import all_columns
from tests.access.oracle import Oracle
from tests.access.parameters import LISTS, NO_LIST
from tests.access.routes import Route, all_routes
from tests.access.test_every_route import Visitor
from tests.access.world import World

HIDDEN = {
    "national_id",
    "birth_date",
    "unit__path",
    "person__birth_date",
    "party_membership__admitted_on",
    "grade",
    "?",
}
CLOSED = {400, 403}  # 403 where a filter of this identity's list is closed: recorded as a denied attempt
Readers = dict[str, dict[str, Visitor]]
lists = pytest.mark.parametrize("name", sorted(LISTS))


def list_routes() -> dict[str, Route]:
    """Routes of the API that list something: no key in the address."""
    found = {}
    for route in all_routes():
        if not route.is_api or route.parameters or route.name in NO_LIST:
            continue
        view: Any = resolve(route.address()).func
        actions = getattr(view, "actions", None)
        if "get" in actions if actions else hasattr(view.cls, "get"):
            found[route.name] = route
    return found


ROUTES = list_routes()


@pytest.fixture(scope="module")
def readers(built_world: World) -> Readers:
    """For each list the identities to whom it is open."""
    visitors = {who: Visitor(user) for who, user in built_world.users.items() if user is not None}
    return {
        name: {who: one for who, one in visitors.items() if one.call("GET", route.address()).status_code == 200}
        for name, route in ROUTES.items()
    }


def refused(answer: Any) -> set[str]:
    lines = answer.json()["error"]["details"].get("fields", []) if answer.status_code == 400 else []
    return {line["field"] for line in lines}


def test_every_list_has_its_reviewed_parameters() -> None:
    """A new list: add it to LISTS in tests/access/parameters.py with what it may be asked."""
    assert set(ROUTES) == set(LISTS)


@lists
def test_every_filter_of_the_list_is_reviewed(name: str) -> None:
    view: Any = resolve(ROUTES[name].address()).func
    filters = view.initkwargs.get("filterset_class", getattr(view.cls, "filterset_class", None))
    declared = set(filters.base_filters) if filters else set()
    assert declared <= {parameter for parameter in LISTS[name] if not parameter.startswith("sort=")}


@lists
def test_every_column_is_refused_as_a_parameter_but_the_reviewed(name: str, readers: Readers) -> None:
    answer = next(iter(readers[name].values())).call(
        "GET",
        ROUTES[name].address()
        + "?"
        + "&".join(
            f"{column}=1" for column in sorted(all_columns() | {"ordering", "order_by", "search", "fields", "expand"})
        ),
    )
    assert answer.status_code == 400
    known = {parameter for parameter in LISTS[name] if "=" not in parameter}
    assert all_columns() - refused(answer) == known & all_columns()


@lists
def test_every_column_is_refused_as_an_order_but_the_reviewed(name: str, readers: Readers) -> None:
    visitor, address = next(iter(readers[name].values())), ROUTES[name].address()
    orders = {parameter.removeprefix("sort=") for parameter in LISTS[name] if parameter.startswith("sort=")}
    if not orders:
        assert visitor.call("GET", f"{address}?sort=code").status_code == 400
        return
    kind = matrix().objects[matrix().policy(ROUTES[name].entry["action"])[0].name]
    columns = frozenset().union(*kind.field_groups.values()) | HIDDEN
    asked = {f"{sign}{column}" for column in columns for sign in ("", "-")} | orders
    taken = {order for order in asked if visitor.call("GET", f"{address}?page_size=1&sort={order}").status_code == 200}
    assert taken == orders


@lists
def test_no_identity_asks_about_a_field_it_may_not_read(
    name: str, world: World, readers: Readers, oracles: dict[str, Oracle]
) -> None:
    address, wrong, asked, closed = ROUTES[name].address(), [], 0, 0
    for who, visitor in readers[name].items():
        in_full: dict[str, bool] = {}
        for parameter, question in LISTS[name].items():
            query = parameter if "=" in parameter else f"{parameter}={question.value}"
            status = visitor.call("GET", f"{address}?{query}").status_code
            for field in set(question.fields) - set(in_full):
                in_full[field] = reads_everywhere(world, oracles[who], field)
            readable = all(in_full[field] for field in question.fields)
            asked, closed = asked + 1, closed + (not readable)
            if (status == 200) != readable or status not in {200, *CLOSED}:
                wrong.append(f"{who} {query}: {status}, though the field is {'read' if readable else 'closed'}")
    assert wrong == []
    assert asked >= len(LISTS[name])
    assert closed or name != "cadres_api:person-list", "the world has nobody to whom a filter is closed"


def reads_everywhere(world: World, oracle: Oracle, field: str) -> bool:
    """Whether this reader sees the field in full on every row of the world within reach, by the naive reading."""
    kind, column = field.split(".")
    assert column in frozenset().union(*matrix().objects[kind].field_groups.values()), f"the matrix has no {field}"
    mine = [row for row in world.rows[kind] if oracle.may(kind, "read", row)]
    return all(column in oracle.fields(kind, row)[0] for row in mine)
