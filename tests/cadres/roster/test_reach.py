"""M-61: a list that leaves the reach of its sender is refused whole."""

import datetime

import pytest

from cadres.models import Person
from cadres.services.roster_import import commit
from tests.cadres.roster.lists import SOMEBODY, as_csv
from tests.cast import build_cast

TODAY = datetime.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def sent(*rows, by):
    return commit(content=as_csv(rows), as_of=TODAY, by=by)


def test_units_and_people_outside_the_reach_refuse_the_list():
    cast = build_cast()
    ward, other = cast.units["ward"], cast.units["other"]
    inside = {**SOMEBODY, "unit": ward.name}
    outside = {**SOMEBODY, "code": "CB0900002", "id": "001179101736", "unit": other.name}
    report = sent(inside, outside, by=cast.personnel)
    assert [(one.row, one.column) for one in report.errors] == [(3, "Đơn vị công tác")]
    assert not report.committed and not Person.objects.filter(code__startswith="CB09").exists()

    assert sent(outside, by=None).committed
    taken = sent({**inside, "code": "CB0900002", "id": ""}, by=cast.personnel)
    assert [one.column for one in taken.errors] == ["Mã CB"] and not taken.committed
    assert Person.objects.get(code="CB0900002").unit.parent == other

    assert sent(inside, by=cast.personnel).created == 1
    assert not sent({**inside, "code": "CB0900003", "id": ""}, by=cast.staff).committed


def test_a_head_in_the_list_with_an_account_gets_the_role():
    from accounts.models import RoleGrant

    cast = build_cast()
    person = cast.people["staff"]
    row = {
        **SOMEBODY, "code": person.code, "name": person.full_name, "id": "", "unit": cast.units["ward"].name,
        "division": "Phòng Mới", "post": "Trưởng phòng", "held": "01/11/2026",
    }  # fmt: skip
    assert sent(row, by=None).updated == 1
    person.refresh_from_db()
    assert person.unit.name == "Phòng Mới"
    assert RoleGrant.objects.filter(user=cast.staff, unit=person.unit, role="DH").exists()
