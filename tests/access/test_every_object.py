"""Every object x identity x act against a naive reading of the matrix (M-04)."""

from collections import Counter
from typing import Any

import pytest

from accounts.models import User
from foundation.access import allows, field_rights, visible_to
from foundation.access.matrix import matrix
from tests.access.addresses import keys_to, object_routes
from tests.access.oracle import Oracle
from tests.access.test_every_route import Visitor
from tests.access.world import World

OF_A_STATE = {"inspections:draw_text", "visits:after"}
"""Pages of a row that are there only in some of its states: a draw revealed, an inspection begun."""
OF_A_STATE |= {"rotation:proposal", "cadres_api:rotation-proposal-detail"}
"""Or for who asked: the world's two rounds have a proposal of the ward's head and one of the committee's officer."""
objects = pytest.mark.parametrize("kind", sorted(matrix().objects))


@objects
def test_acts_on_every_row_are_those_of_the_matrix(kind: str, world: World, oracles: dict[str, Oracle]) -> None:
    policy, rows = matrix().objects[kind], world.rows[kind]
    assert rows, "nothing to leak"
    wrong, allowed = [], 0
    for name, user in world.everybody().items():
        oracle = oracles[name]
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
def test_fields_of_every_row_are_those_of_the_matrix(kind: str, world: World, oracles: dict[str, Oracle]) -> None:
    wrong = []
    for name, user in world.everybody().items():
        oracle = oracles[name]
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


def test_row_in_reach_is_found(world: World) -> None:
    """The counterpart: what test_every_route.py finds hidden is hidden by reach, not by a broken address.

    Two of the ten open each.

    Pages of a month are narrower than reading its sheets (only raters have a grid); tests/evaluations/pages opens them.
    """
    wrong, found = [], Counter[str]()
    for who, user in world.users.items():
        visitor = Visitor(user)
        for route in object_routes() if user is not None else ():
            if ("<period>" in route.template and not route.is_api) or found[route.template] == 2:
                continue
            policy, act = matrix().policy(route.entry["action"])
            rows: list[Any] = list(world.rows[policy.name])
            reach = set(visible_to(user, type(rows[0])._default_manager.all(), act).values_list("pk", flat=True))
            ways = [keys for row in rows if row.pk in reach and (keys := keys_to(route, row))]
            ways = ways[:1] if route.name not in OF_A_STATE else ways[:: max(1, len(ways) // 9)]
            if not ways:
                continue
            found[route.template] += 1
            met = {visitor.call("GET", route.address(**keys)).status_code for keys in ways}
            if not met & {200, 302, 405, 409, 422}:
                wrong.append(f"{who} {route.name} {route.address(**ways[0])}: {sorted(met)}")
    assert wrong == []
    assert len(found) > 30
