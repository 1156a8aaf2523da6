"""Sign-in, own account and the roles page, as their users meet them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant
from foundation.audit.models import AuditEvent
from tests import sessions
from tests.cast import PASSWORD, Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(reverse("accounts:login"), {"username": username, "password": password}).status_code


def test_sign_in_leads_home_and_is_recorded(client: Client, cast: Cast) -> None:
    assert sign_in(client, "head") == 302
    event = AuditEvent.objects.get(name="account.signed_in")
    assert event.actor == str(cast.head.pk)
    assert not AuditEvent.objects.filter(outside_app=True).exists()


def test_sign_in_with_wrong_password_says_so(client: Client, cast: Cast) -> None:
    answer = client.post(reverse("accounts:login"), {"username": "head", "password": "sai"})
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sign_in_page_speaks_both_languages(client: Client, language: str) -> None:
    page = client.get(reverse("accounts:login"), headers={"accept-language": language}).content.decode()
    assert {"vi": "Đăng nhập", "en": "Sign in"}[language] in page


def test_sign_out_needs_post_and_clears(client: Client, cast: Cast) -> None:
    sign_in(client, "head")
    assert client.get(reverse("accounts:logout")).status_code == 405
    answer = client.post(reverse("accounts:logout"))
    assert "Clear-Site-Data" in answer and client.get(reverse("accounts:profile")).status_code == 302


def test_grant_pages_from_proposal_to_force(client: Client, cast: Cast) -> None:
    sessions.signed_in(cast.officer, client=client)
    answer = client.post(
        reverse("accounts:grant_propose"),
        {"username": "clerk", "role": "HR", "unit": "P-01", "valid_from": "2026-11-01", "reason": "Phân công"},
    )
    assert answer.status_code == 302
    grant = RoleGrant.objects.get(user=cast.clerk, role="HR")
    client.post(reverse("accounts:grant_step", args=[grant.pk]), {"step": "execute"})
    grant.refresh_from_db()
    assert grant.state == "proposed"
    sessions.signed_in(cast.officer2, client=client)
    assert "clerk" in client.get(reverse("accounts:grants")).content.decode()
    client.post(reverse("accounts:grant_step", args=[grant.pk]), {"step": "execute"})
    grant.refresh_from_db()
    assert grant.state == "active" and grant.executed_by == cast.officer2


def test_grants_of_others_are_not_shown(client: Client, cast: Cast) -> None:
    sessions.signed_in(cast.staff, client=client)
    assert "officer" not in client.get(reverse("accounts:grants")).content.decode()
    foreign = RoleGrant.objects.get(user=cast.officer)
    closed = client.post(reverse("accounts:grant_step", args=[foreign.pk]), {"step": "end"})
    missing = client.post(reverse("accounts:grant_step", args=[999999]), {"step": "end"})
    assert closed.status_code == missing.status_code == 403  # the whole act is closed to the role


def test_password_change_follows_the_rules(client: Client, cast: Cast) -> None:
    sessions.signed_in(cast.staff, client=client)
    form = {"old_password": PASSWORD, "new_password": "ngan", "again": "ngan"}
    assert client.post(reverse("accounts:password"), form).status_code == 422
    form = {"old_password": PASSWORD, "new_password": "cau-moi-that-dai-1954", "again": "cau-moi-that-dai-1954"}
    assert client.post(reverse("accounts:password"), form).status_code == 302
    cast.staff.refresh_from_db()
    assert cast.staff.check_password("cau-moi-that-dai-1954")
    image = AuditEvent.objects.filter(table_name="accounts_user", operation="U").latest("id")
    assert image.after["password"] == "***"


def test_pages_of_the_account_open(client: Client, cast: Cast) -> None:
    sessions.signed_in(cast.head, client=client)
    for name in ("profile", "password", "tokens", "grants"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200, name
