"""Creating, renaming and ending units, and the questions asked of the tree."""

from datetime import date

import pytest

from foundation.audit.models import AuditEvent
from foundation.workflow.errors import InvalidInput, Refused, StaleVersion
from organization.models import Unit
from organization.selectors.units import (
    ancestors,
    deciding_unit,
    deciding_units,
    division_named,
    in_force,
    search,
    subtree,
)
from organization.services.units import create_division, create_unit, end_unit, rename_unit

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def committee() -> Unit:
    return create_unit(code="UBND", name="Ủy ban nhân dân Thành phố", kind="peoples_committee", parent=None, by=None)


@pytest.fixture
def ward(committee: Unit) -> Unit:
    return create_unit(
        code="P-01", name="Ủy ban nhân dân phường Hà Đông", kind="ward", parent=committee, by=None, valid_from=JULY
    )


def test_a_unit_is_written_with_its_path(committee: Unit, ward: Unit) -> None:
    stored = Unit.objects.get(code="P-01")
    assert stored.path == ward.path == f"{committee.path}{stored.path[-7:]}"
    assert stored.depth == 1
    assert stored.search_key == "uy ban nhan dan phuong ha dong"


def test_divisions_are_numbered_after_their_siblings(ward: Unit) -> None:
    codes = [create_division(unit=ward, name=name, by=None, valid_from=JULY).code for name in ("Văn phòng", "Phòng A")]
    assert codes == ["P-01-P01", "P-01-P02"]


def test_a_division_of_the_same_name_at_the_same_time_is_refused(ward: Unit) -> None:
    create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JULY)
    with pytest.raises(Refused) as refused:
        create_division(unit=ward, name="PHONG  KINH TE", by=None, valid_from=date(2026, 1, 1))
    assert refused.value.code == "division_exists"


def test_a_division_may_come_again_after_it_ended(ward: Unit) -> None:
    first = create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JULY)
    end_unit(unit=first, last_day=date(2025, 12, 31), by=None, version=1)
    again = create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=date(2026, 1, 1))
    assert division_named(ward, "phong kinh te", date(2025, 8, 1)) == first
    assert division_named(ward, "Phòng Kinh Tế", date(2026, 1, 1)) == again


def test_a_division_before_its_unit_begins_is_refused(ward: Unit) -> None:
    with pytest.raises(Refused) as refused:
        create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JUNE)
    assert refused.value.code == "parent_not_in_force"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"code": "P-01"}, "code"), ({"code": "a/b"}, "code"), ({"name": " "}, "name"), ({"kind": "division"}, "kind")],
)
def test_a_unit_with_a_wrong_value_is_refused(ward: Unit, change: dict[str, str], field: str) -> None:
    values = {"code": "P-02", "name": "Phường X", "kind": "ward"} | change
    with pytest.raises(InvalidInput) as refused:
        create_unit(code=values["code"], name=values["name"], kind=values["kind"], parent=None, by=None)
    assert refused.value.field == field


def test_no_body_stands_below_a_division(ward: Unit) -> None:
    division = create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JULY)
    with pytest.raises(Refused) as refused:
        create_unit(code="X", name="Sở X", kind="department", parent=division, by=None)
    assert refused.value.code == "below_division"


def test_a_new_name_is_found_and_the_old_one_stays_in_the_trail(ward: Unit) -> None:
    rename_unit(unit=ward, name="Ủy ban nhân dân phường Kiến Hưng", by=None, version=1, reason="NQ 1656")
    stored = Unit.objects.get(pk=ward.pk)
    assert (stored.search_key, stored.row_version) == ("uy ban nhan dan phuong kien hung", 2)
    event = AuditEvent.objects.get(kind="event", name="unit.rename")
    assert (event.details or {})["from"] == "Ủy ban nhân dân phường Hà Đông"


def test_a_stale_rename_is_refused(ward: Unit) -> None:
    rename_unit(unit=Unit.objects.get(pk=ward.pk), name="Phường Một", by=None, version=1)
    with pytest.raises(StaleVersion):
        rename_unit(unit=ward, name="Phường Hai", by=None, version=1)


def test_divisions_end_with_their_unit(ward: Unit) -> None:
    open_one = create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JULY)
    closed = create_division(unit=ward, name="Văn phòng", by=None, valid_from=JULY)
    end_unit(unit=closed, last_day=date(2025, 9, 30), by=None, version=1)
    end_unit(unit=ward, last_day=date(2025, 12, 31), by=None, version=1)
    open_one.refresh_from_db()
    closed.refresh_from_db()
    assert (open_one.valid_to, closed.valid_to) == (date(2025, 12, 31), date(2025, 9, 30))


def test_a_unit_with_bodies_below_cannot_end(committee: Unit, ward: Unit) -> None:
    with pytest.raises(Refused) as refused:
        end_unit(unit=committee, last_day=date(2025, 12, 31), by=None, version=1)
    assert refused.value.code == "bodies_below"


@pytest.mark.parametrize(("last_day", "code"), [(JUNE, "not_begun"), (date(2026, 1, 1), "ended_already")])
def test_a_unit_ends_once_and_not_before_it_begins(ward: Unit, last_day: date, code: str) -> None:
    end_unit(unit=ward, last_day=date(2025, 12, 31), by=None, version=1)
    with pytest.raises(Refused) as refused:
        end_unit(unit=ward, last_day=last_day, by=None, version=2)
    assert refused.value.code == code


def test_in_force_counts_the_first_and_the_last_day(committee: Unit, ward: Unit) -> None:
    end_unit(unit=ward, last_day=date(2025, 12, 31), by=None, version=1)
    days = (JUNE, JULY, date(2025, 12, 31), date(2026, 1, 1))
    assert [in_force(day).filter(pk=ward.pk).exists() for day in days] == [False, True, True, False]
    assert in_force(JUNE).filter(pk=committee.pk).exists()


def test_the_deciding_unit_is_the_nearest_that_is_no_division(committee: Unit, ward: Unit) -> None:
    division = create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JULY)
    team = create_division(unit=division, name="Tổ Một cửa", by=None, valid_from=JULY)
    assert [deciding_unit(unit) for unit in (committee, ward, division, team)] == [committee, ward, ward, ward]
    assert deciding_units([committee, division, team]) == {
        committee.pk: committee.pk,
        division.pk: ward.pk,
        team.pk: ward.pk,
    }
    assert ancestors(team) == [committee, ward, division]


@pytest.mark.parametrize("text", ["ha dong", "Hà Đông", "Ha\u0300 Đo\u0302ng", "đông phường", "P-01", "p-0"])
def test_search_needs_no_marks_and_no_order(ward: Unit, text: str) -> None:
    assert list(search(Unit.objects.all(), text)) == [ward]


def test_search_finds_nothing_by_a_wildcard(ward: Unit) -> None:
    assert not search(Unit.objects.all(), "%").exists()
    assert not search(Unit.objects.all(), "_").exists()


def test_the_subtree_is_the_unit_and_all_below(committee: Unit, ward: Unit) -> None:
    division = create_division(unit=ward, name="Phòng Kinh tế", by=None, valid_from=JULY)
    other = create_unit(code="P-02", name="Phường X", kind="ward", parent=committee, by=None)
    assert list(subtree(ward)) == [ward, division]
    assert set(subtree(committee)) == {committee, ward, division, other}


def test_questions_about_many_units_cost_one_query(
    ward: Unit, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for count in (1, 3):
        divisions = [
            create_division(unit=ward, name=f"Phòng {count}.{number}", by=None, valid_from=JULY)
            for number in range(count)
        ]
        with django_assert_num_queries(1):  # type: ignore[operator]  # a pytest-django fixture
            deciding_units(divisions)
