"""Measures in force of many people, the month a violation counts for, and the use that is written once."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from discipline.models import Rule, SoftMeasure, ViolationUse
from discipline.selectors.effects import month_effects
from discipline.services.restoration import fulfil_evaluation, owe_evaluations
from discipline.services.rule_loading import load_rules
from discipline.services.uses import record_use
from foundation.workflow.errors import Refused
from tests.cast import Cast, build_cast
from tests.discipline.decided import decided_case, move_to

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def cast() -> Cast:
    load_rules()
    return build_cast()


def test_only_decisions_that_stand_count_and_the_queries_do_not_grow(cast: Cast) -> None:
    people = cast.people
    counting = decided_case(people["staff"])
    for state in ("signal", "under_review", "council", "dismissed", "exempted", "time_barred", "decided", "rescinded"):
        decided_case(people["staff2"], state=state)
    decided_case(people["clerk"], state="lapsed", number="1/QĐ", on=date(2025, 1, 10), lapses_on=date(2026, 1, 10))
    decided_case(people["deputy"], state="lapsed", number="2/QĐ", on=date(2025, 3, 10), lapses_on=date(2026, 3, 10))
    softly = decided_case(people["head"], state="non_disciplinary")
    SoftMeasure.objects.create(
        case=softly, kind="remind", notified_on=FEBRUARY, effect="noted", period=FEBRUARY, text="…", document="3/TB"
    )
    found = month_effects([person.pk for person in people.values()], period=FEBRUARY)
    assert set(found) == {people[key].pk for key in ("staff", "deputy", "head")}
    (measure,) = found[people["staff"].pk].measures
    assert (measure.case_id, measure.number, measure.counts_for) == (counting.pk, "12/QĐ-KL", FEBRUARY)
    assert measure.ground is not None and not measure.ground.verified
    (lapsed,) = found[people["deputy"].pk].measures
    assert lapsed.in_force(MARCH) and not lapsed.in_force(APRIL) and lapsed.counts_for == date(2025, 3, 1)
    assert [(one.title, one.document) for one in found[people["head"].pk].noted] == [("Nhắc nhở", "3/TB")]
    asked = []
    for keys in (["staff"], ["staff", "deputy", "clerk"]):
        with CaptureQueriesContext(connection) as queries:
            month_effects([people[key].pk for key in keys], period=FEBRUARY)
        asked.append(len(queries))
    assert asked == [3, 3], "cases, their uses, and the rules because something was found"
    with CaptureQueriesContext(connection) as queries:
        assert month_effects([people["staff2"].pk], period=FEBRUARY) == {}
    assert len(queries) == 1


def test_the_month_is_that_of_the_act_where_the_rule_says_so_and_unknown_without_a_rule(cast: Cast) -> None:
    person = cast.people["staff"]
    decided_case(person)
    old = Rule.objects.get(code="evaluation.period")
    Rule.objects.filter(pk=old.pk).update(valid_to=date(2025, 12, 31))
    columns = {name: getattr(old, name) for name in ("code", "unit", "title_vi", "title_en", "legal_basis")}
    Rule.objects.create(**columns, value={"of": "violation"}, valid_from=date(2026, 1, 1))
    (measure,) = month_effects([person.pk], period=date(2026, 1, 1))[person.pk].measures
    assert measure.counts_for == date(2026, 1, 1)
    Rule.objects.filter(code="evaluation.period", valid_to=None).update(valid_to=date(2026, 1, 31))
    assert not month_effects([person.pk], period=FEBRUARY)[person.pk].known


def test_a_violation_is_used_once_by_either_track_and_a_fallen_decision_is_not_used(cast: Cast) -> None:
    person = cast.people["staff"]
    party = decided_case(person, track="party", number="5-QĐ/UBKT")
    state = decided_case(person, on=date(2026, 3, 10), twin=party)
    used = {"person_id": person.pk, "sheet": 7, "by": None}
    assert len(record_use(case_ids=[party.pk], period=FEBRUARY, **used)) == 1
    assert record_use(case_ids=[party.pk], period=FEBRUARY, **used) == [], "the same month again changes nothing"
    for case in (party, state):
        with pytest.raises(Refused) as refused:
            record_use(case_ids=[case.pk], period=MARCH, **used)
        assert refused.value.code == "counted_before"
    with pytest.raises(IntegrityError), transaction.atomic():
        ViolationUse.objects.create(
            case=party, decision=party.decisions.get(), person=person, year=2026, period=MARCH, sheet=8
        )
    of_state = next(one for one in month_effects([person.pk], period=MARCH)[person.pk].measures if one.number[0] == "1")
    assert of_state.used_for == FEBRUARY and not of_state.counts_in(MARCH)
    move_to(party, "rescinded")
    of_state = next(iter(month_effects([person.pk], period=MARCH)[person.pk].measures))
    assert of_state.used_for is None and of_state.counts_in(MARCH), "what was rescinded never counted"
    with pytest.raises(Refused) as refused:
        record_use(case_ids=[party.pk], period=FEBRUARY, **used)
    assert refused.value.code == "measure_fallen"


def test_a_rescission_owes_each_month_used_once_and_its_correction_settles_it(cast: Cast) -> None:
    person = cast.people["staff"]
    case = decided_case(person)
    record_use(case_ids=[case.pk], person_id=person.pk, period=FEBRUARY, sheet=7, by=None)
    move_to(case, "rescinded")
    case.refresh_from_db()
    (task,) = owe_evaluations(case=case, on=date(2026, 4, 1), by=None)
    assert (task.kind, task.period, task.due_on, task.state) == ("evaluation", FEBRUARY, date(2026, 5, 1), "open")
    assert [one.pk for one in owe_evaluations(case=case, on=date(2026, 4, 2), by=None)] == [task.pk]
    settle = {"person_id": person.pk, "on": date(2026, 4, 3), "note": "DC2602-1-1"}
    assert fulfil_evaluation(period=MARCH, **settle) == 0
    assert fulfil_evaluation(period=FEBRUARY, **settle) == 1
    task.refresh_from_db()
    assert (task.state, task.done_on, task.note) == ("done", date(2026, 4, 3), "DC2602-1-1")
