"""What may stand once stands once, whatever the services do (M-35)."""

import pytest
from django.db import IntegrityError, transaction

from tests.foundation.audit import rows


@pytest.mark.django_db
def test_second_sheet_of_a_person_in_a_month_is_refused_by_the_database() -> None:
    month, person = rows.unit_cycle(), rows.person()
    rows.evaluation(unit_cycle=month, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.evaluation(unit_cycle=month, person=person)
    rows.evaluation(unit_cycle=month)
