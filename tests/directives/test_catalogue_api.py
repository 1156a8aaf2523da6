"""Documents and indicators over the API: the wording of a day, drafts for the organisation committee only."""

from datetime import date, timedelta

import pytest

from directives.models import Catalogue
from directives.rules.appendix import Appendix, Item
from directives.services.catalogue_loading import load_catalogues
from directives.services.catalogues import confirm_items, draft_from, put_into_force
from tests.cast import Cast, add_account
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def ct24(cast: Cast) -> Catalogue:
    load_catalogues()
    return Catalogue.objects.get(code="ct24")


def test_document_comes_with_its_tasks(cast: Cast, ct24: Catalogue) -> None:
    client = signed_in(cast.staff)
    listed = client.get("/api/v1/documents/?kind=directive").json()
    assert [row["number"] for row in listed["results"]] == ["24-CT/TU"] and "tasks" not in listed["results"][0]
    assert len(client.get("/api/v1/documents/ct24/").json()["tasks"]) == 6
    assert client.get("/api/v1/documents/none/").status_code == 404
    assert client.get("/api/v1/documents/?title=x").status_code == 400


def test_indicators_have_the_wording_of_the_day_asked_for(cast: Cast, ct24: Catalogue) -> None:
    items = tuple(
        Item(row.group.code, row.number, f"Chính thức {row.code}")
        for row in ct24.versions.get().indicators.select_related("group")
    )
    draft = draft_from(catalogue=ct24, appendix=Appendix(items, ()), origin="x", by=cast.officer)
    everybody, officer = signed_in(cast.staff), signed_in(cast.officer)
    url = "/api/v1/indicators/?catalogue=ct24&group=KL&page_size=100"
    assert everybody.get(url).json()["count"] == 12 and officer.get(url).json()["count"] == 24
    confirm_items(draft=draft, codes=[item.code for item in items], by=cast.officer)
    put_into_force(draft=draft, valid_from=TODAY, today=TODAY, by=add_account("second", "Hai"))
    for day, standing in ((TODAY - timedelta(days=1), {"reported", "working"}), (TODAY, {"official"})):
        rows = everybody.get(f"{url}&on={day}").json()["results"]
        assert len(rows) == 12 and {row["standing"] for row in rows} == standing
    bv = everybody.get(f"/api/v1/indicators/?group=BV&on={TODAY}").json()["results"][0]
    assert (bv["polarity"], bv["polarity_confirmed"], bv["counted"]) == ("failure", False, False)
