"""Every task of the month: what it does, run twice, run in parallel (M-35)."""

from datetime import date, timedelta
from typing import Any

from evaluations.models import Cycle, Evaluation, Objection
from evaluations.services import deciding, objections, publishing
from evaluations.services.deciding import Choice
from foundation.outbox.models import Job
from foundation.outbox.tasks import tick
from foundation.outbox.worker import run_due
from tests.cast import add_person, build_cast
from tests.evaluations.services.month import Month, open_month, ready_ward
from tests.foundation.outbox.twice import run_in_parallel, run_twice

SELF_OVER = {"on": "2026-03-04", "late": False}
OPENING = {"on": "2026-02-02", "late": False}


def test_opening_twice(committed_db: Any) -> None:
    build_cast()
    run_twice("evaluations.open_due_cycles", OPENING)
    assert Evaluation.objects.count() == 12


def test_opening_in_parallel(committed_db: Any) -> None:
    build_cast()
    run_in_parallel("evaluations.open_due_cycles", OPENING)
    assert Evaluation.objects.count() == 12


def test_top_up_twice(committed_db: Any) -> None:
    month = newcomer()
    run_twice("evaluations.top_up", {"cycle": month.cycle.pk})
    assert month.sheet("newcomer").state == "DRAFT"


def test_top_up_in_parallel(committed_db: Any) -> None:
    run_in_parallel("evaluations.top_up", {"cycle": newcomer().cycle.pk})


def test_reminding_twice(committed_db: Any) -> None:
    open_month()
    run_twice("evaluations.remind", SELF_OVER)


def test_reminding_in_parallel(committed_db: Any) -> None:
    open_month()
    run_in_parallel("evaluations.remind", SELF_OVER)


def test_proceeding_twice(committed_db: Any) -> None:
    open_month()
    run_twice("evaluations.proceed", SELF_OVER)
    assert set(Evaluation.objects.values_list("state", flat=True)) == {"SELF_SUBMITTED"}


def test_proceeding_in_parallel(committed_db: Any) -> None:
    open_month()
    run_in_parallel("evaluations.proceed", SELF_OVER)


def test_objections_twice(committed_db: Any) -> None:
    payload = {"on": objected().isoformat(), "late": False}
    run_twice("evaluations.objections", payload)
    assert Objection.objects.get().state == "ESCALATED"


def test_objections_in_parallel(committed_db: Any) -> None:
    run_in_parallel("evaluations.objections", {"on": objected().isoformat(), "late": False})


def test_tick_of_a_day_opens_the_month_and_tops_it_up_when_it_begins(committed_db: Any) -> None:
    cast = build_cast()
    tick("2026-02-01")
    run_due()
    cycle = Cycle.objects.get()
    assert cycle.period == date(2026, 2, 1) and Evaluation.objects.count() == 12
    add_person(cast, "newcomer", "Lương Thị Mới", cast.units["division"], "staff")
    tick("2026-02-25")
    run_due(limit=200)
    assert Evaluation.objects.filter(person=cast.people["newcomer"]).exists()
    assert not Job.objects.exclude(state="done").exists()


def newcomer() -> Month:
    month = open_month()
    add_person(month.cast, "newcomer", "Lương Thị Mới", month.cast.units["division"], "staff")
    return month


def objected() -> date:
    """An objection nobody answered; returns the first day after its last."""
    month = open_month()
    ward = ready_ward(month)
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=ward)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head"))
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=month.user("head"))
    sheet = Evaluation.objects.select_related("cycle__framework").get(pk=month.sheet("staff").pk)
    last = objections.last_day_to_object(sheet)
    assert last is not None
    filed = objections.file(evaluation=sheet, grounds="Chưa đúng", by=month.user("staff"), on=last)
    return filed.answer_due_on + timedelta(days=1)
