"""One month through the services: own sheet, superior, decider, publication."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from evaluations.models import Evaluation
from evaluations.services import deciding, publishing, scoring, self_assessment, unit_month
from evaluations.services.deciding import Choice
from foundation.notifications.models import Notification
from foundation.workflow.errors import (
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    Refused,
    StaleVersion,
    StateChanged,
    VersionMissing,
)
from tests.evaluations.services.month import IN_TIME, Month, lines_of, open_month, ready_ward, skip_self

pytestmark = pytest.mark.django_db


@pytest.fixture
def month() -> Month:
    return open_month()


def decide(month: Month, grades: Mapping[str, Choice] | None = None, *, by: str = "head") -> None:
    ward = month.unit("ward")
    choices = {month.sheet(key).pk: choice for key, choice in (grades or {}).items()}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user(by))


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


# --- the own sheet ---


def test_draft_with_gaps_is_kept_but_not_passed_on(month: Month) -> None:
    sheet, user = month.sheet("staff"), month.user("staff")
    saved = self_assessment.save_draft(
        evaluation=sheet, lines={"CL": {"points": "38,5"}}, note=" Tháng 2 ", version=1, by=user
    )
    assert saved.self_total is None and saved.scores["self"]["CL"]["points"] == "38.5" and saved.self_note == "Tháng 2"
    with pytest.raises(Refused) as refused:
        self_assessment.submit(evaluation=saved, version=saved.row_version, by=user, on=IN_TIME)
    assert code_of(refused) == "self_incomplete" and "CL" not in refused.value.details["missing"]


def test_bonus_without_ground_is_not_passed_on(month: Month) -> None:
    sheet, user = month.sheet("staff"), month.user("staff")
    lines = lines_of(sheet) | {"DT": {"points": "5"}}
    saved = self_assessment.save_draft(evaluation=sheet, lines=lines, note="", version=1, by=user)
    with pytest.raises(Refused) as refused:
        self_assessment.submit(evaluation=saved, version=saved.row_version, by=user, on=IN_TIME)
    assert code_of(refused) == "evidence_missing"


@pytest.mark.parametrize("points", ["41", "-1", "0.3", "NaN", "many"])
def test_points_that_cannot_be_are_refused(month: Month, points: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        self_assessment.save_draft(
            evaluation=month.sheet("staff"),
            lines={"CL": {"points": points}},
            note="",
            version=1,
            by=month.user("staff"),
        )
    assert refused.value.field == "CL"


def test_only_the_person_writes_the_own_sheet(month: Month) -> None:
    for stranger in ("staff2", "division_head", "officer"):
        with pytest.raises(NotFound):
            self_assessment.save_draft(
                evaluation=month.sheet("staff"), lines={}, note="", version=1, by=month.user(stranger)
            )


def test_submitted_late_is_taken_and_marked(month: Month) -> None:
    from datetime import date

    sheet, user = month.sheet("staff"), month.user("staff")
    saved = self_assessment.save_draft(evaluation=sheet, lines=lines_of(sheet), note="", version=1, by=user)
    done = self_assessment.submit(evaluation=saved, version=saved.row_version, by=user, on=date(2026, 3, 2))
    assert done.state == "SELF_SUBMITTED" and done.self_late


def test_withdrawn_until_the_superior_looks(month: Month) -> None:
    sheet = month.self_assess("staff")
    back = self_assessment.withdraw(evaluation=sheet, version=sheet.row_version, by=month.user("staff"))
    assert back.state == "DRAFT"
    sheet = month.self_assess("staff")
    assert scoring.opened(evaluations=[sheet], by=month.user("division_head")) == 1
    with pytest.raises(Refused) as refused:
        self_assessment.withdraw(evaluation=sheet, version=sheet.row_version, by=month.user("staff"))
    assert code_of(refused) == "opened_already"


def test_head_of_the_unit_fills_in_its_sheet(month: Month) -> None:
    sheet = month.unit_sheet("ward")
    with pytest.raises(Forbidden):
        self_assessment.save_draft(evaluation=sheet, lines={}, note="", version=1, by=month.user("deputy"))
    saved = self_assessment.save_draft(
        evaluation=sheet, lines=lines_of(sheet), note="", version=1, by=month.user("head")
    )
    done = self_assessment.submit(evaluation=saved, version=saved.row_version, by=month.user("head"), on=IN_TIME)
    assert done.state == "SELF_SUBMITTED"
    with pytest.raises(Forbidden):
        month.score(done, "head")


# --- the superior ---


def test_row_is_done_when_complete_and_open_again_when_a_cell_is_emptied(month: Month) -> None:
    sheet = month.score(month.self_assess("staff"), "division_head")
    assert (sheet.state, sheet.total, sheet.proposed_grade) == ("SUPERIOR_DONE", Decimal("90.00"), "A")
    assert sheet.proposal is not None and sheet.worked_days == month.cycle.expected_days
    assert sheet.proposal["groups"]["NV"] == "70"
    lines = lines_of(sheet)
    del lines["CL"]
    again = scoring.save_row(evaluation=sheet, lines=lines, version=sheet.row_version, by=month.user("division_head"))
    assert (again.state, again.total, again.proposed_grade) == ("SELF_SUBMITTED", None, "")
    assert again.proposal is not None and again.proposal["missing"] == ["CL"]


def test_far_from_the_self_assessment_needs_a_sentence(month: Month) -> None:
    sheet = month.self_assess("staff")
    lines = lines_of(sheet) | {"CL": {"points": "30"}}
    with pytest.raises(InvalidInput) as refused:
        scoring.save_row(evaluation=sheet, lines=lines, version=sheet.row_version, by=month.user("division_head"))
    assert (code_of(refused), refused.value.field) == ("reason_missing", "CL")
    assert month.score(sheet, "division_head", CL="30").total == Decimal("80.00")


def test_stale_row_shows_both_versions(month: Month) -> None:
    sheet = month.self_assess("staff")
    month.score(sheet, "division_head", CL="39")
    with pytest.raises(StaleVersion) as refused:
        month.score(sheet, "division_head", CL="38")
    details = refused.value.details
    assert details["current"]["scores"]["superior"]["CL"]["points"] == "39"
    assert details["yours"]["scores"]["superior"]["CL"]["points"] == "38"
    assert details["version"] == month.sheet("staff").row_version
    with pytest.raises(VersionMissing):
        scoring.save_row(evaluation=sheet, lines={}, version=None, by=month.user("division_head"))


def test_nobody_scores_the_own_sheet_nor_out_of_reach(month: Month) -> None:
    sheet = month.self_assess("staff")
    for stranger in ("staff", "staff2", "other_head", "admin"):
        with pytest.raises((NotFound, Forbidden)):
            month.score(sheet, stranger)
    with pytest.raises((NotFound, Forbidden)):
        month.score(month.self_assess("head"), "head")


def test_missing_self_assessment_stays_empty_which_is_not_zero(month: Month) -> None:
    sheet = month.score(skip_self(month.sheet("staff")), "division_head")
    assert sheet.self_missing and sheet.self_total is None and "self" not in sheet.scores
    assert sheet.total == Decimal("90.00")


def test_superior_goes_on_only_after_the_last_day(month: Month) -> None:
    from datetime import date

    sheet, by = month.sheet("staff"), month.user("division_head")
    with pytest.raises(Refused) as refused:
        scoring.proceed_without_self(evaluation=sheet, version=1, by=by, on=date(2026, 2, 27))
    assert code_of(refused) == "self_still_open"
    assert scoring.proceed_without_self(evaluation=sheet, version=1, by=by, on=date(2026, 3, 3)).self_missing


def test_sent_back_with_a_reason(month: Month) -> None:
    sheet, by = month.self_assess("staff"), month.user("division_head")
    with pytest.raises(InvalidInput):
        scoring.return_to_self(evaluation=sheet, reason=" ", version=sheet.row_version, by=by)
    back = scoring.return_to_self(evaluation=sheet, reason="Thiếu căn cứ", version=sheet.row_version, by=by)
    assert (back.state, back.return_reason) == ("DRAFT", "Thiếu căn cứ")


# --- the unit ---


def test_superiors_submit_their_own_sheets_the_last_one_completes_the_unit(month: Month) -> None:
    ward = ready_ward(month)
    assert ward.state == "SUBMITTED" and ward.submitted_by == month.user("deputy")
    states = {key: month.sheet(key).state for key in ("staff", "clerk", "deputy")}
    assert states == {"staff": "PROPOSED", "clerk": "PROPOSED", "deputy": "SUPERIOR_DONE"}


def test_not_submitted_is_not_decided(month: Month) -> None:
    with pytest.raises(Refused) as refused:
        decide(month)
    assert code_of(refused) == "not_scored"


def test_tie_at_the_last_place_is_left_to_a_person_and_the_quota_holds(month: Month) -> None:
    """Five people at 90 points, 30% of 5 is 1.5: one A."""
    ready_ward(month)
    with pytest.raises(Refused) as refused:
        decide(month)
    assert code_of(refused) == "tie_open" and len(refused.value.details["sheets"]) == 5
    others = {key: Choice("B") for key in ("deputy", "division_head", "clerk")}
    with pytest.raises(Refused) as refused:
        decide(month, {"staff": Choice("A"), "staff2": Choice("A"), **others})
    assert code_of(refused) == "quota_exceeded" and refused.value.details["limit"] == 1
    decide(month, {"staff": Choice("A"), "staff2": Choice("B"), **others})
    ward = month.unit("ward")
    assert ward.state == "DECIDED" and ward.quota and ward.quota[0]["limit"] == 1
    assert month.sheet("staff").grade == "A" and month.sheet("staff2").grade == "B"


def test_outstanding_document_widens_the_quota(month: Month) -> None:
    """40% of 5 is 2."""
    ward = ready_ward(month)
    deciding.set_outstanding_document(
        unit_cycle=ward, document="QĐ 12", version=ward.row_version, by=month.user("head")
    )
    others = {key: Choice("B") for key in ("deputy", "division_head", "clerk")}
    decide(month, {"staff": Choice("A"), "staff2": Choice("A"), **others})
    assert (month.unit("ward").quota or [{}])[0]["document"] == "QĐ 12"


def test_departing_needs_a_sentence(month: Month) -> None:
    ready_ward(month)
    others = {key: Choice("B") for key in ("deputy", "division_head", "clerk", "staff2")}
    with pytest.raises(InvalidInput) as refused:
        decide(month, {"staff": Choice("C"), **others})
    assert code_of(refused) == "departure_reason_missing" and refused.value.field == str(month.sheet("staff").pk)
    decide(month, {"staff": Choice("C", "Vi phạm quy chế tiếp dân"), **others})
    assert month.sheet("staff").departure_reason == "Vi phạm quy chế tiếp dân"


def test_only_the_decider_decides(month: Month) -> None:
    ready_ward(month)
    for stranger in ("deputy", "division_head", "other_head", "officer", "personnel"):
        with pytest.raises((Forbidden, NotFound)):
            decide(month, by=stranger)


def test_two_deciders_one_wins(month: Month) -> None:
    ward = ready_ward(month)
    choices = {key: Choice("B") for key in ("deputy", "division_head", "clerk", "staff2", "staff")}
    decide(month, {key: Choice("B", "Chưa có việc nổi bật") for key in choices})
    with pytest.raises(StaleVersion):
        deciding.decide(unit_cycle=ward, choices={}, version=ward.row_version, by=month.user("head"))


def test_returned_month_lifts_the_decision_and_keeps_the_scores(month: Month) -> None:
    ready_ward(month)
    decide(month, dict.fromkeys(("deputy", "division_head", "clerk", "staff2", "staff"), Choice("B", "Như nhau")))
    unit_month.return_for_correction(unit_cycle=month.unit("ward"), reason="Sai tiến độ", by=month.user("head"))
    sheet = month.sheet("staff")
    assert (month.unit("ward").state, sheet.state, sheet.grade) == ("OPEN", "SELF_SUBMITTED", "")
    assert sheet.scores["superior"] and sheet.return_reason == "Sai tiến độ"


# --- unit and head, publication ---


def committee_ready(month: Month, *, ward_points: str) -> None:
    for sheet in Evaluation.objects.filter(unit_cycle=month.unit("committee")):
        points = {"CT": ward_points} if sheet == month.unit_sheet("ward") else {}
        month.score(skip_self(sheet), "chair", **points)


def test_head_does_not_stand_above_the_unit(month: Month) -> None:
    committee_ready(month, ward_points="15")
    committee = month.unit("committee")
    head, chair = month.sheet("head"), month.user("chair")
    with pytest.raises(Refused) as refused:
        deciding.decide(
            unit_cycle=committee,
            choices={head.pk: Choice("A", "Xứng đáng")},
            version=committee.row_version,
            by=chair,
        )
    assert code_of(refused) == "head_above_unit"
    deciding.decide(unit_cycle=committee, choices={}, version=committee.row_version, by=chair)
    assert month.unit_sheet("ward").grade == month.sheet("head").grade == "C"
    assert [reason["code"] for reason in (month.sheet("head").proposal or {})["reasons"]] == ["BAND", "HEAD_TIE"]
    assert month.sheet("other_head").grade == "A"


def test_published_is_told_to_each_person_and_never_moves_again(month: Month) -> None:
    ready_ward(month)
    decide(month, dict.fromkeys(("deputy", "division_head", "clerk", "staff2", "staff"), Choice("B", "Như nhau")))
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=month.user("head"))
    sheet = month.sheet("staff")
    assert sheet.state == "PUBLISHED" and sheet.published_at
    told = Notification.objects.filter(kind="evaluation.published").values_list("user_id", flat=True)
    assert sorted(told) == sorted(month.user(key).pk for key in ("deputy", "division_head", "clerk", "staff2", "staff"))
    with pytest.raises((Forbidden, StateChanged)):
        month.score(sheet, "division_head", CL="1")
    with pytest.raises((StateChanged, Forbidden)):
        unit_month.return_for_correction(evaluation=sheet, reason="Sửa", by=month.user("head"))
