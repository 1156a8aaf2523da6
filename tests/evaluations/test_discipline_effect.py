"""A decision lowers the month it counts for once; one that comes late or falls proposes the next version."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from accounts.models import User
from discipline.aftermath import measure_changed
from discipline.models import Case, CaseBar, Replacement, RestorationTask, ViolationUse
from discipline.selectors.effects import unused_case_ids
from discipline.selectors.restoration import owed_task_ids
from discipline.services.restoration import owe_evaluations
from discipline.services.rule_loading import load_rules
from evaluations.models import Evaluation, Revision
from evaluations.rules.proposal import propose as propose_grade
from evaluations.rules.wording import say
from evaluations.selectors.closed import veil_for
from evaluations.selectors.decision import preview
from evaluations.selectors.facts import facts_for
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages.decide import Line, ranking
from evaluations.selectors.pages.grid import reasons_of
from evaluations.services import deciding, publishing, revisions, unit_month
from evaluations.services.deciding import Choice
from evaluations.services.discipline_effect import end_fallen, follow_measures, follow_rescissions
from evaluations.services.low_grades import watch_low_grades
from evaluations.services.opening import open_cycle
from foundation.notifications.models import Notification
from foundation.outbox.models import Job
from foundation.workflow.errors import Refused
from organization.selectors.calendar import working_calendar
from tests.discipline.decided import decided_case, move_to
from tests.evaluations.services.month import FEBRUARY, Month, open_month, ready_ward
from tests.evaluations.services.revised import execute, propose, publish_ward, versions
from tests.foundation.outbox.twice import run_in_parallel, run_twice


@pytest.fixture
def month() -> Month:
    load_rules()
    return open_month()


def decide(month: Month, **chosen: str) -> None:
    """The ward at B, but for those named."""
    ward = month.unit("ward")
    keys = {month.sheet(key).pk: grade for key, grade in chosen.items()}
    view = preview(ward)
    choices = {row.sheet.pk: Choice(keys.get(row.sheet.pk, "B"), "Tập thể chọn") for row in view.rows}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head"))


def publish(month: Month) -> None:
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=month.user("head"))


@pytest.mark.django_db
def test_a_decision_in_force_forces_the_month_and_is_spent_with_the_publication(month: Month) -> None:
    case = decided_case(month.cast.people["staff"])
    for state in ("signal", "council", "dismissed"):
        decided_case(month.cast.people["staff2"], state=state)
    ward = ready_ward(month)
    rows = {row.sheet.person_id: row.proposal for row in preview(ward).rows}
    forced, free = (rows[month.cast.people[key].pk] for key in ("staff", "staff2"))
    assert (forced.grade, forced.forced, forced.used_violations) == ("D", ("DISCIPLINED",), (str(case.pk),))
    (reason,) = (one for one in forced.reasons if one.code == "FORCE_GRADE")
    assert "12/QĐ-KL" in say(reason.code, reason.params) and reason.basis is not None
    assert not free.forced and {one.code for one in free.reasons} <= {"BAND", "QUOTA_TIE", "QUOTA_USED"}
    assert not free.used_violations and all(one.params.get("rule") != "DISCIPLINED" for one in free.needs_confirm)
    decide(month, staff="D")
    assert not ViolationUse.objects.exists(), "a decided month may come back"
    publish(month)
    use = ViolationUse.objects.get()
    assert (use.case, use.period, use.sheet) == (case, FEBRUARY, month.sheet("staff").pk)
    sheet = month.sheet("staff")
    facts = facts_for([sheet], period=date(2026, 3, 1), calendar=working_calendar())[sheet.pk].facts
    march = propose_grade(spec_of(month.cycle.framework), sheet.subject_group, sheet.total, facts)
    assert march.grade == "A" and not march.forced
    (counted,) = (one for one in march.reasons if one.code == "COUNTED_BEFORE")
    assert "12/QĐ-KL" in say(counted.code, counted.params) and "02/2026" in say(counted.code, counted.params)
    again = facts_for([sheet], period=FEBRUARY, calendar=working_calendar())[sheet.pk].facts
    assert propose_grade(spec_of(month.cycle.framework), sheet.subject_group, sheet.total, again).grade == "D"


@pytest.mark.django_db
def test_a_decider_kept_out_of_the_case_reads_that_a_measure_holds_and_not_which(month: Month) -> None:
    case = decided_case(month.cast.people["staff"])
    head, officer = month.user("head"), month.cast.officer
    assert head.person_id is not None
    CaseBar.objects.create(case=case, person_id=head.person_id, ground="relative", since=case.effective_on)
    ward = ready_ward(month)
    key = month.cast.people["staff"].pk

    def line(user: User) -> Line:
        return next(one for one in ranking(ward, user=user).lines if one.sheet.person_id == key)

    with override("en"):
        assert any("12/QĐ-KL" in why for why in line(officer).why)
        closed = line(head)
        assert closed.proposed == "D" and "Grade D: a measure that is closed to you" in closed.why
        assert not any("12/QĐ-KL" in said for said in (*closed.why, *closed.confirm))
        decide(month, staff="D")
        sheet = month.sheet("staff")
        assert any("12/QĐ-KL" in why for why in reasons_of(officer, sheet))
        assert not any("12/QĐ-KL" in why for why in reasons_of(head, sheet))
        veil = veil_for(head, {key: sheet.proposal})
        shown = veil.proposal(key, sheet.proposal)
        assert str(case.pk) not in shown["used_violations"] and "DISCIPLINED" not in shown["forced"]
        assert "12/QĐ-KL" not in json.dumps(shown, ensure_ascii=False)
        assert "12/QĐ-KL" not in veil.text(key, "Quyết định 12/QĐ-KL được tính cho 02/2026")


@pytest.mark.django_db
def test_a_decision_that_fell_before_publication_stops_it(month: Month) -> None:
    case = decided_case(month.cast.people["staff"])
    ready_ward(month)
    decide(month, staff="D")
    move_to(case, "complaint_1", "rescinded")
    with pytest.raises(Refused) as refused:
        publish(month)
    assert refused.value.code == "measure_fallen"
    assert month.sheet("staff").state == "DECIDED" and not ViolationUse.objects.exists()
    unit_month.return_for_correction(reason="Quyết định bị hủy", by=month.user("head"), unit_cycle=month.unit("ward"))
    assert month.sheet("staff").grade == ""


@pytest.mark.django_db
def test_late_decision_lowers_by_a_second_person_and_its_rescission_restores(month: Month) -> None:
    ready_ward(month)
    decide(month, staff="C")  # other than what the machine proposes
    publish(month)
    sheet = month.sheet("staff")
    case = decided_case(month.cast.people["staff"])
    assert follow_measures(case_ids=unused_case_ids()).proposed == 1
    assert follow_measures(case_ids=unused_case_ids()).proposed == 0, "proposed once"
    lowering = Revision.objects.get()
    assert (lowering.kind, lowering.grade, lowering.document, lowering.proposed_by) == (
        "DISCIPLINE", "D", "12/QĐ-KL", None,
    )  # fmt: skip
    assert len(versions(sheet)) == 1 and not ViolationUse.objects.exists()
    lowered = execute(month, lowering)
    assert (lowered.version, lowered.grade, ViolationUse.objects.get().sheet) == (2, "D", lowered.pk)
    assert unused_case_ids() == []
    move_to(case, "complaint_1", "rescinded")
    owe_evaluations(case=Case.objects.get(pk=case.pk), on=date(2026, 4, 1), by=None)
    assert follow_rescissions(task_ids=owed_task_ids()).proposed == 1
    assert follow_rescissions(task_ids=owed_task_ids()).proposed == 0
    restoring = Revision.objects.get(kind="RESCISSION")
    assert RestorationTask.objects.get().state == "open", "owed until somebody put the correction into force"
    restored = execute(month, restoring, by="officer")
    assert (restored.version, restored.grade, restored.total) == (3, "C", sheet.total)
    assert (RestorationTask.objects.get().state, owed_task_ids()) == ("done", [])
    assert [row.grade for row in versions(sheet)] == ["C", "D", "C"]


@pytest.mark.django_db
def test_a_proposal_ends_when_its_decision_falls_before_it_came_into_force(month: Month) -> None:
    publish_ward(month)
    case = decided_case(month.cast.people["staff"])
    follow_measures(case_ids=unused_case_ids())
    assert end_fallen().ended == 0, "the decision stands"
    waiting = Notification.objects.filter(dedupe__startswith="revision:", handled_at=None)
    assert waiting.exists()
    move_to(case, "complaint_1", "rescinded")
    assert (end_fallen().ended, end_fallen().ended) == (1, 0)
    row = Revision.objects.get()
    assert row.state == "WITHDRAWN" and "12/QĐ-KL" in row.settle_note and not waiting.exists()
    assert (month.sheet("staff").version, ViolationUse.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_refused_or_waiting_proposals_are_not_repeated_and_the_database_holds_it(month: Month) -> None:
    sheet = publish_ward(month)
    decided_case(month.cast.people["staff"])
    follow_measures(case_ids=unused_case_ids())
    row = Revision.objects.get()
    revisions.refuse(revision=row, reason="Chưa đủ căn cứ", version=row.row_version, by=month.user("officer2"))
    assert follow_measures(case_ids=unused_case_ids()).proposed == 0 and Revision.objects.count() == 1
    with pytest.raises(DatabaseError, match="revision_once_a_source"), transaction.atomic():
        Revision.objects.create(
            code="DC-X", evaluation=sheet, kind="DISCIPLINE", reason="…", grade="D", proposed_grade="D",
            proposed_at=row.proposed_at, source=row.source,
        )  # fmt: skip


def test_an_act_on_a_case_asks_for_one_job_after_commit_and_the_job_runs_twice(committed_db: Any) -> None:
    load_rules()
    month = open_month()
    publish_ward(month)
    case = decided_case(month.cast.people["staff"])
    for _time in range(2):
        with transaction.atomic():
            measure_changed(case.pk)
    assert Job.objects.filter(task="evaluations.follow_discipline").count() == 1
    run_twice("evaluations.follow_discipline", {"on": "2026-03-06", "late": False})
    assert Revision.objects.count() == 1


def test_two_jobs_at_once_propose_once(committed_db: Any) -> None:
    load_rules()
    month = open_month()
    publish_ward(month)
    decided_case(month.cast.people["staff"])
    run_in_parallel("evaluations.follow_discipline", {"on": "2026-03-06", "late": False})
    assert Revision.objects.count() == 1


@pytest.mark.django_db
def test_two_months_at_d_in_a_row_suggest_to_look_and_one_does_not(month: Month) -> None:
    publish_ward(month)
    sheet = month.sheet("staff")
    lowered = execute(month, revisions_to_d(month, sheet))
    assert not Replacement.objects.exists(), "one month"
    march = open_cycle(period=date(2026, 3, 1), on=date(2026, 3, 2), by=None).cycle
    second = Evaluation.objects.get(cycle=march, person=sheet.person)
    second.grade = "D"
    watch_low_grades([second])
    watch_low_grades([second])
    row = Replacement.objects.get()
    assert (row.watch_rule, row.state, row.person) == ("months_at_d", "suggested", lowered.person)
    assert row.rules["watch"]["inputs"]["months"] == ["2026-02", "2026-03"]


def revisions_to_d(month: Month, sheet: Evaluation) -> Revision:
    return propose(month, sheet, grade="D")
