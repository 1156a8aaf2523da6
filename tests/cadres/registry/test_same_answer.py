"""A person out of reach and a code that never was get the same answer, byte for byte."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
ROADS = [
    "/people/{}/",
    "/people/{}/posts/",
    "/people/{}/absences/",
    "/people/{}/edit/",
    "/people/{}/transfer/",
    "/people/{}/absences/new/",
    "/people/{}/number/",
    "/api/v1/people/{}/",
    "/api/v1/people/{}/transfer/",
]


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("method", ["get", "post", "patch"])
@pytest.mark.parametrize("reader", ["other_head", "clerk", "admin"])
def test_person_out_of_reach_answers_as_nobody(
    cast: Cast, as_user: Callable[[str], Client], road: str, method: str, reader: str
) -> None:
    client = as_user(reader)
    headers = {"x-request-id": "one-and-the-same"}
    answers = [
        getattr(client, method)(road.format(code), {}, content_type="application/json", headers=headers)
        if method != "get"
        else client.get(road.format(code), headers=headers)
        for code in (cast.people["staff2"].code, "CB9999999")
    ]
    found, nobody = answers
    assert found.status_code == nobody.status_code in (403, 404, 405)
    if "request_id" in found.content.decode():
        bodies = [{k: v for k, v in answer.json()["error"].items() if k != "request_id"} for answer in answers]
        assert bodies[0] == bodies[1]
    else:
        assert found.content == nobody.content
