"""An open month of the cast, and clients signed in as its people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import sessions
from tests.evaluations.services.month import Month, open_month

SignIn = Callable[[str], Client]


@pytest.fixture
def month(db: Any) -> Month:
    """February 2026 of the cast, opened."""
    return open_month()


@pytest.fixture
def signed_in(month: Month) -> SignIn:
    """A client signed in as one of the cast, reading English."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        sessions.signed_in(month.cast.users[name], client=client)
        return client

    return sign_in
