"""The cast, with a way to sign in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> Callable[[str], Client]:
    """A client signed in as one of the cast."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(cast.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
