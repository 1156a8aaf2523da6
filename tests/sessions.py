"""Signed-in clients and browsers for tests, with the marks a real sign-in leaves in the session."""

from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.rules import one_time_codes
from accounts.services.second_factor import VERIFIED_AT, enrol_at_setup
from foundation.web.step_up import CONFIRMED_AT

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(
    user: User, *, verified: bool = True, step_up: bool = True, client: Client | None = None, **options: Any
) -> Client:
    """A client whose session is that of `user`.

    Args:
        user: whose session.
        verified: the session has shown its second factor, as privileged roles must (M-48).
        step_up: the person has just confirmed who they are (M-53).
        client: one to sign in, else a new one is made with `options`.
    """
    found = client or Client(**options)
    found.force_login(user, backend=BACKEND)
    session = found.session
    now = timezone.now().timestamp()
    if verified:
        session[VERIFIED_AT] = now
    if step_up:
        session[CONFIRMED_AT] = now
    session.save()
    return found


def with_factor(user: User) -> str:
    """Give the account an authenticator; returns its secret."""
    secret = one_time_codes.new_secret()
    enrol_at_setup(user=user, secret=secret)
    return secret


def code_now(otp_secret: str) -> str:
    """What an authenticator with this secret shows now."""
    return one_time_codes.code_at(otp_secret, one_time_codes.step_of(timezone.now()))


def sign_in(page: Any, address: str, username: str, password: str, otp_secret: str = "") -> None:
    """Sign in by the pages: name and password, then the code where the account has a second factor."""
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("form[method=post] button.btn-primary")
    if otp_secret:
        page.fill("#id_code", code_now(otp_secret))
        page.click("form[method=post] button.btn-primary")
    page.wait_for_url(lambda url: "/accounts/login/" not in url and "/accounts/second-factor/" not in url)
