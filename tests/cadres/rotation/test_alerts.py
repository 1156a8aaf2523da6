"""Alerts of rotation: which step on which day, who hears of it, never twice, anew after a deferral."""

from datetime import date, timedelta
from typing import Any

import pytest

from cadres.enums_rotation import RotationState
from cadres.models import RotationCase
from cadres.rules.rotation import Limit
from cadres.selectors.rotation_alert_source import explain
from cadres.services.rotation_alert_night import raise_for, raise_stage_alerts, step_of
from foundation.notifications import looking
from foundation.notifications.ending import mark_handled
from foundation.notifications.models import Alert, AlertPolicy, Notification
from foundation.notifications.policies import load_policies
from tests.cadres.rotation.waiting import cases
from tests.cast import Cast, build_cast
from tests.foundation.outbox.twice import in_threads

DUE = date(2027, 11, 30)


@pytest.fixture
def cast(db: None) -> Cast:
    load_policies()
    return build_cast()


def case_of(cast: Cast, *, state: RotationState = RotationState.APPROACHING, due: date = DUE) -> RotationCase:
    return cases(cast.people["division_head"], cast.units["ward"], [due], state=state)[0]


def told(case: RotationCase, **more: Any) -> set[str]:
    lines = Notification.objects.filter(alert__thing_id=case.pk, handled_at=None, **more)
    return set(lines.values_list("user__username", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "occasion"),
    [
        (date(2026, 11, 29), None),
        (date(2026, 11, 30), "before:12"),
        (date(2027, 5, 29), "before:12"),
        (date(2027, 5, 30), "before:6"),
        (date(2027, 8, 30), "before:3"),
        (DUE, "due"),
        (DUE + timedelta(days=30), "due"),
        (DUE + timedelta(days=31), "overdue"),
        (DUE + timedelta(days=90), "overdue"),
        (DUE + timedelta(days=91), "noplan"),
    ],
)
def test_step_of_a_day(cast: Cast, day: date, occasion: str | None) -> None:
    case = case_of(cast)
    step = step_of(case, Limit.read(case.rule.value), day)
    assert (step.occasion if step else None) == occasion


@pytest.mark.django_db
def test_head_and_personnel_hear_once_a_step_and_the_superior_when_there_is_no_plan(cast: Cast) -> None:
    case = case_of(cast)
    for _ in range(2):
        raise_for([case], on=date(2026, 12, 1))
    assert Alert.objects.count() == 1 and cast.head.username in told(case)
    assert cast.division_head.username not in told(case), "the person concerned is not told"
    alert = Alert.objects.get()
    assert (alert.rule, alert.code, alert.due_on) == ("rotation.before", case.code, DUE)
    assert alert.inputs["months_left"] == 12 and alert.inputs["flags"] == ["successor"] and alert.inputs["rule"] == "R0"
    assert case.person.full_name not in str(alert.inputs) + alert.key
    raise_for([case], on=DUE + timedelta(days=100))
    open_now = Alert.objects.get(ended_at=None)
    assert open_now.rule == "rotation.no_plan" and cast.chair.username in told(case, told_as="superior")


@pytest.mark.django_db
def test_policy_says_which_parts_are_told_and_never_leaves_nobody(cast: Cast) -> None:
    AlertPolicy.objects.filter(rule="rotation.due").update(valid_to=DUE - timedelta(days=1))
    for told_, day in ((["head"], DUE), (["leader"], DUE + timedelta(days=31))):
        AlertPolicy.objects.filter(rule="rotation.due", valid_to=None).update(valid_to=day - timedelta(days=1))
        AlertPolicy.objects.create(
            rule="rotation.due", title_vi="x", title_en="x", told=told_, valid_from=day, legal_basis="x"
        )
    case = case_of(cast, state=RotationState.DUE)
    raise_for([case], on=DUE)
    assert told(case) == {cast.head.username}
    raise_for([case], on=DUE + timedelta(days=31))
    assert {cast.head.username, cast.personnel.username} <= told(case)


@pytest.mark.django_db
def test_clock_set_back_raises_nothing_and_a_late_start_tells_once(cast: Cast) -> None:
    case = case_of(cast)
    assert raise_for([case], on=DUE + timedelta(days=100)) == 1
    assert raise_for([case], on=date(2027, 8, 30)) == 0
    assert Alert.objects.count() == 1


@pytest.mark.django_db
def test_deferral_silences_and_its_end_tells_anew(cast: Cast) -> None:
    case = case_of(cast, state=RotationState.DUE)
    raise_for([case], on=DUE)
    mark_handled(dedupe_prefix=f"rotation:{case.pk}", by=None)
    assert told(case) == set()
    assert raise_for([case], on=DUE + timedelta(days=5)) == 1, "it stands in its stage again: nobody overstays unseen"
    assert raise_for([case], on=DUE + timedelta(days=6)) == 0 and told(case)


@pytest.mark.django_db
def test_case_that_moved_on_or_has_another_day_ends_its_alert_by_night(cast: Cast) -> None:
    case = case_of(cast, state=RotationState.DUE)
    raise_for([case], on=DUE)
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=DUE) == 0
    RotationCase.objects.filter(pk=case.pk).update(due_on=DUE + timedelta(days=40))
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=DUE) == 1


@pytest.mark.django_db
def test_why_a_person_has_no_alert(cast: Cast) -> None:
    person = cast.people["division_head"]
    assert explain(cast.officer, person.code, DUE), "no rule counts yet"
    assert "CB9999999" in explain(cast.officer, "CB9999999", DUE)[0]


@pytest.mark.django_db
def test_night_costs_the_same_queries_with_1_and_3_cases(cast: Cast, django_assert_max_num_queries: Any) -> None:
    rows = cases(cast.people["division_head"], cast.units["ward"], [DUE] * 4, state=RotationState.DUE)
    with django_assert_max_num_queries(25) as first:
        raise_for(rows[:1], on=DUE)
    with django_assert_max_num_queries(len(first)):
        raise_for(rows[1:], on=DUE)


def many(count: int) -> None:
    load_policies()
    cast = build_cast()
    days = [DUE + timedelta(days=number % 20) for number in range(count)]
    cases(cast.people["division_head"], cast.units["ward"], days, state=RotationState.DUE)


def each_once(count: int, *, rule: str) -> None:
    open_now = Alert.objects.filter(thing="rotation", ended_at=None, rule=rule)
    assert open_now.count() == count == open_now.values("thing_id").distinct().count(), "lost or doubled"
    lines = Notification.objects.filter(alert__in=open_now)
    people = lines.values("user_id").distinct().count()
    assert people >= 1 and lines.count() == count * people
    assert not Notification.objects.filter(alert__ended_at__isnull=False, handled_at=None).exists()


def test_nights_in_parallel_raise_each_alert_once(committed_db: Any) -> None:
    many(60)
    on = DUE + timedelta(days=25)
    in_threads([lambda: raise_stage_alerts(on=on)] * 3)
    each_once(60, rule="rotation.due")
