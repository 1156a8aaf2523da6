"""Precedents: counts and range of what was given for the same indicator and kind of subject, never who."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Indicator, IndicatorGroup
from discipline.models import Case
from discipline.selectors.precedents import departs, precedents_for
from discipline.selectors.rule_book import book
from discipline.services.rule_loading import load_rules
from tests.cast import Cast, build_cast
from tests.discipline.decided import decided_case
from tests.foundation.audit import rows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def cast() -> Cast:
    load_rules()
    return build_cast()


@pytest.fixture
def indicator() -> Indicator:
    version = rows.catalogue_version()
    group = IndicatorGroup.objects.create(version=version, code="B", number=1, name_vi="B", name_en="B", expected=1)
    return Indicator.objects.create(version=version, group=group, code="B1", number=1, text_vi="Né tránh")


def test_counts_and_range_of_cleared_cases_of_the_same_indicator_and_kind(cast: Cast, indicator: Indicator) -> None:
    person = cast.people["staff"]
    mine = decided_case(person, state="decision_pending", indicator=indicator)
    rules = book()
    none = precedents_for(mine, on=TODAY, rules=rules)
    assert (none.total, none.few, departs("removal", none)) == (0, True, False)
    for form in ("reprimand", "reprimand", "warning"):
        decided_case(cast.people["staff2"], indicator=indicator, form=form)
    decided_case(cast.people["clerk"], indicator=indicator, form="forced_resignation", state="rescinded")
    decided_case(cast.people["clerk"], indicator=indicator, form="forced_resignation", subject_kind="civil_leader")
    decided_case(cast.people["clerk"], indicator=None, form="forced_resignation")
    decided_case(cast.people["clerk"], indicator=indicator, state="council")
    with CaptureQueriesContext(connection) as queries:
        found = precedents_for(Case.objects.select_related("indicator__version").get(pk=mine.pk), on=TODAY, rules=rules)
    assert len(queries) == 2, "the case, and one count"
    assert [(one.form, one.count) for one in found.given] == [("reprimand", 2), ("warning", 1)]
    assert (found.total, found.few, found.lightest, found.heaviest) == (3, False, "reprimand", "warning")
    assert departs("forced_resignation", found) and not departs("warning", found)
