"""Pages of units and of the working calendar: who sees what, and what it costs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.web.clock import local_date
from organization.models import Holiday, Unit
from organization.services.succession import merge_units
from organization.services.units import create_division, create_unit, end_unit
from tests import sessions
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db

Open = Callable[..., Any]


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> Callable[[str], Client]:
    def signed_in(key: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        sessions.signed_in(cast.users[key], client=client)
        return client

    return signed_in


def names(client: Client, **query: str) -> list[str]:
    answer = client.get(reverse("organization:units"), query)
    assert answer.status_code == 200
    return [line.unit.name for line in answer.context["page"].rows]


def test_a_visitor_is_sent_to_sign_in() -> None:
    assert Client().get(reverse("organization:units")).status_code == 302
    assert Client().get(reverse("organization:calendar")).status_code == 302


@pytest.mark.parametrize("key", ["officer", "leader", "auditor"])
def test_the_city_sees_every_unit(cast: Cast, as_user: Callable[[str], Client], key: str) -> None:
    assert set(names(as_user(key))) == {unit.name for unit in cast.units.values()}


def test_a_head_sees_the_own_subtree_and_the_way_up(cast: Cast, as_user: Callable[[str], Client]) -> None:
    seen = set(names(as_user("head")))
    inside = {cast.units[key].name for key in ("city", "committee", "ward", "division", "office")}
    assert seen == inside
    assert cast.units["other"].name not in as_user("head").get(reverse("organization:units")).content.decode()


def test_a_cadre_sees_the_own_way_up_only(cast: Cast, as_user: Callable[[str], Client]) -> None:
    inside = {cast.units[key].name for key in ("city", "committee", "ward", "division")}
    assert set(names(as_user("staff"))) == inside


def test_a_system_administrator_sees_no_unit(as_user: Callable[[str], Client]) -> None:
    assert names(as_user("admin")) == []


@pytest.mark.parametrize(
    "query", [{}, {"show": "all"}, {"q": "Cửa Nam"}, {"q": "P-02"}, {"kind": "ward", "on": "2020-01-01"}]
)
def test_no_filter_leads_out_of_reach(cast: Cast, as_user: Callable[[str], Client], query: dict[str, str]) -> None:
    assert cast.units["other"].name in names(as_user("officer"), **query)
    assert cast.units["other"].name not in names(as_user("head"), **query)


def test_the_page_of_a_unit_out_of_reach_does_not_exist(cast: Cast, as_user: Callable[[str], Client]) -> None:
    for code in ("P-02", "no-such-unit"):
        assert as_user("head").get(reverse("organization:unit", args=[code])).status_code == 404
    assert as_user("head").get(reverse("organization:units"), {"under": "P-02"}).status_code == 404
    assert as_user("officer").get(reverse("organization:unit", args=["P-02"])).status_code == 200


def test_an_ended_unit_is_hidden_until_asked_for(cast: Cast, as_user: Callable[[str], Client]) -> None:
    end_unit(unit=cast.units["office"], last_day=date(2026, 2, 1), by=None, version=1)
    name, client = cast.units["office"].name, as_user("officer")
    assert name not in names(client)
    assert name in names(client, show="ended")
    assert name in names(client, show="all")
    assert name in names(client, on="2026-02-01")
    assert name not in names(client, on="2026-02-01", show="ended")


def test_filters_narrow_the_list(cast: Cast, as_user: Callable[[str], Client]) -> None:
    client = as_user("officer")
    assert names(client, q="ha dong") == [cast.units["ward"].name]
    assert set(names(client, kind="division")) == {cast.units["division"].name, cast.units["office"].name}
    assert cast.units["division"].name not in names(client, kind="bodies")
    assert set(names(client, under="P-01")) == {cast.units[key].name for key in ("ward", "division", "office")}
    assert names(client, sort="name") == sorted(names(client), key=lambda name: Unit.objects.get(name=name).search_key)


@pytest.mark.parametrize(
    "query", [{"on": "yesterday"}, {"kind": "castle"}, {"sort": "path; drop"}, {"show": "x" * 99}, {"page": "-3"}]
)
def test_an_unreadable_filter_counts_as_none(
    cast: Cast, as_user: Callable[[str], Client], query: dict[str, str]
) -> None:
    assert len(names(as_user("officer"), **query)) == len(cast.units)


def test_htmx_gets_the_rows_alone(as_user: Callable[[str], Client]) -> None:
    answer = as_user("officer").get(reverse("organization:units"), headers={"hx-request": "true"})
    assert b"<html" not in answer.content
    assert b"P-01" in answer.content


def test_the_list_costs_the_same_for_one_and_three_rows(cast: Cast, as_user: Callable[[str], Client]) -> None:
    client = as_user("officer")
    counted = []
    for number in (1, 3):
        while Unit.objects.filter(parent=cast.units["other"]).count() < number:
            create_division(unit=cast.units["other"], name=f"Phòng {Unit.objects.count()}", by=None)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(names(client, kind="division", under="P-02")) == number
        counted.append(len(queries))
    assert counted[0] == counted[1] < 25


def test_the_page_of_a_unit_costs_the_same_for_one_and_three_divisions(
    cast: Cast, as_user: Callable[[str], Client]
) -> None:
    client = as_user("officer")
    counted = []
    for number in (1, 3):
        while Unit.objects.filter(parent=cast.units["other"]).count() < number:
            create_division(unit=cast.units["other"], name=f"Phòng {Unit.objects.count()}", by=None)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("organization:unit", args=["P-02"]))
        assert len(answer.context["page"].divisions) == number
        counted.append(len(queries))
    assert counted[0] == counted[1] < 25


def test_the_page_tells_who_took_over(cast: Cast, as_user: Callable[[str], Client]) -> None:
    new = create_unit(
        code="P-03", name="Ủy ban nhân dân phường Kiến Hưng", kind="ward", parent=cast.units["committee"], by=None
    )
    merge_units(units=[cast.units["other"]], into=new, effective_on=date(2026, 3, 1), by=None, legal_basis="NQ 7")
    for code, other in (("P-02", "P-03"), ("P-03", "P-02")):
        page = as_user("officer").get(reverse("organization:unit", args=[code])).content.decode()
        assert reverse("organization:unit", args=[other]) in page
        assert "NQ 7" in page


def test_a_successor_out_of_reach_is_not_named(cast: Cast, as_user: Callable[[str], Client]) -> None:
    merge_units(
        units=[cast.units["office"]],
        into=create_division(unit=cast.units["other"], name="Phòng Bí mật", by=None),
        effective_on=date(2026, 3, 1),
        by=None,
    )
    address = reverse("organization:unit", args=[cast.units["office"].code])
    assert "Phòng Bí mật" in as_user("officer").get(address).content.decode()
    page = as_user("head").get(address).content.decode()
    assert "Phòng Bí mật" not in page
    assert "another unit" in page


def test_the_way_up_holds_only_units_in_reach(cast: Cast, as_user: Callable[[str], Client]) -> None:
    page = as_user("personnel").get(reverse("organization:unit", args=["P-01"]))
    assert page.context["page"].above == []
    page = as_user("head").get(reverse("organization:unit", args=["P-01"]))
    assert [unit.code for unit in page.context["page"].above] == ["HN", "UBND"]


def test_everybody_reads_the_working_calendar(as_user: Callable[[str], Client]) -> None:
    today = local_date()
    Holiday.objects.create(date=today.replace(day=1), name="Ngày Văn hóa Việt Nam", verified=False)
    answer = as_user("staff").get(reverse("organization:calendar"))
    assert answer.context["year"] == today.year
    assert "Ngày Văn hóa Việt Nam" in answer.content.decode()
    assert answer.context["unverified"] == 1


def test_the_calendar_of_a_year_without_days_falls_back(as_user: Callable[[str], Client]) -> None:
    for asked in ("1999", "abc", "99999999999", ""):
        answer = as_user("staff").get(reverse("organization:calendar"), {"year": asked})
        assert answer.context["year"] == local_date().year


def test_the_calendar_costs_the_same_for_one_and_three_days(as_user: Callable[[str], Client]) -> None:
    client, counted = as_user("staff"), []
    first = local_date().replace(month=5, day=4)
    for number in (1, 3):
        while Holiday.objects.count() < number:
            Holiday.objects.create(date=first + timedelta(days=Holiday.objects.count()), name="Nghỉ")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("organization:calendar"))
        counted.append(len(queries))
    assert counted[0] == counted[1] < 25
