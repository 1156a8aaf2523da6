"""Absences: recorded, confirmed by another, cancelled with a reason."""

from datetime import date

import pytest

from cadres.enums import AbsenceKind
from cadres.models import Absence
from cadres.services.absences import cancel_absence, confirm_absence, record_absence
from foundation.workflow.errors import InvalidInput, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def away(cast: Cast, first: date, last: date, **more: object) -> Absence:
    return record_absence(
        person=cast.people["staff"],
        kind=AbsenceKind.LEAVE,
        starts_on=first,
        ends_on=last,
        by=cast.staff,
        **more,  # type: ignore[arg-type]
    )


def test_absence_overlapping_another_is_refused_until_that_is_cancelled(cast: Cast) -> None:
    first = away(cast, date(2026, 5, 4), date(2026, 5, 8))
    with pytest.raises(Refused) as refused:
        away(cast, date(2026, 5, 8), date(2026, 5, 12))
    assert refused.value.code == "absences_overlap"
    cancel_absence(absence=first, version=1, reason="đi làm lại", by=cast.personnel)
    away(cast, date(2026, 5, 8), date(2026, 5, 12))


@pytest.mark.parametrize(
    ("last", "half", "code"),
    [(date(2026, 5, 1), False, "ends_before_begin"), (date(2026, 5, 8), True, "half_day_is_one_day")],
)
def test_absence_of_impossible_days_is_refused(cast: Cast, last: date, half: bool, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        away(cast, date(2026, 5, 4), last, half_day=half)
    assert refused.value.code == code


def test_nobody_confirms_the_own_absence(cast: Cast) -> None:
    absence = away(cast, date(2026, 5, 4), date(2026, 5, 8))
    with pytest.raises(Refused) as refused:
        confirm_absence(absence=absence, version=1, by=cast.staff)
    assert refused.value.code == "own_absence"
    confirm_absence(absence=absence, version=1, by=cast.personnel)
    assert Absence.objects.get().confirmed


def test_cancelling_needs_a_reason(cast: Cast) -> None:
    absence = away(cast, date(2026, 5, 4), date(2026, 5, 8))
    with pytest.raises(InvalidInput):
        cancel_absence(absence=absence, version=1, reason=" ", by=cast.personnel)
