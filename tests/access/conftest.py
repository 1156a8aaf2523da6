"""The world of the access tests: built once a module, each test's changes rolled back."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.access.oracle import Oracle
from tests.access.world import World, build_world
from tests.database import TestDatabase
from tests.worlds import worlds


@pytest.fixture(scope="module")
def built_world(test_database: TestDatabase, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), ExitStack() as stack:
        stack.enter_context(worlds.stay())
        for alias in ("default", "audit"):
            stack.enter_context(transaction.atomic(using=alias))
            stack.callback(transaction.set_rollback, True, using=alias)
        yield build_world()


@pytest.fixture(scope="module")
def oracles(built_world: World) -> dict[str, Oracle]:
    """The naive reading for everybody of the world; whoever changes roles or posts makes an oracle of his own."""
    today = timezone.localdate()
    return {name: Oracle(user, today) for name, user in built_world.everybody().items()}


@pytest.fixture
def world(built_world: World) -> Iterator[World]:
    with transaction.atomic():
        yield built_world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are expected here; their log lines help nobody."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
