"""Asked once more who one is: by code or password, once in five minutes, without losing what was typed (M-53)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.services import limiter
from foundation.audit.models import AuditEvent
from foundation.web.step_up import CONFIRMED_AT
from tests.cast import PASSWORD, Cast, build_cast
from tests.sessions import code_now, signed_in, with_factor

ASK = "accounts:step_up"
PROPOSAL = {"username": "clerk", "role": "HR", "unit": "P-01", "valid_from": "2026-11-01", "reason": "Phân công mới"}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def answer(client: Client, text: str, then: str = "/") -> Any:
    return client.post(reverse(ASK), {"answer": text, "next": then})


def test_password_opens_the_page_that_asked(cast: Cast) -> None:
    client = signed_in(cast.officer, step_up=False)
    asked = client.get(reverse("accounts:grant_propose"))
    assert asked.status_code == 302 and asked["Location"].startswith(reverse(ASK))
    page = client.get(asked["Location"]).content.decode()
    assert 'type="password"' in page and 'value="/accounts/roles/propose/"' in page
    assert answer(client, "sai-mat-khau").status_code == 422
    before = client.cookies["sessionid"].value
    assert answer(client, PASSWORD, reverse("accounts:grant_propose"))["Location"] == reverse("accounts:grant_propose")
    assert client.cookies["sessionid"].value != before
    assert client.get(reverse("accounts:grant_propose")).status_code == 200


def test_who_has_an_authenticator_is_asked_for_its_code(cast: Cast) -> None:
    secret = with_factor(cast.officer)
    client = signed_in(cast.officer, step_up=False)
    assert 'autocomplete="one-time-code"' in client.get(reverse(ASK)).content.decode()
    assert answer(client, PASSWORD).status_code == 422
    code = code_now(secret)
    assert answer(client, code).status_code == 302
    assert answer(client, code).status_code == 422  # taken once
    names = AuditEvent.objects.filter(kind="event", object_type="accounts.user", name__contains="step")
    assert [event.name for event in names] == ["account.stepped_up"]


def test_nothing_typed_is_lost_when_the_confirmation_runs_out(cast: Cast) -> None:
    client = signed_in(cast.officer, step_up=False)
    sent = client.post(reverse("accounts:grant_propose"), PROPOSAL)
    assert sent.status_code == 302 and not RoleGrant.objects.filter(user=cast.clerk).exists()
    resume = reverse("accounts:resume")
    assert sent["Location"] == f"{reverse(ASK)}?next={resume}" or resume.replace("/", "%2F") in sent["Location"]
    assert answer(client, PASSWORD, resume)["Location"] == resume
    page = client.get(resume).content.decode()
    for name, value in PROPOSAL.items():
        assert f'name="{name}" value="{value}"' in page
    assert f'action="{reverse("accounts:grant_propose")}"' in page
    assert client.post(reverse("accounts:grant_propose"), PROPOSAL).status_code == 302
    assert RoleGrant.objects.filter(user=cast.clerk, state="proposed").exists()


def test_what_was_kept_is_not_shown_to_somebody_else(cast: Cast) -> None:
    client = signed_in(cast.officer, step_up=False)
    client.post(reverse("accounts:grant_propose"), PROPOSAL)
    signed_in(cast.admin, client=client)
    assert "Phân công mới" not in client.get(reverse("accounts:resume"), follow=True).content.decode()


def test_confirmation_does_not_outlive_the_session(cast: Cast) -> None:
    client = signed_in(cast.officer)
    client.post(reverse("accounts:logout"))
    signed_in(cast.officer, client=client, step_up=False)
    assert client.get(reverse("accounts:grant_propose")).status_code == 302


@pytest.mark.parametrize("forged", ["yes", True, None, 9e12])
def test_odd_marks_confirm_nothing(cast: Cast, forged: object) -> None:
    client = signed_in(cast.officer, step_up=False)
    session = client.session
    session[CONFIRMED_AT] = forged
    session.save()
    assert client.get(reverse("accounts:grant_propose")).status_code == 302


def test_unverified_session_cannot_confirm_itself(cast: Cast) -> None:
    with_factor(cast.officer)
    client = signed_in(cast.officer, verified=False, step_up=False)
    assert client.get(reverse(ASK)).status_code == 403
    assert answer(client, PASSWORD).status_code == 403


@pytest.mark.parametrize("enrolled", [True, False])
def test_tries_are_limited(cast: Cast, enrolled: bool) -> None:
    secret = with_factor(cast.officer) if enrolled else ""
    client, bucket = signed_in(cast.officer, step_up=False), limiter.OTP if enrolled else limiter.CONFIRM
    tries = [answer(client, "000000").status_code for _ in range(bucket.limit + 1)]
    assert tries == [422] * bucket.limit + [429]
    assert answer(client, code_now(secret) if enrolled else PASSWORD).status_code == 429
    assert client.session.get(CONFIRMED_AT) is None


def test_next_never_leads_to_another_site(cast: Cast) -> None:
    client = signed_in(cast.officer, step_up=False)
    assert answer(client, PASSWORD, "https://example.invalid/")["Location"] == "/"


def test_signing_in_counts_as_a_confirmation(cast: Cast) -> None:
    client = Client()
    client.post(reverse("accounts:login"), {"username": "head", "password": PASSWORD})
    assert timezone.now().timestamp() - client.session[CONFIRMED_AT] < 60
