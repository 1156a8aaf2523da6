"""An objection: in time, once, answered with a reason, carried up by the person or by the clock."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evaluations.models import Evaluation, Objection
from evaluations.services import deciding, objections, publishing
from evaluations.services.deciding import Choice
from foundation.workflow.errors import DomainError, Forbidden, InvalidInput, NotFound, Refused, StateChanged
from tests.evaluations.services.month import Month, open_month, ready_ward

pytestmark = pytest.mark.django_db
KEYS = ("deputy", "division_head", "clerk", "staff2", "staff")


@pytest.fixture
def month() -> Month:
    month = open_month()
    ready_ward(month)
    head = month.user("head")
    ward = month.unit("ward")
    choices = {month.sheet(key).pk: Choice("B", "Như nhau") for key in KEYS}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=head)
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=head)
    return month


def today(month: Month) -> date:
    published = month.sheet("staff").published_at
    assert published is not None
    return timezone.localdate(published)


def filed(month: Month, key: str = "staff") -> Objection:
    return objections.file(
        evaluation=month.sheet(key), grounds="Đã hoàn thành trước hạn", by=month.user(key), on=today(month)
    )


def test_filed_once_with_grounds_by_the_person(month: Month) -> None:
    objection = filed(month)
    assert objection.state == "FILED" and objection.answer_due_on > today(month)
    assert objection.code == f"KN2602-{month.sheet('staff').pk}"
    with pytest.raises(Refused) as refused:
        filed(month)
    assert refused.value.code == "already_objected"
    with pytest.raises(InvalidInput):
        objections.file(evaluation=month.sheet("clerk"), grounds=" ", by=month.user("clerk"), on=today(month))
    with pytest.raises((Forbidden, NotFound)):
        objections.file(evaluation=month.sheet("clerk"), grounds="x", by=month.user("staff"), on=today(month))


def test_last_day_counts_the_day_after_does_not(month: Month) -> None:
    sheet = Evaluation.objects.select_related("cycle__framework").get(pk=month.sheet("staff").pk)
    last = objections.last_day_to_object(sheet)
    assert last is not None
    with pytest.raises(Refused) as refused:
        objections.file(evaluation=sheet, grounds="Muộn", by=month.user("staff"), on=last + timedelta(days=1))
    assert refused.value.code == "objection_too_late"
    assert objections.file(evaluation=sheet, grounds="Kịp", by=month.user("staff"), on=last).state == "FILED"


def test_answer_then_accepted_by_silence(month: Month) -> None:
    objection = filed(month)
    with pytest.raises(InvalidInput):
        objections.answer(objection=objection, text=" ", outcome="REJECTED", by=month.user("head"), on=today(month))
    with pytest.raises((Forbidden, NotFound)):
        objections.answer(objection=objection, text="x", outcome="REJECTED", by=month.user("staff"), on=today(month))
    answered = objections.answer(
        objection=objection, text="Chỉ tiêu đã hết", outcome="REJECTED", by=month.user("head"), on=today(month)
    )
    assert answered.state == "ANSWERED" and answered.escalation_due_on is not None
    after = answered.escalation_due_on + timedelta(days=1)
    assert objections.overdue(on=answered.escalation_due_on) == []
    assert objections.move_by_clock(ids=objections.overdue(on=after), on=after) == 1
    assert Objection.objects.get().state == "CLOSED"


def test_carried_up_by_the_person_and_closed_above(month: Month) -> None:
    objection = filed(month)
    with pytest.raises(Refused) as refused:
        objections.escalate(objection=objection, by=month.user("staff"), on=today(month))
    assert refused.value.code == "answer_still_open"
    objections.answer(objection=objection, text="Không", outcome="REJECTED", by=month.user("head"), on=today(month))
    objections.escalate(objection=objection, by=month.user("staff"), on=today(month))
    with pytest.raises(DomainError) as error:
        objections.answer_above(objection=objection, text="Không", outcome="REJECTED", by=month.user("head"))
    assert error.value.code.startswith("duty_apart")
    closed = objections.answer_above(objection=objection, text="Có cơ sở", outcome="UPHELD", by=month.user("chair"))
    assert (closed.state, closed.outcome) == ("CLOSED", "UPHELD")


def test_unanswered_goes_up_by_the_clock(month: Month) -> None:
    objection = filed(month)
    after = objection.answer_due_on + timedelta(days=1)
    assert objections.move_by_clock(ids=objections.overdue(on=after), on=after) == 1
    assert Objection.objects.get().state == "ESCALATED"
    with pytest.raises(StateChanged):
        objections.answer(objection=objection, text="Muộn", outcome="REJECTED", by=month.user("head"), on=after)


def test_withdrawn_by_the_person(month: Month) -> None:
    closed = objections.withdraw(objection=filed(month), by=month.user("staff"))
    assert (closed.state, closed.outcome) == ("CLOSED", "WITHDRAWN")
