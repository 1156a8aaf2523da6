"""Filters of a list kept under a name: own ones only, nothing but filters and order."""

import pytest

from foundation.web.models import SavedFilter
from foundation.web.saved_filters import AT_MOST, canonical, remove_filter, save_filter, saved_filters_of
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def keep(client, **more):
    return client.post("/filters/", {"place": "cadres:people", "name": "Viên chức", "query": "?kind=OFFICER", **more})


def test_query_is_kept_without_page_and_empty_filters() -> None:
    assert canonical("?page=3&kind=&q=Nguyễn&sort=-name&unit=") == "q=Nguy%E1%BB%85n&sort=-name"


def test_filter_is_kept_shown_and_removed(cast: Cast) -> None:
    client = signed_in(cast.officer)
    answer = keep(client, query="?kind=civil_servant&page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/people/?kind=civil_servant")
    page = client.get(answer["Location"]).content.decode()
    assert 'href="/people/?kind=civil_servant" aria-current="true"' in page and "Viên chức" in page
    saved = SavedFilter.objects.get()
    assert client.post(f"/filters/{saved.pk}/remove/").status_code == 302
    assert "/people/?kind=civil_servant" not in client.get("/people/").content.decode()
    assert client.post(f"/filters/{saved.pk}/remove/").status_code == 404


def test_same_name_stands_for_the_new_filters(cast: Cast) -> None:
    for query in ("q=a", "q=b"):
        save_filter(place="cadres:people", name=" Của  tôi ", query=query, by=cast.officer)
    assert [(row.name, row.query) for row in SavedFilter.objects.all()] == [("Của tôi", "q=b")]


def test_filters_of_others_do_not_exist(cast: Cast) -> None:
    mine = save_filter(place="cadres:people", name="Của tôi", query="q=a", by=cast.officer)
    assert not saved_filters_of(cast.personnel, "cadres:people").exists()
    with pytest.raises(NotFound):
        remove_filter(pk=mine.pk, by=cast.personnel)


@pytest.mark.parametrize(
    ("changes", "said"), [({"name": " "}, "at most 60"), ({"query": "?page=2"}, "at least one filter")]
)
def test_nothing_to_keep_is_said(cast: Cast, changes: dict[str, str], said: str) -> None:
    client = signed_in(cast.officer)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    answer = keep(client, **changes)
    assert said in client.get(answer["Location"]).content.decode()
    assert not SavedFilter.objects.exists()
    with pytest.raises(InvalidInput):
        save_filter(place="cadres:people", name="a" * 61, query="q=a", by=cast.officer)


def test_twenty_are_enough_and_an_unknown_list_is_none(cast: Cast) -> None:
    for number in range(AT_MOST):
        save_filter(place="cadres:people", name=f"Số {number}", query="q=a", by=cast.officer)
    with pytest.raises(Refused):
        save_filter(place="cadres:people", name="Một nữa", query="q=a", by=cast.officer)
    with pytest.raises(NotFound):
        save_filter(place="no:where", name="x", query="q=a", by=cast.officer)
    assert keep(signed_in(cast.officer), place="https://example.invalid").status_code == 404
