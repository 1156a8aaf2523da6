"""Two people with an inbox each."""

import pytest

from accounts.models import User


@pytest.fixture
def lan() -> User:
    return User.objects.create(username="lan", full_name="Nguyễn Thị Lan", email="lan@example.org", language="vi")


@pytest.fixture
def minh() -> User:
    return User.objects.create(username="minh", full_name="Trần Minh", email="minh@example.org", language="en")
