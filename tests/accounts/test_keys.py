"""Keys of programs: scoped, dated, theirs who made them, never worth more than their owner."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import GrantState
from accounts.models import ApiToken, RoleGrant, User
from accounts.selectors.scopes import all_scopes, scope_label, scopes_open_to
from accounts.services import tokens
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
API = "/api/v1/keys/"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def make(user: User, *scopes: str, days: int = 30) -> str:
    today = local_date()
    return tokens.create(name="máy", scopes=scopes, expires_on=today + timedelta(days=days), on=today, by=user)[1]


def call(key: str, url: str, method: str = "get", **body: Any) -> int:
    headers = {"authorization": f"Bearer {key}"}
    answer = getattr(Client(), method)(url, body, content_type="application/json", headers=headers)
    return int(answer.status_code)


def test_key_opens_what_its_scopes_name_and_nothing_else(cast: Cast) -> None:
    key = make(cast.officer, "unit:read")
    assert call(key, "/api/v1/units/") == 200
    for url in ("/api/v1/people/", "/api/v1/grants/", "/api/v1/me/", "/api/v1/schema/", API):
        assert call(key, url) == 403, url


def test_reading_scope_does_not_write(cast: Cast) -> None:
    url = "/api/v1/assignments/"
    reading, writing = make(cast.head, "assignment:read"), make(cast.head, "assignment:write")
    assert (call(reading, url), call(reading, url, "post")) == (200, 403)
    assert (call(writing, url), call(writing, url, "post")) == (403, 400)


def test_scope_outside_the_owner_s_rights_cannot_be_chosen_and_gives_nothing(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        make(cast.staff, "grant:write")
    key = make(cast.staff, "grant:read")
    ApiToken.objects.update(scopes=sorted(all_scopes()))  # as if somebody wrote the row by hand
    assert call(key, "/api/v1/grants/", "post") == 403
    assert "officer" not in Client().get("/api/v1/grants/", headers={"authorization": f"Bearer {key}"}).content.decode()


def test_key_loses_what_its_owner_loses(cast: Cast) -> None:
    url = "/api/v1/assignments/"
    key = make(cast.head, "assignment:write")
    assert call(key, url, "post") == 400
    RoleGrant.objects.filter(user=cast.head).update(state=GrantState.ENDED)
    assert call(key, url, "post") == 403
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert call(key, url, "post") == 401


def test_key_without_scopes_opens_nothing(cast: Cast) -> None:
    key = make(cast.officer, "unit:read")
    ApiToken.objects.update(scopes=[])
    assert call(key, "/api/v1/units/") == 403


@pytest.mark.parametrize("days", [0, -1, 366, 4000])
def test_key_lasts_at_most_a_year(cast: Cast, days: int) -> None:
    with pytest.raises(InvalidInput):
        make(cast.officer, "unit:read", days=days)
    assert make(cast.officer, "unit:read", days=365)


def test_key_is_dead_after_its_last_day_and_when_ended(cast: Cast) -> None:
    key = make(cast.officer, "unit:read")
    ApiToken.objects.update(expires_on=local_date())
    assert call(key, "/api/v1/units/") == 200
    ApiToken.objects.update(expires_on=local_date() - timedelta(days=1))
    assert call(key, "/api/v1/units/") == 401
    ApiToken.objects.update(expires_on=local_date() + timedelta(days=1))
    tokens.revoke(token=ApiToken.objects.get(), by=cast.officer)
    assert call(key, "/api/v1/units/") == 401


def test_day_of_use_is_kept_once_a_day_and_the_key_nowhere(cast: Cast) -> None:
    key = make(cast.officer, "unit:read")
    ApiToken.objects.update(last_used_on=date(2026, 1, 1))
    before = AuditEvent.objects.filter(table_name="accounts_apitoken").count()
    for _ in range(3):
        call(key, "/api/v1/units/")
    assert ApiToken.objects.get().last_used_on == local_date()
    assert AuditEvent.objects.filter(table_name="accounts_apitoken").count() == before + 1
    assert key not in str(list(AuditEvent.objects.values("before", "after", "details")))
    assert not AuditEvent.objects.filter(table_name="accounts_apitoken", operation="U", actor="").exclude(
        database_user="kc_app"
    )


def test_making_a_key_needs_a_fresh_confirmation_on_the_page_and_in_the_api(cast: Cast) -> None:
    today = local_date()
    form = {"name": "báo cáo", "scopes": ["unit:read"], "expires_on": (today + timedelta(days=30)).isoformat()}
    stale = signed_in(cast.officer, step_up=False)
    for answer in (stale.get(reverse("accounts:token_new")), stale.post(reverse("accounts:token_new"), form)):
        assert answer.status_code in {302, 403} and "kc_" not in answer.content.decode()
    assert stale.post(API, form, content_type="application/json").status_code == 403
    assert not ApiToken.objects.exists()
    fresh = signed_in(cast.officer)
    page = fresh.post(reverse("accounts:token_new"), form).content.decode()
    assert "kc_" in page and "kc_" not in fresh.get(reverse("accounts:tokens")).content.decode()
    made = fresh.post(API, form, content_type="application/json")
    assert made.status_code == 201 and call(made.json()["key"], "/api/v1/units/") == 200
    assert "key" not in fresh.get(API).json()["results"][0]


def test_key_makes_no_keys(cast: Cast) -> None:
    key = make(cast.officer, *[scope for scope in scopes_open_to(cast.officer) if scope.startswith("api_token")])
    form = {"name": "con", "scopes": ["unit:read"], "expires_on": (local_date() + timedelta(days=9)).isoformat()}
    assert call(key, API, "post", **form) == 403
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("field", ["user", "digest", "hint", "revoked_at", "last_used_on", "id", "created_at"])
def test_no_other_column_can_be_sent(cast: Cast, field: str) -> None:
    form = {"name": "x", "scopes": ["unit:read"], "expires_on": (local_date() + timedelta(days=9)).isoformat()}
    answer = signed_in(cast.officer).post(API, {**form, field: "1"}, content_type="application/json")
    assert answer.status_code == 400 and not ApiToken.objects.exists()


def test_keys_of_others_are_not_there(cast: Cast) -> None:
    make(cast.officer, "unit:read")
    client, foreign = signed_in(cast.staff), ApiToken.objects.get()
    assert client.get(API).json()["results"] == []
    for url in (f"{API}{foreign.pk}/", f"{API}{foreign.pk}/revoke/"):
        method = client.post if "revoke" in url else client.get
        assert method(url).status_code == 404
    assert signed_in(cast.officer).post(f"{API}{foreign.pk}/revoke/").json()["revoked_at"]


def test_every_scope_has_words() -> None:
    assert [scope for scope in all_scopes() if scope.partition(":")[0] in scope_label(scope).split(":")[0]] == []
