"""Units and holidays in the API."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.access.matrix import matrix
from organization.models import Holiday
from organization.services.units import create_division, end_unit
from tests import sessions
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db

UNITS, HOLIDAYS = "/api/v1/units/", "/api/v1/holidays/"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> Callable[[str], APIClient]:
    def signed_in(key: str) -> APIClient:
        client = APIClient()
        sessions.signed_in(cast.users[key], client=client)
        return client

    return signed_in


def codes(client: APIClient, **query: str) -> set[str]:
    answer = client.get(UNITS, query)
    assert answer.status_code == 200, answer.content
    return {row["code"] for row in answer.json()["results"]}


@pytest.mark.parametrize("address", [UNITS, f"{UNITS}P-01/", HOLIDAYS])
def test_a_visitor_reads_nothing(cast: Cast, address: str) -> None:
    assert APIClient().get(address).status_code in (401, 403)


@pytest.mark.parametrize("address", [UNITS, f"{UNITS}P-01/", HOLIDAYS])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_here(as_user: Callable[[str], APIClient], address: str, method: str) -> None:
    assert getattr(as_user("officer"), method)(address, {"name": "x"}, format="json").status_code == 405


def test_the_keys_are_those_of_the_matrix(as_user: Callable[[str], APIClient]) -> None:
    Holiday.objects.create(date=date(2026, 9, 2), name="Quốc khánh", verified=True)
    client = as_user("officer")
    for address, name in ((UNITS, "unit"), (HOLIDAYS, "holiday")):
        policy = matrix().policy(f"{name}.read")[0]
        wanted = set().union(*(rule.fields for rule in policy.rules_for("read")))
        (row, *_rest) = client.get(address).json()["results"]
        assert set(row) == wanted
    assert set(client.get(f"{UNITS}P-01/").json()) == set(client.get(UNITS).json()["results"][0])


def test_a_head_reads_the_own_subtree_and_the_way_up(cast: Cast, as_user: Callable[[str], APIClient]) -> None:
    division, office = cast.units["division"].code, cast.units["office"].code
    assert codes(as_user("head")) == {"HN", "UBND", "P-01", division, office}
    assert codes(as_user("personnel")) == {"P-01", division, office}
    assert "P-02" in codes(as_user("officer"))


@pytest.mark.parametrize("query", [{"q": "Cửa Nam"}, {"under": "P-02"}, {"kind": "ward"}, {"on": "2026-02-01"}])
def test_no_parameter_leads_out_of_reach(
    cast: Cast, as_user: Callable[[str], APIClient], query: dict[str, str]
) -> None:
    assert "P-02" in codes(as_user("officer"), **query)
    assert "P-02" not in codes(as_user("head"), **query)


def test_a_unit_out_of_reach_and_one_that_is_not_look_the_same(as_user: Callable[[str], APIClient]) -> None:
    hidden, missing = (as_user("head").get(f"{UNITS}{code}/") for code in ("P-02", "P-77"))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    strip = {"request_id": ""}
    assert hidden.json()["error"] | strip == missing.json()["error"] | strip


def test_parameters_narrow_the_list(cast: Cast, as_user: Callable[[str], APIClient]) -> None:
    end_unit(unit=cast.units["office"], last_day=date(2026, 2, 1), by=None, version=1)
    client, office = as_user("officer"), cast.units["office"].code
    assert office in codes(client)
    assert office in codes(client, on="2026-02-01")
    assert office not in codes(client, on="2026-02-02")
    assert codes(client, q="cua nam") == {"P-02"}
    assert codes(client, under="P-01", kind="division") == {cast.units["division"].code, office}


@pytest.mark.parametrize("query", [{"on": "x"}, {"kind": "castle"}, {"owner": "1"}, {"ordering": "path"}])
def test_an_unreadable_or_unknown_parameter_is_refused(
    as_user: Callable[[str], APIClient], query: dict[str, str]
) -> None:
    assert as_user("officer").get(UNITS, query).status_code == 400


def test_the_list_is_paged_and_costs_the_same_for_one_and_three(
    cast: Cast, as_user: Callable[[str], APIClient]
) -> None:
    client, counted = as_user("officer"), []
    for number in (1, 3):
        while cast.units["other"].children.count() < number:
            create_division(unit=cast.units["other"], name=f"Phòng {cast.units['other'].children.count()}", by=None)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(UNITS, {"under": "P-02", "kind": "division"}).json()
        assert answer["count"] == number
        counted.append(len(queries))
    assert counted[0] == counted[1] < 25


def test_holidays_are_read_by_year(as_user: Callable[[str], APIClient]) -> None:
    Holiday.objects.create(date=date(2026, 9, 2), name="Quốc khánh", verified=True)
    Holiday.objects.create(date=date(2025, 9, 2), name="Quốc khánh", verified=True)
    rows = as_user("staff").get(HOLIDAYS, {"year": "2026"}).json()["results"]
    assert [row["date"] for row in rows] == ["2026-09-02"]
    assert as_user("staff").get(HOLIDAYS, {"month": "9"}).status_code == 400
