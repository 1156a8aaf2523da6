"""The cast, some tasks, and a way to sign in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from directives.models import Assignment
from directives.services.assignments import assign
from foundation.web.clock import local_date
from tests import sessions
from tests.cast import Cast, build_cast

SignIn = Callable[[str], Client]


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> SignIn:
    """A client signed in as one of the cast."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        sessions.signed_in(cast.users[name], client=client)
        return client

    return sign_in


@pytest.fixture
def today() -> date:
    return local_date()


@pytest.fixture
def give(cast: Cast, today: date) -> Callable[..., Assignment]:
    """Give a task to one of the cast, due in a week unless told otherwise."""

    def make(person: str, **more: Any) -> Assignment:
        values: dict[str, Any] = {
            "title": f"Rà soát hồ sơ của {person}",
            "responsibility": "Chủ trì",
            "product": "Báo cáo kết quả",
            "assigned_on": today - timedelta(days=3),
            "due_on": today + timedelta(days=7),
            "by": cast.head,
            "day_off_confirmed": True,
        }
        return assign(person=cast.people[person], **(values | more))

    return make
