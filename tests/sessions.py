"""Signed-in clients for tests, with the marks a real sign-in leaves in the session."""

from django.test import Client
from django.utils import timezone

from accounts.models import User
from foundation.web.step_up import CONFIRMED_AT


def signed_in(user: User, *, step_up: bool = True) -> Client:
    """A client whose session is that of `user`; with `step_up` the person has just confirmed who they are."""
    client = Client()
    client.force_login(user)
    if step_up:
        session = client.session
        session[CONFIRMED_AT] = timezone.now().timestamp()
        session.save()
    return client
