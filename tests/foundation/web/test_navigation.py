"""The bar: what a person may open, and where they are."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from foundation.web import navigation, views
from foundation.web.context import chrome


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty bar over two routes that every installation has."""
    monkeypatch.setattr(navigation, "_bar", {})
    monkeypatch.setattr(
        navigation, "url_or_empty", {"home": "/", "people": "/people/", "import": "/people/import/"}.get
    )
    navigation.register(2, "People", "people")
    navigation.register(1, "Work", "home")
    navigation.register(3, "Import", "import")
    return navigation


def test_entries_stand_in_order_and_only_one_is_current(bar: Any) -> None:
    shown = bar.bar_for(None, "/people/import/4/")
    assert [item["label"] for item in shown] == ["Work", "People", "Import"]
    assert [item["label"] for item in shown if item["active"]] == ["Import"]


def test_home_is_current_only_at_home(bar: Any) -> None:
    assert [item["label"] for item in bar.bar_for(None, "/other/") if item["active"]] == []


def test_entry_is_current_on_the_lists_beside_it(bar: Any) -> None:
    bar.register(2, "People", "people", also=("import",))
    del bar._bar["import"]
    for path, current in (("/people/import/4/", ["People"]), ("/people/", ["People"]), ("/", ["Work"])):
        assert [item["label"] for item in bar.bar_for(None, path) if item["active"]] == current


def test_frame_of_an_anonymous_reader_has_no_entries(bar: Any) -> None:
    request = RequestFactory().get("/accounts/login/")
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]  # what the frame reads of a user
    assert chrome(request)["chrome"]["nav"] == []


def test_theme_is_kept_in_a_cookie_and_leads_back() -> None:
    answer = views.set_theme(RequestFactory().post("/theme/", {"theme": "dark", "next": "/people/?q=an"}))
    assert answer["Location"] == "/people/?q=an" and answer.cookies["kc_theme"].value == "dark"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_theme_never_leads_to_another_site(target: str) -> None:
    assert views.set_theme(RequestFactory().post("/theme/", {"theme": "dark", "next": target}))["Location"] == "/"


def test_unknown_theme_sets_nothing() -> None:
    assert "kc_theme" not in views.set_theme(RequestFactory().post("/theme/", {"theme": "pink"})).cookies
