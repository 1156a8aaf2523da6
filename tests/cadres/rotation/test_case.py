"""The case from due to carried out: two signatures outside a plan, notice, opinion, guards; deferral and exemption."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cadres.holds import Hold
from cadres.models import Person, Position, Posting, RotationCase, RotationItem, RotationRelief
from cadres.rules.retirement import add_months, retirement_day
from cadres.services import rotation_moves as moves
from cadres.services.rotation_cases import open_case
from cadres.services.rotation_exceptions import end_exception, enter_exception
from cadres.services.rotation_plan import countersign, propose_item, put_outside
from cadres.services.rotation_reliefs import grant_relief, hold, propose_relief, release, run_out
from cadres.services.rotation_rounds import approve, cancel_round, close, draw_up
from foundation.access import allows
from foundation.audit.record import recorded
from foundation.notifications import looking
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused
from tests.cadres.rotation.conftest import TODAY, case_of, long_held
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MOVE = TODAY + timedelta(days=49)


def plan(cast: Cast, case: RotationCase, by: str = "head", **more: Any) -> RotationItem:
    given = {
        "destination": cast.units["office"], "position": Position.objects.get(name="Chuyên viên"), "move_on": MOVE,
        "legal_basis": "NĐ 59", "hand_over_to": cast.people["staff2"], "reason": "Hết thời hạn",
    }  # fmt: skip
    return propose_item(case=case, today=TODAY, by=cast.users[by], **{**given, **more})


def planned(cast: Cast) -> RotationCase:
    case = case_of(cast)
    countersign(item=plan(cast, case), reason="Đồng ý", today=TODAY, by=cast.officer)
    return fresh(case)


def announced(cast: Cast) -> RotationCase:
    return moves.announce(case=planned(cast), on=TODAY, where="Bảng tin", today=TODAY, by=cast.head)


def fresh(case: RotationCase) -> RotationCase:
    return RotationCase.objects.get(pk=case.pk)


def code_of(act: Any) -> str:
    with pytest.raises((Forbidden, InvalidInput, Refused)) as refused:
        act()
    return str(refused.value.code)


def decided(cast: Cast, case: RotationCase, *, on: date, by: str = "head", **more: Any) -> RotationCase:
    given = {"decision_number": "9/QĐ", "decided_on": on, "effective_on": on, "today": on}
    return moves.decide(case=fresh(case), by=cast.users[by], **{**given, **more})


def test_outside_a_plan_two_people_sign_with_a_reason_whoever_it_concerns(cast: Cast) -> None:
    case = case_of(cast)
    assert case.state == "due" and case.explained["segments"] and case.explained["rule"]["code"] == "ND59"
    assert code_of(lambda: plan(cast, case, reason=" ")) == "field_missing"
    item = plan(cast, case, by="division_head")
    assert fresh(case).state == "due", "one signature moves nothing"
    waits = Notification.objects.filter(alert__rule="rotation.signature", handled_at=None)
    assert [line.user for line in waits] == [cast.head], "who heads the unit proposed it: the next above signs"
    assert (
        code_of(lambda: countersign(item=item, reason="x", today=TODAY, by=cast.division_head)) == "duty_apart_proposer"
    )
    assert code_of(lambda: countersign(item=item, reason="", today=TODAY, by=cast.officer)) == "field_missing"
    with pytest.raises(IntegrityError), transaction.atomic(), recorded(by=None):
        RotationItem.objects.filter(pk=item.pk).update(state="signed", signed_by=item.proposed_by)
    countersign(item=item, reason="Đồng ý", today=TODAY, by=cast.officer)
    assert fresh(case).state == "planned" and not waits.all().exists()


def test_in_an_approved_round_one_signature_is_enough(cast: Cast) -> None:
    case = case_of(cast)
    made = draw_up(
        unit=cast.units["ward"],
        title="2027",
        purpose="x",
        begins_on=TODAY,
        ends_on=TODAY + timedelta(days=400),
        by=cast.head,
    )
    assert code_of(lambda: plan(cast, case, round=made)) == "round_not_approved"
    with pytest.raises(Forbidden):
        approve(round=made, document_number="1/KH", on=TODAY, today=TODAY, by=cast.head)
    approve(round=made, document_number="1/KH", on=TODAY, today=TODAY, by=cast.officer)
    assert code_of(lambda: plan(cast, case, round=made, move_on=TODAY + timedelta(days=401))) == "outside_the_round"
    plan(cast, case, round=made, reason="")
    assert fresh(case).state == "planned"


def test_a_plan_taken_back_leaves_its_moves_to_a_second_signature(cast: Cast) -> None:
    """Whoever gives a plan up does not move anybody by it: what is not decided stands outside a plan again."""
    case = case_of(cast)
    given = {"unit": cast.units["ward"], "purpose": "x", "begins_on": TODAY, "ends_on": TODAY + timedelta(days=400)}
    made = draw_up(title="2027", by=cast.head, **given)
    stale = approve(round=made, document_number="1/KH", on=TODAY, today=TODAY, by=cast.officer)
    old = plan(cast, case, round=stale, reason="")
    moves.announce(case=fresh(case), on=TODAY, where="Bảng tin", today=TODAY, by=cast.head)
    assert code_of(lambda: cancel_round(round=stale, reason=" ", by=cast.officer)) == "reason_missing"
    cancel_round(round=stale, reason="Thành phố sắp xếp lại", by=cast.officer)
    again = RotationItem.objects.get(case=case, state="proposed")
    assert RotationItem.objects.get(pk=old.pk).state == "withdrawn" and fresh(case).state == "due"
    assert (again.round, again.destination) == (None, old.destination)
    assert stale.code in again.reason and "Thành phố sắp xếp lại" in again.reason, "not as if the proposer said it"
    with pytest.raises(Refused):
        moves.announce(case=fresh(case), on=TODAY, where="Bảng tin", today=TODAY, by=cast.head)
    waits = Notification.objects.filter(alert__rule="rotation.signature", handled_at=None)
    assert waits.exists() and cast.head.pk not in waits.values_list("user_id", flat=True)
    assert code_of(lambda: countersign(item=again, reason="x", today=TODAY, by=cast.head)) == "duty_apart_proposer"
    countersign(item=again, reason="Vẫn cần thiết", today=TODAY, by=cast.officer)
    assert fresh(case).state == "planned" and fresh(case).items.get(state="signed").announced_on is None
    other = long_held(cast, "staff2")
    second = open_case(person=other.person, rule_code="ND59", today=TODAY, by=cast.officer)
    assert code_of(lambda: plan(cast, second, round=stale, hand_over_to=cast.people["clerk"])) == "round_not_approved"


def test_a_plan_with_a_decided_move_is_closed_not_taken_back(cast: Cast) -> None:
    case = case_of(cast)
    given = {"unit": cast.units["ward"], "purpose": "x", "begins_on": TODAY, "ends_on": TODAY + timedelta(days=400)}
    made = draw_up(title="2027", by=cast.head, **given)
    made = approve(round=made, document_number="1/KH", on=TODAY, today=TODAY, by=cast.officer)
    plan(cast, case, round=made)
    moves.announce(case=fresh(case), on=TODAY, where="Bảng tin", today=TODAY, by=cast.head)
    assert code_of(lambda: close(round=made, by=cast.head)) == "moves_wait"
    decided(cast, case, on=TODAY + timedelta(days=31))
    assert code_of(lambda: cancel_round(round=made, reason="x", by=cast.head)) == "moves_wait"
    (line,) = made.items.all()
    assert code_of(lambda: put_outside(item=line, reason="x", today=TODAY)) == "moves_wait", "decided meanwhile"
    assert close(round=made, by=cast.head).state == "closed"


def test_what_would_move_nobody_or_too_early_is_refused(cast: Cast) -> None:
    case = case_of(cast)
    same = {"destination": cast.units["division"], "position": case.posting.position}
    assert code_of(lambda: plan(cast, case, **same)) == "no_move"
    assert code_of(lambda: plan(cast, case, move_on=TODAY - timedelta(days=1))) == "move_past"
    assert code_of(lambda: plan(cast, case, hand_over_to=cast.people["staff"])) == "takes_over_oneself"
    since = TODAY - timedelta(days=300)
    long_held(cast, "staff2", since=since)
    early = open_case(person=cast.people["staff2"], rule_code="ND59", today=TODAY, by=cast.officer)
    assert early.state == "tracking" and early.min_on == add_months(since, 24)
    assert code_of(lambda: plan(cast, early, hand_over_to=cast.people["clerk"])) == "below_minimum"


def test_the_notice_runs_out_or_is_urgent_and_an_opinion_is_answered_first(cast: Cast) -> None:
    case = announced(cast)
    last = TODAY + timedelta(days=30)
    assert code_of(lambda: decided(cast, case, on=last - timedelta(days=1))) == "notice_runs"
    moves.give_opinion(case=case, text="Xin lùi một tháng", today=TODAY, by=cast.staff)
    assert code_of(lambda: moves.give_opinion(case=case, text="x", today=TODAY, by=cast.staff)) == "opinion_given"
    assert code_of(lambda: decided(cast, case, on=last)) == "opinion_unanswered"
    owed = Notification.objects.filter(alert__rule="rotation.opinion", handled_at=None)
    assert {line.user for line in owed} == {cast.division_head, cast.personnel}
    moves.answer_opinion(case=case, text="Không lùi được", today=TODAY, by=cast.head)
    assert not owed.all().exists(), "nobody owes an answer any more"
    assert decided(cast, case, on=last - timedelta(days=1), urgent_reason="Khuyết người").state == "decided"


def test_an_opinion_may_send_it_back_to_the_plan(cast: Cast) -> None:
    case = announced(cast)
    moves.give_opinion(case=case, text="Con nhỏ", today=TODAY, by=cast.staff)
    moves.answer_opinion(case=case, text="Lùi", today=TODAY, by=cast.head, revise=True)
    assert fresh(case).state == "planned"
    with pytest.raises(NotFound):
        moves.give_opinion(case=fresh(case), text="x", today=TODAY, by=cast.staff)


def test_the_hand_over_ends_the_post_and_begins_the_next(cast: Cast) -> None:
    case, last = announced(cast), TODAY + timedelta(days=31)
    decided(cast, case, on=last)
    with pytest.raises(Forbidden):
        moves.execute(case=fresh(case), handover_number="1", handed_over_on=last, today=last, by=cast.staff)
    done = moves.execute(case=fresh(case), handover_number="2/BB", handed_over_on=last, today=last, by=cast.head)
    person = Person.objects.get(pk=cast.people["staff"].pk)
    held = Posting.objects.get(person=person, valid_to=None)
    assert done.state == "executed" and done.closed_on == last
    assert (held.unit, held.valid_from, held.decision_number) == (cast.units["office"], last, "9/QĐ")
    assert person.unit == cast.units["office"]
    assert Posting.objects.get(person=person, valid_to=last - timedelta(days=1)).unit == cast.units["division"]


def test_nobody_acts_on_the_own_case_and_managed_posts_are_the_committees(cast: Cast) -> None:
    case = case_of(cast)
    with recorded(by=None, source="test"):
        Position.objects.filter(pk=case.posting.position_id).update(managing_level="city")
    with pytest.raises(Forbidden):
        plan(cast, fresh(case))
    assert plan(cast, fresh(case), by="officer").state == "proposed"
    with pytest.raises(NotFound):
        plan(cast, fresh(case), by="other_head")


def test_a_mother_of_a_child_of_twenty_months_is_deferred_until_it_is_three(cast: Cast) -> None:
    """Regression (d): the child's 36 months defer a rotation; the birthday is used and not kept."""
    case = case_of(cast)
    born = add_months(TODAY, -20)
    last = add_months(born, 36) - timedelta(days=1)
    given = {"ground": "child_mother", "evidence": "Giấy khai sinh, TCCB đã xem", "from_on": TODAY, "until": None}
    assert code_of(lambda: propose_relief(case=case, today=TODAY, by=cast.personnel, **given)) == "until_missing"
    relief = propose_relief(case=case, child_born_on=born, today=TODAY, by=cast.personnel, **given)
    assert relief.until == last
    waits = Notification.objects.filter(alert__rule="rotation.relief", handled_at=None)
    told = [line.user for line in waits]
    assert told and all(allows(user, "rotation_relief.settle", relief) for user in told), "who may settle it"
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=TODAY) == 0
    assert born.isoformat() not in str(RotationRelief.objects.filter(pk=relief.pk).values().get())
    with pytest.raises(Forbidden):
        grant_relief(relief=relief, today=TODAY, by=cast.personnel)
    grant_relief(relief=relief, today=TODAY, by=cast.head)
    assert fresh(case).state == "deferred" and fresh(case).due_on == case.due_on, "the clock keeps running"
    assert not waits.all().exists()
    assert not run_out(relief=relief, on=last)
    assert run_out(relief=relief, on=last + timedelta(days=1))
    assert fresh(case).state == "due"


def test_retirement_within_eighteen_months_exempts_by_the_dated_table(cast: Cast) -> None:
    case = case_of(cast)
    born = add_months(TODAY, -61 * 12 - 6)
    given = {"ground": "retirement", "evidence": "x", "from_on": TODAY, "until": None, "today": TODAY}
    assert code_of(lambda: propose_relief(case=case, by=cast.personnel, **given)) == "retires_later"
    with recorded(by=None, source="test"):
        Person.objects.filter(pk=case.person_id).update(birth_date=born, sex="M")
    relief = propose_relief(case=fresh(case), by=cast.personnel, **given)
    assert relief.explained["retires_on"] == retirement_day(born, "M").isoformat()
    grant_relief(relief=relief, today=TODAY, by=cast.officer)
    assert fresh(case).state == "exempt"


def test_a_matter_of_another_room_defers_tells_nothing_and_its_end_returns(cast: Cast, held: list[Hold]) -> None:
    """Regression (e), from below: see tests/discipline for the whole way."""
    case = announced(cast)
    matter = Hold(case.person_id, "discipline:1", "discipline", TODAY)
    held.append(matter)
    assert code_of(lambda: decided(cast, case, on=TODAY + timedelta(days=31))) == "held"
    assert (hold(hold=matter, on=TODAY), hold(hold=matter, on=TODAY)) == (1, 0)
    row = RotationRelief.objects.get(case=case)
    assert fresh(case).state == "deferred" and (row.ground, row.evidence, row.rule) == ("apart", "", None)
    assert "discipline" not in str(row.apart)
    assert release(origin="discipline:1", on=TODAY) == 1
    assert fresh(case).state == "due"


def test_an_exception_by_document_takes_posts_out_until_its_day(cast: Cast) -> None:
    case = case_of(cast)
    given = {"rule_code": "", "unit": cast.units["ward"], "position": None, "document_date": TODAY, "issuer": "BTV",
             "reason": "x", "valid_from": TODAY, "until": TODAY + timedelta(days=200), "today": TODAY}  # fmt: skip
    with pytest.raises(Forbidden):
        enter_exception(document_number="1838-TB/TU", by=cast.head, **given)
    made = enter_exception(document_number="1838-TB/TU", by=cast.officer, **given)
    assert fresh(case).state == "exception_granted" and fresh(case).exception == made
    end_exception(exception=made, version=made.row_version, reason="Bãi bỏ", today=TODAY, by=cast.officer)
    assert fresh(case).state == "due" and fresh(case).exception is None


def test_one_case_a_person_and_rule_and_never_of_oneself(cast: Cast) -> None:
    case_of(cast)
    again = {"rule_code": "ND59", "today": TODAY}
    assert code_of(lambda: open_case(person=cast.people["staff"], by=cast.officer, **again)) == "open_already"
    assert code_of(lambda: open_case(person=cast.people["staff2"], by=cast.officer, rule_code="QD65", today=TODAY)) == (
        "no_clock"
    )
    with pytest.raises(NotFound):
        open_case(person=cast.people["staff2"], by=cast.other_head, **again)
