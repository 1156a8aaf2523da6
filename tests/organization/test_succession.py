"""Merging, splitting and dissolving, and who stands in whose place on a day."""

from datetime import date

import pytest

from foundation.audit.models import AuditEvent
from foundation.workflow.errors import DomainError
from organization.models import Unit, UnitSuccession
from organization.selectors.units import predecessors_on, successors_on
from organization.services.succession import dissolve_unit, merge_units, split_unit
from organization.services.units import create_division, create_unit

pytestmark = pytest.mark.django_db

JUNE, JULY, LATER = date(2025, 6, 30), date(2025, 7, 1), date(2026, 3, 1)


def unit(code: str, *, valid_from: date | None = None, parent: Unit | None = None) -> Unit:
    return create_unit(code=code, name=f"Sở {code}", kind="department", parent=parent, by=None, valid_from=valid_from)


def test_a_merger_ends_the_old_units_the_day_before() -> None:
    old = [unit("A"), unit("B")]
    division = create_division(unit=old[0], name="Phòng Tổng hợp", by=None)
    new = unit("C", valid_from=JULY)
    edges = merge_units(units=old, into=new, effective_on=JULY, by=None, legal_basis="NQ 1656/NQ-UBTVQH15")
    assert [(edge.kind, edge.effective_on) for edge in edges] == [("merge", JULY)] * 2
    assert {one.valid_to for one in Unit.objects.filter(pk__in=[*[one.pk for one in old], division.pk])} == {JUNE}
    assert AuditEvent.objects.filter(kind="event", name="unit.merge").count() == 2
    assert successors_on(old[0], JUNE) == [old[0]]
    assert successors_on(old[0], JULY) == [new]
    assert predecessors_on(new, JUNE) == old
    assert predecessors_on(new, JULY) == [new]


def test_a_split_names_all_who_take_over() -> None:
    old, parts = unit("A"), [unit("B", valid_from=JULY), unit("C", valid_from=JULY)]
    split_unit(unit=old, into=parts, effective_on=JULY, by=None)
    assert successors_on(old, JULY) == parts
    assert Unit.objects.get(pk=old.pk).valid_to == JUNE


def test_a_dissolved_unit_has_no_successor() -> None:
    old = unit("A")
    edge = dissolve_unit(unit=old, effective_on=JULY, by=None)
    assert edge.successor is None
    assert successors_on(old, JULY) == []


def test_successors_are_followed_to_the_day_asked() -> None:
    first, second, third = unit("A"), unit("B", valid_from=JULY), unit("C", valid_from=LATER)
    merge_units(units=[first], into=second, effective_on=JULY, by=None)
    merge_units(units=[second], into=third, effective_on=LATER, by=None)
    first, second = Unit.objects.get(pk=first.pk), Unit.objects.get(pk=second.pk)
    assert successors_on(first, date(2025, 12, 31)) == [second]
    assert successors_on(first, LATER) == [third]
    assert predecessors_on(third, JUNE) == [first]


def test_a_unit_that_ended_by_itself_may_be_linked() -> None:
    old = create_unit(code="A", name="Sở A", kind="department", parent=None, by=None)
    new = unit("B", valid_from=JULY)
    Unit.objects.filter(pk=old.pk).update(valid_to=JUNE)
    old.refresh_from_db()
    merge_units(units=[old], into=new, effective_on=JULY, by=None)
    assert successors_on(old, JULY) == [new]
    assert Unit.objects.get(pk=old.pk).row_version == 1


def refusals() -> list[tuple[str, str]]:
    return [
        ("into itself", "units_wrong"),
        ("nobody", "units_wrong"),
        ("twice", "units_wrong"),
        ("successor not begun", "successor_not_in_force"),
        ("old one ended", "not_in_force"),
        ("body below", "bodies_below"),
        ("into its own child", "successor_below"),
        ("division into a body", "division_and_body"),
        ("split into one", "too_few"),
    ]


@pytest.mark.parametrize(("what", "code"), refusals())
def test_what_cannot_be_is_refused_and_nothing_written(what: str, code: str) -> None:
    a, b = unit("A"), unit("B")
    late = unit("L", valid_from=LATER)
    child = unit("CH", parent=a)
    gone = create_unit(code="G", name="Sở G", kind="department", parent=None, by=None)
    Unit.objects.filter(pk=gone.pk).update(valid_to=date(2024, 1, 1))
    gone.refresh_from_db()
    division = create_division(unit=b, name="Phòng Tổng hợp", by=None)
    acts = {
        "into itself": lambda: merge_units(units=[a, b], into=a, effective_on=JULY, by=None),
        "nobody": lambda: merge_units(units=[], into=a, effective_on=JULY, by=None),
        "twice": lambda: merge_units(units=[b, b], into=a, effective_on=JULY, by=None),
        "successor not begun": lambda: merge_units(units=[b], into=late, effective_on=JULY, by=None),
        "old one ended": lambda: merge_units(units=[gone], into=b, effective_on=JULY, by=None),
        "body below": lambda: dissolve_unit(unit=a, effective_on=JULY, by=None),
        "into its own child": lambda: merge_units(units=[a], into=child, effective_on=JULY, by=None),
        "division into a body": lambda: merge_units(units=[division], into=a, effective_on=JULY, by=None),
        "split into one": lambda: split_unit(unit=b, into=[a], effective_on=JULY, by=None),
    }
    with pytest.raises(DomainError) as refused:
        acts[what]()
    assert refused.value.code == code
    assert not UnitSuccession.objects.exists()
    assert Unit.objects.filter(valid_to=JUNE).count() == 0
