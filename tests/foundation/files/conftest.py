"""An object that has files, open to whom a test names, and somebody to act."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from foundation.files import parents
from tests.cast import add_account
from tests.files import files_dir

__all__ = ["files_dir"]

KIND = "test.thing"


@pytest.fixture
def open_to() -> Iterator[set[tuple[int, int]]]:
    """Pairs (user, object) for which the object's files may be read."""
    allowed: set[tuple[int, int]] = set()
    parents.register(KIND, lambda user, parent_id: (user.pk, parent_id) in allowed)
    yield allowed
    parents._parents.pop(KIND)


@pytest.fixture
def owner(db: None, open_to: set[tuple[int, int]]) -> User:
    user = add_account("owner", "Nguyễn Văn Chủ")
    open_to.add((user.pk, 1))
    return user
