"""Regression (e): a rotation is deferred the moment a case is opened about the person, and returns at its end."""

from datetime import date

import pytest

from cadres.models import RotationCase, RotationRelief
from cadres.services.rotation_cases import open_case
from discipline.models import Case
from discipline.selectors.holds import holds_of
from discipline.services import opening
from tests.cadres.rotation.conftest import long_held
from tests.cast import build_cast
from tests.discipline.walk import Walk, desk

pytestmark = pytest.mark.django_db


def test_an_opened_case_defers_and_its_end_returns() -> None:
    cast = build_cast()
    desk(cast)
    walk = Walk.signal(cast)
    case = Case.objects.get(pk=walk.case.pk)
    assert case.subject is not None
    key = next(name for name, person in cast.people.items() if person.pk == case.subject_id)
    long_held(cast, key)
    rotation = open_case(person=case.subject, rule_code="ND59", today=date(2026, 11, 16), by=cast.officer2)
    assert rotation.state == "due"
    walk.open()
    relief = RotationRelief.objects.get(case=rotation)
    assert RotationCase.objects.get(pk=rotation.pk).state == "deferred" and relief.ground == "apart"
    assert walk.case.code not in str(RotationRelief.objects.filter(pk=relief.pk).values().get())
    assert [hold.person_id for hold in holds_of(None)] == [case.subject_id]
    opened = Case.objects.get(pk=case.pk)
    opening.exempt(case=opened, ground="force_majeure", reason="…", today=date(2026, 12, 1), by=cast.officer)
    assert RotationCase.objects.get(pk=rotation.pk).state == "due" and holds_of(None) == []
