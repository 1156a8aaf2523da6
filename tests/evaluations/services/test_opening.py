"""Opening a month: who gets a sheet, what is frozen, and that running it again changes nothing."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.enums import PostingKind
from cadres.models import Posting
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.services.opening import months_to_open, open_cycle
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import InvalidInput, NotFound
from tests.cast import Cast, add_person, build_cast, position
from tests.evaluations.services.month import FEBRUARY, OPENED_ON, open_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def evaluators(cast: Cast, key: str) -> tuple[str | None, str | None, str]:
    sheet = Evaluation.objects.select_related("unit_cycle__unit").get(person=cast.people[key])
    names = {person.pk: name for name, person in cast.people.items()}
    return (
        names.get(sheet.superior_id or 0),
        names.get(sheet.decider_id or 0),
        sheet.unit_cycle.unit.code,
    )


def test_everybody_with_a_post_gets_one_sheet_and_each_unit_its_own(cast: Cast) -> None:
    result = open_cycle(period=FEBRUARY, on=OPENED_ON, by=None)
    assert (result.created, result.existing, result.excluded) == (9, 0, {})
    assert result.population == 9 and result.unit_sheets_created == 3
    cycle = Cycle.objects.get()
    assert cycle.state == "OPEN" and cycle.opened_at and not cycle.opened_early and not cycle.opened_late
    assert cycle.expected_days and set(cycle.steps) == {"SELF", "SUPERIOR", "DECIDE", "REPORT", "CITY_DECIDE"}


def test_again_changes_nothing(cast: Cast) -> None:
    open_cycle(period=FEBRUARY, on=OPENED_ON, by=None)
    before = list(Evaluation.objects.order_by("id").values())
    again = open_cycle(period=FEBRUARY, on=date(2026, 2, 20), by=None)
    assert (again.created, again.existing, again.population) == (0, 9, 9)
    assert list(Evaluation.objects.order_by("id").values()) == before
    assert UnitCycle.objects.count() == 4  # the city holds the sheets of the committee and its head


def test_chain_of_every_kind_of_post(cast: Cast) -> None:
    open_month(cast)
    assert evaluators(cast, "staff") == ("division_head", "head", "P-01")
    assert evaluators(cast, "division_head") == ("deputy", "head", "P-01")
    assert evaluators(cast, "clerk") == ("deputy", "head", "P-01")
    assert evaluators(cast, "deputy") == ("head", "head", "P-01")
    assert evaluators(cast, "head") == ("chair", "chair", "UBND")
    assert evaluators(cast, "other_staff") == ("other_head", "other_head", "P-02")
    assert evaluators(cast, "chair") == (None, None, "HN")


def test_head_and_the_unit_itself_belong_to_the_month_above(cast: Cast) -> None:
    month = open_month(cast)
    sheet = month.unit_sheet("ward")
    assert sheet.subject_group == "UNIT" and sheet.decider == cast.people["chair"]
    assert sheet.unit_cycle == month.unit("committee") == month.sheet("head").unit_cycle
    assert month.unit("ward").decider == cast.people["head"]


def test_two_deputies_leave_the_head_as_superior(cast: Cast) -> None:
    add_person(cast, "deputy2", "Hồ Văn Sáu", cast.units["ward"], "deputy")
    open_month(cast)
    assert evaluators(cast, "clerk") == ("head", "head", "P-01")


def test_acting_head_of_a_division_scores_and_nobody_scores_oneself(cast: Cast) -> None:
    with recorded(by=None):
        Posting.objects.create(
            person=cast.people["clerk"],
            unit=cast.units["office"],
            position=position("division_head"),
            kind=PostingKind.ACTING,
            valid_from=date(2026, 1, 15),
        )
    add_person(cast, "typist", "Mai Thị Bảy", cast.units["office"], "staff")
    open_month(cast)
    assert evaluators(cast, "typist") == ("clerk", "head", "P-01")
    assert evaluators(cast, "clerk") == ("deputy", "head", "P-01")


def test_vacant_head_means_the_next_head_above(cast: Cast) -> None:
    with recorded(by=None):
        Posting.objects.filter(person=cast.people["other_head"]).update(valid_to=date(2026, 2, 10))
    result = open_cycle(period=FEBRUARY, on=OPENED_ON, by=None)
    assert evaluators(cast, "other_staff") == ("chair", "chair", "P-02")
    assert result.excluded == {"no_post": 1} and result.population == 9


def test_seconded_person_is_graded_where_the_work_is(cast: Cast) -> None:
    with recorded(by=None):
        Posting.objects.create(
            person=cast.people["staff2"],
            unit=cast.units["other"],
            position=position("staff"),
            kind=PostingKind.SECONDED,
            valid_from=date(2026, 2, 1),
        )
    open_month(cast)
    assert evaluators(cast, "staff2")[2] == "P-02"


def test_what_was_frozen_does_not_follow_a_transfer(cast: Cast) -> None:
    month = open_month(cast)
    with recorded(by=None):
        Posting.objects.filter(person=cast.people["staff"]).update(unit=cast.units["other"])
    open_cycle(period=FEBRUARY, on=date(2026, 2, 20), by=None)
    sheet = month.sheet("staff")
    assert sheet.unit == cast.units["ward"] and sheet.division == cast.units["division"]
    assert sheet.post_title == "Chuyên viên" and sheet.position_kind == "staff" and sheet.subject_group == "STAFF"


def test_contract_worker_has_a_sheet_of_its_own_kind(cast: Cast) -> None:
    add_person(cast, "driver", "Tạ Văn Lái", cast.units["office"], "staff", employment_kind="contract")
    assert open_month(cast).sheet("driver").subject_group == "CONTRACT"


def test_early_and_late_are_marked(cast: Cast) -> None:
    assert open_cycle(period=date(2026, 4, 1), on=OPENED_ON, by=None).cycle.opened_early
    assert open_cycle(period=date(2026, 1, 1), on=OPENED_ON, by=None).cycle.opened_late


def test_one_unit_first_then_the_rest(cast: Cast) -> None:
    part = open_cycle(period=FEBRUARY, on=OPENED_ON, by=None, unit_code="P-02")
    assert (part.created, part.population) == (2, 2)
    assert Cycle.objects.get().opened_at is None and months_to_open(on=OPENED_ON) == [FEBRUARY]
    whole = open_cycle(period=FEBRUARY, on=OPENED_ON, by=None)
    assert (whole.created, whole.existing) == (7, 2)
    assert months_to_open(on=OPENED_ON) == []


def test_refusals(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        open_cycle(period=date(2026, 2, 2), on=OPENED_ON, by=None)
    with pytest.raises(NotFound):
        open_cycle(period=FEBRUARY, on=OPENED_ON, by=None, unit_code="nowhere")


def test_missed_months_are_found_oldest_first(cast: Cast) -> None:
    assert months_to_open(on=date(2026, 5, 3)) == [date(2026, 5, 1)]
    open_cycle(period=FEBRUARY, on=OPENED_ON, by=None)
    open_cycle(period=date(2026, 4, 1), on=OPENED_ON, by=None)
    assert months_to_open(on=date(2026, 5, 3)) == [date(2026, 3, 1), date(2026, 5, 1)]


def test_evaluators_are_told_once(cast: Cast) -> None:
    open_month(cast)
    open_month(cast)
    told = Notification.objects.filter(kind="evaluation.opened").values_list("user_id", flat=True)
    wanted = {cast.users[key].pk for key in ("chair", "head", "deputy", "division_head", "other_head")}
    assert sorted(told) == sorted(wanted)


def test_number_of_queries_does_not_grow_with_people(cast: Cast) -> None:
    open_cycle(period=date(2026, 1, 1), on=OPENED_ON, by=None)
    few = _count()
    for number in range(20):
        add_person(cast, f"more{number}", f"Đinh Văn {number}", cast.units["division"], "staff", account=False)
    Evaluation.objects.filter(cycle__period=date(2026, 3, 1)).count()
    assert _count(date(2026, 4, 1)) <= few


def _count(period: date = date(2026, 3, 1)) -> int:
    with CaptureQueriesContext(connection) as captured:
        open_cycle(period=period, on=OPENED_ON, by=None)
    return len(captured)


def test_no_transaction_holds_more_than_500_sheets(cast: Cast, monkeypatch: Any) -> None:
    from evaluations.services import opening

    monkeypatch.setattr(opening, "CHUNK", 4)
    seen: list[int] = []
    open_cycle(period=FEBRUARY, on=OPENED_ON, by=None, report=lambda done, total: seen.append(done))
    assert seen == [4, 8, 9]
