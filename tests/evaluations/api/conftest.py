"""A month of the cast and clients signed in as its people."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from tests import sessions
from tests.evaluations.services.month import Month, open_month


@pytest.fixture
def month() -> Month:
    return open_month()


@pytest.fixture
def as_user(month: Month) -> Callable[[str], APIClient]:
    def signed_in(key: str) -> APIClient:
        client = APIClient()
        sessions.signed_in(month.cast.users[key], client=client)
        return client

    return signed_in
