"""Side ways of rotation and alerts: the own case in alerts and counts, relatives, accounts asked for, days beyond."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from cadres.models import FamilyTie, RotationCase
from cadres.selectors.rotation import rounds_for
from cadres.selectors.rotation_clocks import clocks, clocks_of
from cadres.services import rotation_moves, rotation_plan, rotation_reliefs, rotation_rounds
from cadres.services.rotation_alert_night import raise_for
from foundation.access import visible_to
from foundation.audit.record import recorded
from foundation.notifications import looking, why
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from foundation.workflow.errors import InvalidInput, NotFound
from tests.cadres.rotation.conftest import TODAY, case_of, long_held
from tests.cast import SINCE, Cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def alert_of(case: RotationCase) -> Alert:
    load_policies()
    raise_for([RotationCase.objects.select_related("person", "rule", "unit").get(pk=case.pk)], on=TODAY)
    return Alert.objects.get(thing="rotation", thing_id=case.pk)


def test_nobody_reads_the_alert_of_the_own_case_nor_hears_of_it_as_a_superior(cast: Cast) -> None:
    """Matrix "rotation case / alert: not own": a personnel officer's own term stands in no list the officer reads."""
    for role in (Role.PERSONNEL, Role.ORGANIZATION_COMMITTEE):
        grant_at_setup(
            user=cast.users["staff"], role=role, unit=cast.units["ward"] if role == Role.PERSONNEL else None,
            valid_from=SINCE,
        )  # fmt: skip
    staff = fresh(cast.users["staff"])
    alert = alert_of(case_of(cast))
    assert not why.alerts_for(staff).filter(pk=alert.pk).exists()
    assert why.alerts_for(fresh(cast.users["personnel"])).filter(pk=alert.pk).exists()
    page = signed_in(staff, client=Client())
    assert page.get(f"/inbox/alerts/{alert.pk}/").status_code == 404
    assert alert.code not in page.get("/inbox/alerts/").content.decode()
    for _night in range(6):
        Alert.objects.filter(pk=alert.pk).update(escalate_on=TODAY)
        looking.escalate(ids=[alert.pk], on=TODAY)
    told = set(Notification.objects.filter(alert=alert).values_list("user_id", flat=True))
    assert staff.pk not in told and cast.officer2.pk in told


def test_why_somebody_was_not_told_names_no_account_to_whom_it_is_closed(cast: Cast) -> None:
    """Roles, and whether there is such an account at all, are for those who read accounts."""
    alert = alert_of(case_of(cast))
    head = fresh(cast.head)
    asked = [why.why_not(alert, username=name, reader=head) for name in ("officer2", "khong-co", "auditor")]
    assert asked[0] == asked[1] == asked[2]
    named = " ".join(why.why_not(alert, username="officer2", reader=cast.officer))
    assert "officer2" not in named and len(why.why_not(alert, username="officer2", reader=cast.officer)) > len(asked[0])
    assert "khong-co" in why.why_not(alert, username="khong-co", reader=cast.officer)[0]


def test_why_there_is_no_alert_does_not_tell_nothing_from_closed(cast: Cast) -> None:
    """R8: of a clock that another unit deals with the answer is that of no clock at all."""
    personnel, head = fresh(cast.users["personnel"]), cast.people["head"]
    asked = [why.why_none(personnel, thing="rotation", code=head.code, on=TODAY)]
    long_held(cast, "head", field="finance")
    asked.append(why.why_none(personnel, thing="rotation", code=head.code, on=TODAY))
    assert asked[0] == asked[1] and len(asked[0]) == 1
    chair = why.why_none(fresh(cast.users["chair"]), thing="rotation", code=head.code, on=TODAY)
    assert clocks_of(head.pk, on=TODAY) and chair != asked[0], "there is one to hide"


def test_a_relative_neither_plans_nor_grants(cast: Cast) -> None:
    """R3: a declared relative has no part; the word of the person alone keeps nobody out."""
    case = case_of(cast)
    tie = {"person": cast.people["staff"], "relative": cast.people["head"], "kind": "sibling", "relative_name": "x",
           "relative_key": "x", "relative_code": "x", "declared_on": TODAY}  # fmt: skip
    given = {"case": case, "ground": "study", "evidence": "QĐ 5", "from_on": TODAY, "today": TODAY}
    ground = next(iter(rotation_reliefs.grounds_on(TODAY)))
    given |= {"ground": ground, "until": TODAY + timedelta(days=20)}
    proposed = rotation_reliefs.propose_relief(**given, by=cast.users["personnel"])
    with recorded(by=None, source="test"):
        made = FamilyTie.objects.create(**tie, source="self")
    rotation_reliefs.refuse_relief(relief=proposed, reason="Thiếu giấy", today=TODAY, by=fresh(cast.head))
    again = rotation_reliefs.propose_relief(**given, by=cast.users["personnel"])
    with recorded(by=None, source="test"):
        FamilyTie.objects.create(**{**tie, "person": tie["relative"], "relative": tie["person"]}, source="self")
    assert made.pk
    for act in (
        lambda: rotation_reliefs.grant_relief(relief=again, today=TODAY, by=fresh(cast.head)),
        lambda: rotation_plan.propose_item(
            case=case, destination=cast.units["other"], position=case.posting.position, move_on=TODAY,
            legal_basis="NĐ 59", hand_over_to=cast.people["clerk"], reason="x", today=TODAY, by=fresh(cast.head),
        ),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()


def test_a_relative_reads_nothing_of_it_and_the_next_person_hears_instead(cast: Cast) -> None:
    """R3: for a declared relative the case, its alert and its line are not there; the person's word alone is no tie."""
    case, ties = case_of(cast), dict[str, Any](kind="sibling", relative_name="x", relative_key="x", relative_code="x")
    ties |= {"declared_on": TODAY, "person": cast.people["staff"], "relative": cast.people["division_head"]}
    with recorded(by=None, source="test"):
        FamilyTie.objects.create(**ties, source="self")
    alert = alert_of(case)
    kin = fresh(cast.division_head)
    line = Notification.objects.get(alert=alert, user=kin)
    seen = signed_in(kin, client=Client())
    assert seen.get(f"/rotation/cases/{case.code}/").status_code == 200
    with recorded(by=None, source="test"):
        FamilyTie.objects.create(**{**ties, "person": ties["relative"], "relative": ties["person"]}, source="self")
    kin = fresh(kin)
    for address in (
        f"/rotation/cases/{case.code}/", f"/api/v1/rotation/cases/{case.code}/", f"/inbox/{line.pk}/",
        f"/inbox/alerts/{alert.pk}/",
    ):  # fmt: skip
        assert seen.get(address).status_code == 404, address
    for address in ("/rotation/cases/?stage=due", "/inbox/?show=all", "/inbox/alerts/"):
        assert case.code not in seen.get(address).content.decode(), address
    listed = {name: {one.person_id for one in clocks(on=TODAY, reader=cast.users[name])} for name in ("head", "chair")}
    assert all(case.person_id in found for found in listed.values())
    assert case.person_id not in {one.person_id for one in clocks(on=TODAY, reader=kin)}, "nor is the clock"
    looking.look_at(ids=[alert.pk], on=TODAY)
    told = Notification.objects.filter(alert=alert, handled_at=None)
    assert {one.user.username for one in told} == {"chair", "head", "personnel"}, "the head above, not the relative"
    Alert.objects.filter(pk=alert.pk).update(escalate_on=TODAY)
    looking.escalate(ids=[alert.pk], on=TODAY)
    assert not told.all().filter(user=kin).exists()


def test_the_counts_of_a_round_leave_out_what_its_reader_may_not_see(cast: Cast) -> None:
    """R9: an officer whose own move is planned finds as many counted as listed."""
    grant_at_setup(user=cast.users["staff"], role=Role.PERSONNEL, unit=cast.units["ward"], valid_from=SINCE)
    case = case_of(cast)
    row = rotation_rounds.draw_up(
        unit=cast.units["ward"], title="Kế hoạch", purpose="Định kỳ", begins_on=TODAY,
        ends_on=TODAY + timedelta(days=90), by=cast.officer,
    )  # fmt: skip
    rotation_rounds.approve(round=row, document_number="9-KH", on=TODAY, today=TODAY, by=cast.officer2)
    rotation_plan.propose_item(
        case=case, destination=cast.units["other"], position=case.posting.position, move_on=TODAY + timedelta(days=40),
        legal_basis="NĐ 59", hand_over_to=cast.people["clerk"], round=row, today=TODAY, by=cast.officer,
    )  # fmt: skip
    RotationCase.objects.filter(pk=case.pk).update(min_on=TODAY + timedelta(days=30))
    with pytest.raises(InvalidInput) as early:  # the least term holds for another day of the plan as well
        rotation_moves.revise_item(case=case, move_on=TODAY + timedelta(days=9), today=TODAY, by=cast.officer2)
    assert early.value.code == "below_minimum"
    counts = [rounds_for(fresh(cast.users[name])).get().planned for name in ("officer", "personnel", "staff")]  # type: ignore[attr-defined]
    assert counts == [1, 1, 0]
    assert not visible_to(fresh(cast.users["staff"]), RotationCase.objects.all()).exists()


def test_days_beyond_the_registry_are_answered_without_a_crash(cast: Cast) -> None:
    case_of(cast)
    page = signed_in(cast.officer, client=Client(raise_request_exception=False))
    for day in ("9999-12-31", "0001-01-01", "2026-02-30", "²"):
        for address in ("/rotation/", "/rotation/ahead/", f"/rotation/people/{cast.people['staff'].code}/"):
            assert page.get(address, {"on": day, "within": "24"}).status_code in (200, 404), (address, day)
        answer = page.get("/api/v1/rotation/clocks/", {"on": day, "within": "120"})
        assert answer.status_code in (200, 400), day
    assert page.get("/rotation/", {"on": date(2030, 1, 1).isoformat()}).status_code == 200
