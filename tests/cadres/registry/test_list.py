"""The list of people: order, search, filters, export, reach, cost."""

import io
import unicodedata
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from cadres.models import PartyMembership
from foundation.audit.record import recorded
from tests.cast import Cast, add_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def names(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/people/{query}")
    assert answer.status_code == 200, answer.content
    return [line.person.full_name for line in answer.context["lines"]]


def test_list_stands_in_vietnamese_order(as_user: SignIn) -> None:
    found = names(as_user("personnel"))
    assert found[0] == "Nguyễn Thị Thúy An" and found[-1] == "Nguyễn Đình Phước"
    assert found.index("Trần Đức Anh") < found.index("Lê Thị Hồng Ánh") < found.index("Đỗ Mạnh Cường")


@pytest.mark.parametrize("text", ["thuy an", "THÚY AN", "Thúy An", unicodedata.normalize("NFD", "Thúy An")])
def test_search_finds_with_and_without_marks(as_user: SignIn, text: str) -> None:
    assert names(as_user("personnel"), f"?q={text}") == ["Nguyễn Thị Thúy An"]


def test_search_by_code(cast: Cast, as_user: SignIn) -> None:
    assert names(as_user("personnel"), f"?q={cast.people['staff'].code.lower()}") == ["Nguyễn Thị Thúy An"]


def test_filters_narrow_the_list(cast: Cast, as_user: SignIn) -> None:
    with recorded(by=None):
        PartyMembership.objects.create(person=cast.people["clerk"], admitted_on="2015-02-03")
    client = as_user("personnel")
    assert names(client, f"?unit={cast.units['office'].code}") == ["Vũ Thị Ngọc Ánh"]
    assert names(client, "?post=unit_head") == ["Nguyễn Đình Phước"]
    assert names(client, "?party=true") == ["Vũ Thị Ngọc Ánh"]
    assert names(client, "?kind=contract") == [] and names(client, "?status=left") == []


def test_stranger_sees_nobody_of_another_ward_by_any_road(cast: Cast, as_user: SignIn) -> None:
    client = as_user("other_head")
    secret = "Thúy An"
    for query in ("", "?q=thuy+an", f"?unit={cast.units['division'].code}", "?status=all&page=1"):
        assert secret not in client.get(f"/people/{query}").content.decode()
    code = cast.people["staff"].code
    unknown = client.get("/people/CB9999999/")
    for road in ("", "posts/", "absences/", "edit/", "transfer/", "absences/new/"):
        answer = client.get(f"/people/{code}/{road}")
        assert answer.status_code == 404 and secret not in answer.content.decode()
    assert client.get(f"/people/{code}/").content == unknown.content
    assert client.get(f"/api/v1/people/{code}/").status_code == 404
    assert secret not in client.get("/api/v1/people/?q=an").content.decode()


def test_plain_cadre_sees_the_own_row_only(as_user: SignIn) -> None:
    assert names(as_user("staff")) == ["Nguyễn Thị Thúy An"]


def test_reader_without_the_party_field_may_not_filter_by_it(as_user: SignIn) -> None:
    assert as_user("leader").get("/people/?party=true").status_code == 403


def test_export_holds_exactly_what_is_seen(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    shown = names(client, f"?unit={cast.units['division'].code}")
    answer = client.get(f"/people/export/?unit={cast.units['division'].code}")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in rows if str(row[0]).startswith("CB")] == shown and len(shown) == 3
    assert any(cast.units["division"].name in [str(value) for value in row] for row in rows[:6])
    text = b"".join(client.get("/people/export/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Nguyễn Đình Phước" in text and "Bùi Thị Kim Dung" not in text


def test_export_is_closed_to_a_head(as_user: SignIn) -> None:
    assert as_user("head").get("/people/export/").status_code == 403


def test_list_costs_the_same_with_few_and_many_people(
    cast: Cast, as_user: SignIn, django_assert_max_num_queries: Callable
) -> None:
    client = as_user("personnel")
    division = cast.units["division"]
    client.get("/people/")
    with django_assert_max_num_queries(25) as few:
        client.get(f"/people/?unit={division.code}&q=thuy+an")
    for number in range(3):
        add_person(cast, f"more{number}", f"Lý Thúy An {number}", division, "staff", account=False)
    with django_assert_max_num_queries(25) as many:
        assert len(names(client, f"?unit={division.code}&q=thuy+an")) == 4
    assert len(few) == len(many)
