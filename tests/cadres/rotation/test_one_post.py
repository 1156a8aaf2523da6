"""One post under several rules: one alert, by the rule whose day comes first, with the others named."""

from datetime import date, timedelta

import pytest
from django.test import Client

from cadres.enums_rotation import RotationState
from cadres.models import RotationCase, RotationRelief
from cadres.selectors.rotation import candidates
from cadres.selectors.rotation_vacant import vacant_posts
from cadres.services.rotation_alert_night import raise_for, raise_stage_alerts
from cadres.services.rotation_cases import open_case
from cadres.services.rotation_night import Night, _tell
from cadres.services.rotation_plan import propose_item
from cadres.services.rotation_rounds import approve, draw_up
from foundation.audit.record import recorded
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from foundation.web.clock import local_date
from organization.models import Unit
from tests.cadres.rotation.conftest import long_held, post
from tests.cadres.rotation.waiting import cases
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
DUE = date(2027, 11, 30)
LATER = DUE + timedelta(days=120)


@pytest.fixture
def cast(db: None) -> Cast:
    load_policies()
    return build_cast()


def two_rules(cast: Cast) -> list[RotationCase]:
    return cases(
        cast.people["division_head"], cast.units["ward"], [LATER, DUE], state=RotationState.DUE, one_post=True
    )  # fmt: skip


def open_now() -> list[tuple[int | None, str]]:
    rows = Alert.objects.filter(thing="rotation", ended_at=None).order_by("pk")
    return [(alert.thing_id, alert.occasion.partition(":")[0]) for alert in rows]


def again(row: RotationCase) -> RotationCase:
    return RotationCase.objects.select_related("person", "rule", "unit").get(pk=row.pk)


def test_due_under_two_rules_told_once_by_the_earlier_with_the_other_named(cast: Cast) -> None:
    later, first = two_rules(cast)
    on = LATER + timedelta(days=1)
    for _night in range(2):
        for one in (later, first):  # each in a batch of its own, the later rule looked at first
            raise_for([one], on=on)
    alert = Alert.objects.get()
    assert (alert.thing_id, alert.due_on, alert.inputs["rule"]) == (first.pk, DUE, first.rule_code)
    assert alert.inputs["other_rules"] == [f"{later.rule_code} ({LATER:%d/%m/%Y})"]
    lines = Notification.objects.filter(user=cast.head)
    assert lines.count() == 1, "told once"
    assert first.rule_code in lines[0].body_text and f"{later.rule_code} ({LATER:%d/%m/%Y})" in lines[0].body_text


def test_one_deferral_of_a_post_under_two_rules_is_told_of_once_when_it_ends(cast: Cast) -> None:
    rows = two_rules(cast)
    on = DUE + timedelta(days=1)
    with recorded(by=None):
        for row in rows:
            RotationCase.objects.filter(pk=row.pk).update(state=RotationState.DEFERRED)
            RotationRelief.objects.create(
                case=row, kind="defer", ground="study", rule=row.rule, from_on=on, until=on + timedelta(days=10)
            )
        RotationRelief.objects.update(state="granted")
    for _night in range(2):
        _tell(on, Night(), lambda done: None)
    told = Alert.objects.filter(thing="rotation", ended_at=None, key__contains=":relief:")
    assert [alert.thing_id for alert in told] == [rows[1].pk], "by the rule whose day comes first"


def test_the_other_rule_speaks_when_the_first_no_longer_waits_and_falls_silent_again(cast: Cast) -> None:
    later, first = two_rules(cast)
    on = LATER + timedelta(days=1)
    raise_stage_alerts(on=on)
    assert open_now() == [(first.pk, "noplan")]
    RotationCase.objects.filter(pk=first.pk).update(state=RotationState.DEFERRED)
    raise_stage_alerts(on=on + timedelta(days=1))
    assert (later.pk, "due") in open_now(), "a deferral by one rule hides nobody from the other"
    RotationCase.objects.filter(pk=first.pk).update(state=RotationState.DUE)
    raise_stage_alerts(on=on + timedelta(days=2))
    assert open_now() == [(first.pk, "noplan")]
    head = Notification.objects.filter(user=cast.head, handled_at=None)
    assert head.count() == 1


def test_a_move_under_way_by_one_rule_answers_for_the_other(cast: Cast) -> None:
    later, first = two_rules(cast)
    on = LATER + timedelta(days=1)
    RotationCase.objects.filter(pk=first.pk).update(state=RotationState.PLANNED)
    assert raise_for([again(later)], on=on) == 0
    RotationCase.objects.filter(pk=first.pk).update(state=RotationState.DUE)
    assert raise_for([again(later), again(first)], on=on) == 1


def test_a_plan_by_one_rule_ends_at_once_what_the_other_says_and_both_leave_the_list(cast: Cast) -> None:
    long_held(cast)
    person, officer, today = cast.people["staff"], cast.officer, local_date()
    first, other = (open_case(person=person, rule_code=code, today=today, by=officer) for code in ("CT24", "ND59"))
    raise_stage_alerts(on=today)
    assert len(open_now()) == 1
    row = draw_up(
        unit=cast.units["ward"], title="x", purpose="x", begins_on=today, ends_on=today + timedelta(days=90), by=officer
    )
    row = approve(round=row, document_number="1", on=today, today=today, by=cast.officer2)
    assert set(candidates(officer, row)) == {first, other}
    silent = other if open_now()[0][0] == first.pk else first
    propose_item(
        case=silent, destination=cast.units["office"], position=silent.posting.position, move_on=today, round=row,
        legal_basis="x", hand_over_to=cast.people["staff2"], today=today, by=officer,
    )  # fmt: skip
    assert open_now() == [] and not candidates(officer, row).exists()


def test_another_unit_handles_it_and_hears_anew_while_a_tree_that_moved_tells_nobody_twice(cast: Cast) -> None:
    case = cases(cast.people["staff"], cast.units["division"], [DUE], state=RotationState.DUE)[0]
    raise_for([case], on=DUE)
    with recorded(by=None, source="test"):
        Unit.objects.filter(pk=case.unit_id).update(path="zzzzzz." + case.unit.path)
    raise_for([again(case)], on=DUE)
    assert Alert.objects.count() == 1
    RotationCase.objects.filter(pk=case.pk).update(unit=cast.units["other"])
    raise_for([again(case)], on=DUE)
    assert Alert.objects.get(ended_at=None).unit_path == cast.units["other"].path
    assert {line.user for line in Notification.objects.filter(handled_at=None)} >= {cast.other_head}
    assert not Notification.objects.filter(handled_at=None, user=cast.division_head).exists()


def test_heads_posts_that_nobody_holds_are_offered_for_a_move(cast: Cast) -> None:
    """A deputy's or an officer's post is never called vacant: how many a unit is to have is written nowhere."""
    person, office, today = cast.people["division_head"], cast.units["office"], local_date()
    kinds = ("division_head", "staff")
    assert vacant_posts(cast.officer, kinds=kinds, on=today) == []
    post(person, office, "division_head", date(2020, 1, 1), date(2024, 5, 31), name="Chánh Văn phòng")
    post(cast.people["clerk"], cast.units["other"], "staff", date(2020, 1, 1), date(2024, 5, 31), name="Văn thư")
    found = vacant_posts(cast.officer, kinds=kinds, on=today)
    assert [(one.unit, one.position.name, one.last_held_on) for one in found] == [
        (office, "Chánh Văn phòng", date(2024, 5, 31))
    ]
    assert vacant_posts(cast.other_head, kinds=kinds, on=today) == [], "within reach only"
    case = cases(person, cast.units["ward"], [DUE], state=RotationState.DUE)[0]
    page = signed_in(cast.officer, client=Client())
    asked = page.get(f"/rotation/cases/{case.code}/plan/", {"destination": office.code, "position": "Chánh Văn phòng"})
    assert "31/05/2024" in asked.content.decode() and f'value="{office.code}"' in asked.content.decode()
    post(person, office, "division_head", date(2025, 1, 1), name="Chánh Văn phòng", posting_kind="acting")
    assert vacant_posts(cast.officer, kinds=kinds, on=today) == [], "who acts in it holds it"
