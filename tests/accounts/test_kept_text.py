"""A session that ended while somebody was typing: nothing typed is lost, and nobody else is shown it (M-51)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, Session
from tests.cast import PASSWORD, Cast, build_cast
from tests.sessions import signed_in

LOGIN = "/accounts/login/"
TEXT = "Phân công đồng chí phụ trách tổ chức cán bộ của phường"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def form() -> dict[str, Any]:
    return {"username": "clerk", "role": "HR", "unit": "P-01", "valid_from": "2026-11-01", "reason": TEXT}


def idle(user: Any) -> Client:
    """A client whose session has stood idle for a day."""
    client = signed_in(user)
    Session.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    return client


def back(client: Client, username: str) -> None:
    assert client.post(LOGIN, {"username": username, "password": PASSWORD}).status_code == 302


def test_page_asked_for_leads_back_to_itself_after_sign_in(cast: Cast) -> None:
    client = idle(cast.head)
    answer = client.get("/people/?q=an")
    assert answer.headers["Location"] == f"{LOGIN}?next=/people/%3Fq%3Dan"
    there = client.post(answer.headers["Location"], {"username": "head", "password": PASSWORD, "next": "/people/?q=an"})
    assert there.headers["Location"] == "/people/?q=an"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_leads_to_pages_of_this_site_only(client: Client, cast: Cast, target: str) -> None:
    answer = client.post(LOGIN, {"username": "head", "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/"


def test_form_sent_after_the_end_is_shown_again_and_sent(cast: Cast) -> None:
    client = idle(cast.personnel)
    answer = client.post(reverse("accounts:grant_propose"), form())
    assert answer.headers["Location"] == f"{LOGIN}?next=%2Faccounts%2Fresume%2F"
    assert not RoleGrant.objects.filter(user=cast.clerk).exists()
    back(client, "personnel")
    page = client.get(reverse("accounts:resume")).content.decode()
    assert TEXT in page and 'name="unit" value="P-01"' in page and "csrfmiddlewaretoken" in page
    client.get(reverse("accounts:step_up"))
    session = client.session
    session["kc_confirmed_at"] = timezone.now().timestamp()
    session.save()
    assert client.post(reverse("accounts:grant_propose"), form()).status_code == 302
    assert RoleGrant.objects.filter(user=cast.clerk).exists()
    assert client.get(reverse("accounts:resume")).status_code == 302  # nothing is kept any more


def test_text_of_one_person_is_never_shown_to_another(cast: Cast) -> None:
    client = idle(cast.personnel)
    client.post(reverse("accounts:grant_propose"), form())
    back(client, "head")
    assert TEXT not in client.get(reverse("accounts:resume"), follow=True).content.decode()
    assert "kc_kept" not in client.session


def test_dropped_text_is_gone(cast: Cast) -> None:
    client = idle(cast.personnel)
    client.post(reverse("accounts:grant_propose"), form())
    back(client, "personnel")
    client.post(reverse("accounts:resume"))
    assert "kc_kept" not in client.session


def test_passwords_are_never_kept(cast: Cast) -> None:
    client = idle(cast.staff)
    client.post(reverse("accounts:password"), {"old_password": PASSWORD, "new_password": "x" * 20, "again": "x" * 20})
    assert "kc_kept" not in client.session


def test_what_is_too_large_is_not_kept_and_says_so(cast: Cast) -> None:
    client = idle(cast.personnel)
    client.post(reverse("accounts:grant_propose"), form() | {"reason": "a" * 200_000})
    assert "kc_kept" not in client.session


def test_without_a_session_nothing_is_kept(client: Client, cast: Cast) -> None:
    client.post(reverse("accounts:grant_propose"), form())
    assert not Session.objects.exists()


def test_forged_form_is_not_kept(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    signed_in(cast.personnel, client=client)
    Session.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    assert client.post(reverse("accounts:grant_propose"), form()).status_code == 403
    assert "kc_kept" not in client.session


@pytest.mark.parametrize("header", ["HX-Request", "X-Grid", "X-Autosave"])
@pytest.mark.parametrize("ended", ["idle", "killed"])
def test_script_of_an_open_page_is_told_and_not_sent_away(cast: Cast, header: str, ended: str) -> None:
    client = idle(cast.head) if ended == "idle" else signed_in(cast.head)
    if ended == "killed":
        Session.objects.all().delete()
    for call in (client.get, client.post):
        answer = call("/accounts/me/password/", headers={header: "true"})
        assert answer.status_code == 401 and "Location" not in answer.headers
