"""A published month leaves the unit's signal for the draw of inspections, once, and never another one."""

import pytest
from django.db import DatabaseError, transaction

from foundation.audit.record import recorded
from inspections.models import UnitSignal
from tests.evaluations.services.month import FEBRUARY, Month, open_month
from tests.evaluations.services.revised import publish_ward


@pytest.fixture
def month() -> Month:
    return open_month()


@pytest.mark.django_db
def test_publication_writes_how_many_were_graded_and_how_many_highest(month: Month) -> None:
    publish_ward(month)
    signal = UnitSignal.objects.get()
    assert (signal.unit, signal.period) == (month.cast.units["ward"], FEBRUARY)
    assert signal.graded > signal.highest >= 0
    with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
        UnitSignal.objects.update(highest=signal.graded)
