"""The search box finds people and units within reach, and nothing outside of it."""

import pytest
from django.test import Client

from tests import sessions
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def signed_in(cast: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    sessions.signed_in(cast.users[name], client=client)
    return client


def test_search_without_marks_finds_people_and_units(cast: Cast) -> None:
    client = signed_in(cast, "personnel")
    assert "Nguyễn Thị Thúy An" in client.get("/search/?q=nguyen").content.decode()
    assert cast.units["division"].name in client.get("/search/?q=kinh+te").content.decode()


def test_search_for_one_person_leads_to_the_page(cast: Cast) -> None:
    answer = signed_in(cast, "personnel").get("/search/?q=thuy+an")
    assert answer.status_code == 302 and answer["Location"] == f"/people/{cast.people['staff'].code}/"


@pytest.mark.parametrize("text", ["thuy an", "CB0000005", "kinh te ha tang"])
def test_search_finds_nothing_outside_the_reach(cast: Cast, text: str) -> None:
    answer = signed_in(cast, "other_head").get("/search/", {"q": text})
    assert answer.status_code == 200 and "Nothing found" in answer.content.decode()
    assert "Thúy An" not in answer.content.decode() and "CB0000005/" not in answer.content.decode()


def test_search_for_nothing_asks_what_to_look_for(cast: Cast) -> None:
    assert signed_in(cast, "personnel").get("/search/").status_code == 200
