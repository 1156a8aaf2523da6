"""More time for a unit, another decider, the end of a month; and the reminders of each step."""

from datetime import date

import pytest

from cadres.enums import AbsenceKind
from cadres.models import Absence
from evaluations.models import Evaluation, UnitCycle
from evaluations.services import control, proceeding, reminding
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused, StateChanged
from tests.evaluations.services.month import Month, open_month, ready_ward

pytestmark = pytest.mark.django_db
AFTER = date(2026, 3, 2)


@pytest.fixture
def month() -> Month:
    return open_month()


def test_extension_moves_the_last_day_of_one_unit_only(month: Month) -> None:
    until = date(2026, 3, 10)
    with pytest.raises((Forbidden, NotFound)):
        control.extend(unit_cycle=month.unit("ward"), step="SELF", until=until, reason="x", by=month.user("staff"))
    for bad in (date(2026, 2, 1), date(2026, 2, 27)):
        with pytest.raises(InvalidInput):
            control.extend(unit_cycle=month.unit("ward"), step="SELF", until=bad, reason="x", by=month.user("officer"))
    control.extend(unit_cycle=month.unit("ward"), step="SELF", until=until, reason="Bão", by=month.user("officer"))
    waiting = Evaluation.objects.filter(pk__in=proceeding.waiting_past_deadline(on=AFTER))
    assert waiting.exists() and not waiting.filter(unit_cycle=month.unit("ward")).exists()
    later = proceeding.waiting_past_deadline(on=date(2026, 3, 11))
    assert Evaluation.objects.filter(pk__in=later, unit_cycle=month.unit("ward")).count() == 5


def test_on_leave_that_day_is_no_missing_self_assessment(month: Month) -> None:
    with recorded(by=None):
        Absence.objects.create(
            person=month.cast.people["staff"],
            kind=AbsenceKind.LEAVE,
            starts_on=date(2026, 2, 26),
            ends_on=date(2026, 2, 28),
            confirmed=True,
        )
    proceeding.proceed(ids=proceeding.waiting_past_deadline(on=AFTER))
    assert month.sheet("staff").state == "SELF_SUBMITTED" and not month.sheet("staff").self_missing
    assert month.sheet("staff2").self_missing


def test_worked_half_or_less_is_at_most_c_and_nothing_worked_is_not_graded(month: Month) -> None:
    with recorded(by=None):
        for key, last in (("staff", date(2026, 2, 20)), ("staff2", date(2026, 2, 28))):
            Absence.objects.create(
                person=month.cast.people[key],
                kind=AbsenceKind.SICK,
                starts_on=date(2026, 2, 1),
                ends_on=last,
                confirmed=True,
            )
    proceeding.proceed(ids=proceeding.waiting_past_deadline(on=AFTER))
    sheet = month.score(month.sheet("staff"), "division_head")
    assert (sheet.proposed_grade, (sheet.proposal or {})["ceilings"]) == ("C", ["WORKED_HALF_OR_LESS"])
    gone = month.score(month.sheet("staff2"), "division_head")
    assert (gone.state, gone.proposed_grade) == ("SUPERIOR_DONE", "N")


def test_decider_is_named_where_the_chain_found_nobody(month: Month) -> None:
    city = month.unit("city")
    with pytest.raises((Forbidden, NotFound)):
        control.assign_decider(
            unit_cycle=city, person=month.cast.people["head"], reason="x", by=month.user("personnel")
        )
    control.assign_decider(
        unit_cycle=city, person=month.cast.people["other_head"], reason="Phân công", by=month.user("officer")
    )
    assert month.sheet("chair").decider == month.cast.people["other_head"] == month.sheet("chair").superior


def test_another_superior_takes_over_what_is_not_proposed(month: Month) -> None:
    people, ward = month.cast.people, month.unit("ward")
    moved = control.assign_superior(
        unit_cycle=ward,
        before=people["division_head"],
        person=people["deputy"],
        reason="Nghỉ thai sản",
        by=month.user("officer"),
    )
    assert moved == 2 and month.sheet("staff").superior == people["deputy"]
    sheet = month.self_assess("staff")
    assert month.score(sheet, "deputy").state == "SUPERIOR_DONE"


def test_closing_expires_what_was_not_decided(month: Month) -> None:
    officer = month.user("officer")
    with pytest.raises(Forbidden):
        control.close_cycle(cycle=month.cycle, by=month.user("head"))
    control.close_cycle(cycle=month.cycle, by=officer)
    assert set(Evaluation.objects.values_list("state", flat=True)) == {"EXPIRED"}
    assert set(UnitCycle.objects.values_list("state", flat=True)) == {"EXPIRED"}
    month.cycle.refresh_from_db()
    with pytest.raises(StateChanged):
        control.close_cycle(cycle=month.cycle, by=officer)


def test_decided_but_not_published_stops_the_closing(month: Month) -> None:
    from evaluations.services import deciding
    from evaluations.services.deciding import Choice

    ward = ready_ward(month)
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=ward)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head"))
    with pytest.raises(Refused) as refused:
        control.close_cycle(cycle=month.cycle, by=month.user("officer"))
    assert refused.value.code == "decided_not_published"


def asked(on: date) -> dict[str, int]:
    for call in reminding.calls_due(on=on):
        reminding.remind(call=call)
    kinds = Notification.objects.exclude(kind="evaluation.opened").values_list("kind", flat=True)
    return {kind: list(kinds).count(kind) for kind in kinds}


def test_reminders_before_and_after_each_step_once(month: Month) -> None:
    """February 2026: own sheets until Friday 27, superiors until Monday 2 March, the decision until 3 March."""
    assert asked(date(2026, 2, 10)) == {}
    assert asked(date(2026, 2, 26)) == {"evaluation.self_before": 9}
    month.self_assess("staff")
    assert asked(date(2026, 2, 28)) == {
        "evaluation.self_before": 9,
        "evaluation.self_after": 8,
        "evaluation.superior_before": 5,
    }
    last = asked(date(2026, 3, 4))
    assert last["evaluation.superior_after"] == 5 and last["evaluation.decide_after"] == 3
    assert asked(date(2026, 3, 4)) == last
