"""The cast, with a way to sign in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, build_cast
from tests.sessions import signed_in


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> Callable[[str], Client]:
    """A client signed in as one of the cast."""

    def sign_in(name: str) -> Client:
        client = signed_in(cast.users[name])
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return sign_in
