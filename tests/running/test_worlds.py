"""Databases that hold the cast already: each test finds it as it was made, whatever the one before did to it."""

import pytest
from django.db import connection

from organization.models import Unit
from tests.cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def database() -> str:
    return str(connection.settings_dict["NAME"])


@pytest.mark.parametrize("time", [1, 2])
def test_changes_to_the_cast_are_gone_in_the_next_test(cast: Cast, time: int) -> None:
    ward = cast.units["ward"]
    assert database().endswith("_cast")
    assert (ward.name, Unit.objects.get(pk=ward.pk).name) == ("Ủy ban nhân dân phường Hà Đông",) * 2
    assert len(cast.users) == 15 and cast.head.has_usable_password()
    ward.name = "Đổi tên"
    cast.users.clear()
    Unit.objects.filter(pk=ward.pk).update(name="Đổi tên")


@pytest.mark.django_db
def test_without_a_cast_the_database_is_empty() -> None:
    assert not database().endswith("_cast") and not Unit.objects.exists()


def test_database_of_ones_own_is_empty_too(committed_db: object) -> None:
    assert not Unit.objects.exists()
    cast = build_cast()
    assert Unit.objects.count() == len(cast.units)
