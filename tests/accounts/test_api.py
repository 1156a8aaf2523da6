"""Accounts over the API: the same rules as on the pages."""

import pytest
from rest_framework.test import APIClient

from accounts.models import RoleGrant, User
from tests import sessions
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def client_of(user: User) -> APIClient:
    client = APIClient()
    sessions.signed_in(user, client=client)
    return client


def test_me_tells_the_roles_in_force(cast: Cast) -> None:
    answer = client_of(cast.head).get("/api/v1/me/").json()
    assert answer["roles"] == [{"role": "DH", "unit": "P-01"}]


def test_anonymous_is_refused(cast: Cast) -> None:
    assert APIClient().get("/api/v1/me/").status_code == 401


def test_proposal_needs_a_second_person(cast: Cast) -> None:
    body = {"user": "clerk", "role": "HR", "unit": "P-01", "valid_from": "2026-11-01", "reason": "Phân công"}
    made = client_of(cast.officer).post("/api/v1/grants/", body, format="json")
    assert made.status_code == 201 and made.json()["state"] == "proposed"
    url = f"/api/v1/grants/{made.json()['id']}/execute/"
    refused = client_of(cast.officer).post(url, {}, format="json")
    assert refused.status_code == 422 and refused.json()["error"]["code"] == "two_persons"
    assert client_of(cast.officer2).post(url, {}, format="json").json()["state"] == "active"


def test_unknown_key_is_refused(cast: Cast) -> None:
    answer = client_of(cast.officer).post("/api/v1/grants/", {"state": "active"}, format="json")
    assert answer.status_code == 400 and "state" in answer.content.decode()


def test_grant_of_somebody_else_is_not_there(cast: Cast) -> None:
    foreign = RoleGrant.objects.get(user=cast.officer)
    outside = client_of(cast.staff).get(f"/api/v1/grants/{foreign.pk}/")
    missing = client_of(cast.staff).get("/api/v1/grants/999999/")
    assert outside.status_code == missing.status_code == 404

    def bare(content: bytes) -> object:
        import json

        body = json.loads(content)
        body["error"].pop("request_id", None)
        return body

    assert bare(outside.content) == bare(missing.content)
