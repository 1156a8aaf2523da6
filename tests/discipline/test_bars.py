"""What a decision bars, and that a case follows the person who moves."""

from datetime import date

import pytest
from django.utils.translation import override

from accounts.models import User
from cadres.bars import bars_on
from cadres.selectors.bars import bars_shown
from cadres.services.planning import enter_planning
from cadres.services.postings import transfer
from discipline.models import Case, CaseBar, Replacement
from discipline.services.rule_loading import load_rules
from foundation.access import allows, visible_to
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.workflow.errors import Refused
from tests.cast import Cast, build_cast, position
from tests.discipline.decided import decided_case
from tests.foundation.audit.rows import replacement

pytestmark = pytest.mark.django_db
SIGNED = date(2026, 2, 10)


@pytest.fixture
def cast() -> Cast:
    load_rules()
    return build_cast()


@pytest.mark.parametrize(
    ("form", "last"),
    [("reprimand", date(2028, 2, 10)), ("warning", date(2029, 2, 10)), ("removal", date(2031, 2, 10))],
)
def test_bar_of_24_36_60_months_by_the_form(cast: Cast, form: str, last: date) -> None:
    person = cast.people["staff"]
    decided_case(person, form=form, state="lapsed", lapses_on=date(2027, 2, 10))
    (bar,) = bars_on(person.pk, last)
    assert (bar.until, "377" in bar.ground, "12/QĐ-KL" in bar.reason) == (last, True, True)
    assert bars_on(person.pk, date(last.year, 2, 11)) == []
    assert bars_on(person.pk, date(2026, 2, 9)) == [], "not before the decision"


def test_who_is_kept_out_of_the_case_learns_that_a_bar_holds_and_not_what_was_decided(cast: Cast) -> None:
    person = cast.people["staff"]
    case = decided_case(person, form="warning")
    CaseBar.objects.create(case=case, person=cast.people["deputy"], ground="relative", since=SIGNED)
    with override("vi"):
        (told,) = bars_shown(cast.officer, person, on=SIGNED)
        assert "Cảnh cáo" in told.reason and "12/QĐ-KL" in told.reason
        relative = User.objects.get(pk=cast.officer.pk)
        relative.person_id = cast.people["deputy"].pk
        (kept,) = bars_shown(relative, person, on=SIGNED)
        assert (kept.until, kept.ground) == (told.until, told.ground)
        assert "12/QĐ-KL" not in kept.reason and "Cảnh cáo" not in kept.reason


def test_open_and_rescinded_cases_bar_nobody_and_planning_names_the_ground(cast: Cast) -> None:
    person = cast.people["staff"]
    for state in ("signal", "council", "decision_pending", "rescinded", "no_discipline", "dismissed"):
        decided_case(person, state=state)
    assert bars_on(person.pk, date(2026, 3, 1)) == []
    decided_case(person)
    planned = {"term": "2026-2031", "on": date(2026, 3, 1), "decision_number": "1/QĐ", "post_text": "Phó phòng"}
    with pytest.raises(Refused) as refused:
        enter_planning(person=person, by=cast.personnel, **planned)
    assert refused.value.code == "barred"
    assert "12/QĐ-KL" in str(refused.value) and "10/02/2028" in str(refused.value)


def test_a_case_follows_the_person_and_the_old_unit_loses_its_reach(cast: Cast) -> None:
    person = cast.people["staff"]
    was = person.unit
    live, ended = decided_case(person), decided_case(person, state="lapsed")
    with recorded(by=None):
        proposed, rejected = (replacement(person=person, state=state) for state in ("suggested", "suggested"))
        Replacement.objects.filter(pk=rejected.pk).update(state="rejected")
    head, other = cast.head, cast.other_head
    assert allows(head, "case.read", live) and not allows(other, "case.read", live)
    transfer(
        person=person,
        unit=cast.units["other"],
        position=position("staff"),
        on=date(2026, 3, 2),
        decision_number="9/QĐ",
        by=cast.officer,
        version=person.row_version,
        today=date(2026, 3, 2),
    )
    live.refresh_from_db()
    ended.refresh_from_db()
    assert (live.unit, ended.unit) == (cast.units["other"], was)
    assert allows(other, "case.read", live) and not allows(head, "case.read", live)
    assert live not in visible_to(head, Case.objects.all())
    proposed.refresh_from_db()
    rejected.refresh_from_db()
    assert (proposed.unit, rejected.unit) == (cast.units["other"], was)
    assert allows(other, "replacement.propose", proposed) and not allows(head, "replacement.read", proposed)
    assert AuditEvent.objects.get(name="replacement.followed_the_person").object_id == str(proposed.pk)
    event = AuditEvent.objects.get(name="case.followed_the_person")
    assert was is not None and event.details["from"] == was.pk and event.object_id == str(live.pk)
