"""A case from a signal to the end of its effect: every stage, every refusal on the way, what is owed afterwards."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from cadres.models import FamilyTie, PartyMembership
from discipline.enums import CaseState
from discipline.models import CaseBar, Decision, RestorationTask, Rule, Seat
from discipline.rules.papers.letterhead import Letterhead
from discipline.selectors import reporting
from discipline.services import clock_work, complaints, deciding, evidence, naming, opening, procedure, review, sittings
from discipline.services.papers import issue_paper
from foundation.access import allows, visible_to
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import DomainError, Forbidden, InvalidInput, NotFound, Refused, StateChanged
from tests.cast import SINCE, Cast, add_account, build_cast
from tests.discipline.walk import ACT, CHECKS, FOUND, SEATS, TODAY, Walk, desk
from tests.files import files_dir  # noqa: F401


@pytest.fixture
def cast(db: None) -> Cast:
    made = build_cast()
    desk(made)
    return made


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def waiting(walk: Walk) -> set[str]:
    """What its handlers and leaders are still asked for, but for who was named in it."""
    start = f"case:{walk.case.pk}:"
    rows = Notification.objects.filter(dedupe__startswith=start, handled_at=None).exclude(dedupe__contains=":own:")
    told = {row.dedupe.removeprefix(start) for row in rows}
    return {name for name in told if not name.startswith(("named:", "statement:"))}


# -- signals ----------------------------------------------------------------------------------------------------------


def test_signal_is_seen_by_its_handlers_and_its_reporter_only(cast: Cast) -> None:
    walk = Walk.signal(cast)
    case = walk.fresh()
    assert re.fullmatch(r"HS-2026-[1-9]\d{4}", case.code) and case.state == CaseState.SIGNAL
    assert case.subject_kind == "civil" and case.handler_ids == [cast.officer.pk]
    assert cast.people["staff"].pk in case.barred_ids
    readers = {name for name, user in cast.users.items() if allows(user, "case.read", case)}
    assert readers == {"officer", "head"}
    told = set(Notification.objects.filter(kind="case").values_list("user_id", flat=True))
    assert told == {cast.officer.pk}
    texts = " ".join(str(row.params) + row.title + row.body for row in Notification.objects.filter(kind="case"))
    assert "Thúy An" not in texts and "hồ sơ" not in texts


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"acted_on": FOUND + timedelta(days=1)}, "act_future", "acted_on"),
        ({"discovered_on": ACT - timedelta(days=1)}, "discovery_before_act", "discovered_on"),
        ({"discovered_on": FOUND + timedelta(days=1)}, "discovery_future", "discovered_on"),
        ({"allegation": "  "}, "field_missing", "allegation"),
        ({"allegation": "Cán bộ tham nhũng"}, "verdict_words", "allegation"),
        ({"source": "gossip"}, "source_unknown", "source"),
        ({"track": "party"}, "not_a_member", "track"),
        ({"subject": None}, "subject_one", "subject"),
    ],
)
def test_signal_that_cannot_be_taken_names_the_field_and_leaves_nothing(
    cast: Cast, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as error:
        Walk.signal(cast, **changes)
    assert (code_of(error), error.value.field) == (code, field)
    assert not Notification.objects.filter(kind="case").exists() and not CaseBar.objects.exists()


def test_words_that_judge_may_stand_where_they_are_quoted(cast: Cast) -> None:
    assert Walk.signal(cast, allegation="Đơn nêu “tham nhũng”", words_kept=True).case.pk


def test_double_is_told_only_to_who_may_see_the_first(cast: Cast) -> None:
    first = Walk.signal(cast)
    with pytest.raises(Refused) as error:
        Walk.signal(cast)
    assert code_of(error) == "signal_double" and first.case.code in str(error.value)
    assert Walk.signal(cast, by="personnel").case.pk != first.case.pk, "a refusal would tell that a signal exists"


def test_signal_about_somebody_who_left_needs_to_be_meant(cast: Cast) -> None:
    person = cast.people["staff"]
    with recorded(by=None):
        type(person).objects.filter(pk=person.pk).update(left_on=date(2026, 9, 1))
    person.refresh_from_db()
    with pytest.raises(Refused) as error:
        Walk.signal(cast)
    assert code_of(error) == "subject_left"
    assert Walk.signal(cast, after_leaving=True).case.pk
    with pytest.raises(Refused) as error:
        Walk.signal(cast, acted_on=date(2026, 9, 10))
    assert code_of(error) == "left_before_act"


def test_whom_a_team_lead_may_not_read_is_named_by_both_and_no_refusal_tells_a_hidden_field(cast: Cast) -> None:
    lead = add_account("lead", "Trần Trưởng Đoàn")
    grant_at_setup(user=lead, role=Role.TEAM_LEAD, unit=None, valid_from=SINCE)
    cast.users["lead"] = lead
    member, other = cast.people["staff"], cast.people["staff2"]
    with recorded(by=None):
        PartyMembership.objects.create(person=member, admitted_on=date(2010, 1, 1))
        type(other).objects.filter(pk=other.pk).update(left_on=date(2026, 9, 1))
    other.refresh_from_db()
    assert not reporting.people_known(lead).exists() and reporting.people_to_report(lead).count() > 5
    assert reporting.people_known(cast.head).filter(pk=member.pk).exists()
    assert reporting.person_by_both(lead, f"{member.code} · {member.full_name}") == member
    for wrong in (member.code, member.full_name, f"{member.code} · {other.full_name}", f" · {member.full_name}"):
        assert reporting.person_by_both(lead, wrong) is None
    codes = []
    for key in ("staff", "other_staff"):
        with pytest.raises(Refused) as error:
            Walk.signal(cast, key, by="lead", track="party")
        codes.append(code_of(error))
    assert codes == ["track_not_chosen"] * 2, "a member and somebody who is none: the same answer"
    with pytest.raises(Refused) as error:
        Walk.signal(cast, "staff2", by="head", acted_on=date(2026, 9, 10))
    assert code_of(error) == "left_before_act"
    walk = Walk.signal(cast, "staff2", by="lead", acted_on=date(2026, 9, 10))
    with pytest.raises(Refused) as error:
        walk.open()
    assert code_of(error) == "left_before_act", "the officer reads it, and opens nothing"


def test_nobody_answers_two_complaints_nor_extends_the_own_limit(cast: Cast) -> None:
    walk = Walk.signal(cast, "deputy")
    walk.open()
    given: dict[str, Any] = {"on": date(2026, 9, 30), "reason": "Nhiều tình tiết phải xác minh", "today": TODAY}
    with pytest.raises(Refused) as error:
        opening.extend(case=walk.fresh(), by=cast.officer, **given)
    assert code_of(error) == "extended_by_another"
    before = walk.fresh().handling_due_on
    after = opening.extend(case=walk.fresh(), by=cast.officer2, **given).handling_due_on
    assert before is not None and after is not None and after > before
    walk = Walk.signal(cast)
    walk.complained()
    walk.answered("upheld")
    walk.deliver("answer", date(2026, 11, 24))
    complaints.lodge(case=walk.fresh(), lodged_on=TODAY, text="Tôi không đồng ý", today=TODAY, by=walk.own())
    assert walk.case.complaints.filter(level=2).exists()
    with pytest.raises(Forbidden):
        walk.answered("upheld", answered_on=TODAY)
    third = cast.users["officer3"]
    naming.name_member(case=walk.fresh(), user=third, role="handler", since=TODAY, by=cast.officer)
    assert walk.answered("upheld", answered_on=TODAY, by=third).state == "upheld"


def test_signal_out_of_ones_units_is_out_of_reach(cast: Cast) -> None:
    with pytest.raises(NotFound):
        Walk.signal(cast, subject="other_staff", by="head")
    with pytest.raises(Forbidden):
        Walk.signal(cast, by="staff2")


def test_without_a_desk_an_officer_takes_the_signal_and_without_officers_it_is_refused(db: None) -> None:
    cast = build_cast()
    from discipline.services.rule_loading import load_rules

    load_rules()
    assert Walk.signal(cast).fresh().handler_ids == [cast.officer.pk]
    with recorded(by=None):
        User.objects.filter(pk__in=[cast.officer.pk, cast.officer2.pk]).update(is_active=False)
    with pytest.raises(Refused) as error:
        Walk.signal(cast, subject="staff2")
    assert code_of(error) == "no_desk"


# -- who is kept out --------------------------------------------------------------------------------------------------


def tie(cast: Cast, one: str, other: str) -> None:
    relative = cast.people[other]
    with recorded(by=None):
        FamilyTie.objects.create(
            person=cast.people[one], relative=relative, kind="sibling", relative_name=relative.full_name,
            relative_code=relative.code, relative_key=str(relative.pk), declared_on=date(2026, 1, 9), source="self",
        )  # fmt: skip


def test_head_who_is_the_subject_sees_what_the_subject_sees(cast: Cast) -> None:
    walk = Walk.signal(cast, subject="head", by="chair")
    assert not visible_to(cast.head, type(walk.case).objects.all()).exists()
    walk.open()
    assert allows(cast.head, "case.read", walk.fresh()) and allows(cast.head, "case.answer", walk.fresh())
    from foundation.access import readable_fields

    fields = readable_fields(cast.head, walk.fresh())
    assert "allegation" in fields and not fields & {"reported_by", "source", "source_ref", "intake_note", "handler_ids"}


def test_relative_is_kept_out_whatever_the_role(cast: Cast) -> None:
    tie(cast, "staff", "head")
    walk = Walk.signal(cast, by="officer2")
    walk.open()
    assert not allows(cast.head, "case.read", walk.fresh()), "the superior is a relative"
    walk.heard()
    walk.reviewed()
    with pytest.raises(Refused) as error:
        sittings.fill_seat(
            case=walk.fresh(), role="using_unit", person=cast.people["head"], document="1/QĐ",
            appointed_on=date(2026, 11, 2), today=TODAY, by=cast.officer,
        )  # fmt: skip
    assert code_of(error) == "kept_out" and not Seat.objects.exists()


def test_tie_declared_later_ends_what_a_relative_held(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    seat = sittings.fill_seat(
        case=walk.fresh(), role="party", person=cast.people["clerk"], document="1/QĐ", appointed_on=date(2026, 11, 2),
        today=TODAY, by=cast.officer,
    )  # fmt: skip
    tie(cast, "clerk", "staff")
    naming.bar_relatives(walk.fresh(), on=TODAY, by=None)
    seat.refresh_from_db()
    assert seat.ended_on == TODAY


def test_last_handler_stays_and_the_subject_is_never_let_in(cast: Cast) -> None:
    walk = Walk.signal(cast)
    with pytest.raises(Refused) as error:
        naming.end_member(member=walk.fresh().members.get(), on=TODAY, reason="Nghỉ", by=cast.officer)
    assert code_of(error) == "last_handler"
    with pytest.raises(Refused) as error:
        naming.lift_bar(bar=walk.case.bars.get(ground="subject"), on=TODAY, reason="x", by=cast.officer)
    assert code_of(error) == "bar_subject"


# -- the way to a decision --------------------------------------------------------------------------------------------


def test_whole_way_to_a_reprimand_in_force(cast: Cast) -> None:
    walk = Walk.signal(cast)
    case = walk.in_force()
    assert (case.state, case.form) == (CaseState.IN_FORCE, "reprimand")
    assert case.handling_due_on == FOUND + timedelta(days=90)
    assert case.lapses_on == date(2027, 11, 16) and case.bar_until == date(2028, 11, 16)
    decision = case.decisions.get()
    assert decision.drafted_by == cast.officer and decision.signed_by == cast.officer2
    assert decision.rules["form"]["rule"].startswith("form.") and decision.rules["time_bar"]["inputs"]


def test_case_is_opened_only_after_everything_was_looked_at(cast: Cast) -> None:
    walk = Walk.signal(cast)
    review.take_up(case=walk.fresh(), by=cast.officer, today=FOUND)
    with pytest.raises(InvalidInput) as error:
        opening.open_case(
            case=walk.fresh(), opened_on=FOUND, checks={**CHECKS, "exemption": False}, today=TODAY, by=cast.officer
        )
    assert (code_of(error), error.value.field) == ("check_missing", "exemption")


def test_old_act_is_time_barred(cast: Cast) -> None:
    walk = Walk.signal(cast, acted_on=date(2014, 5, 1))
    review.take_up(case=walk.fresh(), by=cast.officer, today=FOUND)
    with pytest.raises(Refused) as error:
        opening.open_case(case=walk.fresh(), opened_on=FOUND, checks=CHECKS, today=TODAY, by=cast.officer)
    assert code_of(error) == "time_barred"
    opening.find_time_barred(case=walk.fresh(), reason="Hết thời hiệu", today=TODAY, by=cast.officer)
    assert walk.fresh().state == CaseState.TIME_BARRED


def test_step_missing_blocks_the_decision(cast: Cast) -> None:
    """The file was never given to read."""
    walk = Walk.signal(cast)
    walk.open()
    walk.deliver("notice", date(2026, 9, 25))
    procedure.ask_self_criticism(case=walk.fresh(), by=cast.officer)
    procedure.hand_in_statement(
        case=walk.fresh(), submitted_on=date(2026, 10, 9), text="Tôi", today=TODAY, by=cast.users["staff"]
    )
    procedure.call_review(case=walk.fresh(), by=cast.officer)
    walk.reviewed()
    walk.council()
    with pytest.raises(Refused) as error:
        walk.draft()
    assert code_of(error) == "step_missing" and error.value.details["steps"] == ["file_access"]
    assert not Decision.objects.exists()


def test_meeting_goes_on_without_the_person_only_after_the_second_summons(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.summon("review", date(2026, 10, 12), date(2026, 10, 19), "absent")
    with pytest.raises(Refused) as error:
        walk.sit("review", date(2026, 10, 19), subject_present=False)
    assert code_of(error) == "second_summons_missing"
    walk.summon("review", date(2026, 10, 20), date(2026, 10, 26), "absent")
    walk.sit("review", date(2026, 10, 26), subject_present=False)
    with pytest.raises(Refused) as error:
        walk.summon("review", date(2026, 10, 27), date(2026, 10, 30))
    assert code_of(error) == "summons_last"


def test_council_with_an_empty_seat_does_not_sit(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    for role in list(SEATS)[:4]:
        sittings.fill_seat(
            case=walk.fresh(), role=role, person=cast.people[SEATS[role]], document="1/QĐ",
            appointed_on=date(2026, 11, 2), today=TODAY, by=cast.officer,
        )  # fmt: skip
    with pytest.raises(Refused) as error:
        walk.sit("council", date(2026, 11, 12), invited=5, attended=4, ballots={"reprimand": 4})
    assert code_of(error) == "council_incomplete"


def test_council_is_summoned_in_time_and_on_a_working_day(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    with pytest.raises(Refused) as error:
        walk.summon("council", date(2026, 11, 11), date(2026, 11, 12))
    assert code_of(error) == "council_notice_short"
    with pytest.raises(InvalidInput) as wrong:
        walk.summon("council", date(2026, 11, 4), date(2026, 11, 14))
    assert wrong.value.code == "day_off"


def test_form_of_the_old_law_is_not_selectable(cast: Cast) -> None:
    walk = Walk.signal(cast, acted_on=date(2025, 6, 10))
    walk.open()
    walk.heard()
    walk.reviewed()
    walk.council()
    with pytest.raises(Refused) as error:
        walk.draft(form="salary_grade", departure_reason="x")
    assert code_of(error) == "form_not_valid"


def test_departing_from_the_council_asks_for_a_reason(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    walk.council()
    with pytest.raises(Refused) as error:
        walk.draft(form="warning")
    assert code_of(error) == "departure_reason_missing"
    assert walk.draft(form="warning", departure_reason="Tái phạm").departure_reason == "Tái phạm"


def test_drafter_does_not_sign_and_the_second_decider_is_told(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    walk.council()
    draft = walk.draft()
    with pytest.raises(Forbidden):
        deciding.decide(decision=draft, version=draft.row_version, today=TODAY, by=cast.officer)
    deciding.decide(decision=draft, version=draft.row_version, today=TODAY, by=cast.officer2)
    with pytest.raises(StateChanged):
        deciding.decide(decision=draft, version=draft.row_version, today=TODAY, by=cast.officer2)
    assert walk.fresh().decisions.count() == 1


def test_only_who_wrote_a_draft_changes_it_so_that_the_writer_cannot_sign_it_after_all(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    walk.council()
    draft = walk.draft()
    with pytest.raises(Refused) as error:
        walk.draft(by=cast.officer2, version=draft.row_version, grounds="Như trên.")
    assert code_of(error) == "drafted_by_another"
    draft.refresh_from_db()
    assert draft.drafted_by == cast.officer
    deciding.discard_draft(decision=draft, reason="Viết lại", by=cast.officer2)
    assert walk.draft(by=cast.officer2).drafted_by == cast.officer2


def test_pause_moves_the_limit_and_goes_on_where_it_stopped(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    before = walk.fresh().handling_due_on
    opening.suspend(
        case=walk.fresh(), ground="illness", proof="Bệnh viện xác nhận", from_on=date(2026, 10, 12),
        review_on=date(2026, 11, 12), reason="Điều trị nội trú", today=TODAY, by=cast.officer,
    )  # fmt: skip
    assert walk.fresh().state == CaseState.SUSPENDED
    opening.resume(case=walk.fresh(), on=date(2026, 10, 22), today=TODAY, by=cast.officer)
    case = walk.fresh()
    assert case.state == CaseState.REVIEW_MEETING
    assert before is not None and case.handling_due_on == before + timedelta(days=10)


def test_soft_measure_is_no_discipline(cast: Cast) -> None:
    walk = Walk.signal(cast)
    review.take_up(case=walk.fresh(), by=cast.officer, today=FOUND)
    kind = Rule.objects.filter(code__startswith="measure.").order_by("id").values_list("code", flat=True)[0]
    review.settle_otherwise(
        case=walk.fresh(), kind=kind.partition(".")[2], notified_on=FOUND, text="Nhắc nhở", document="12/TB",
        reason="Vi phạm lần đầu", today=TODAY, by=cast.officer,
    )  # fmt: skip
    case = walk.fresh()
    assert case.state == CaseState.NON_DISCIPLINARY and case.form == "" and not case.decisions.exists()
    assert allows(cast.users["staff"], "case.read", case)


# -- afterwards -------------------------------------------------------------------------------------------------------


def test_complaint_rescinded_opens_what_is_owed(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.complained()
    assert waiting(walk) == {"complaint:1"}, "what was decided and delivered waits for nobody"
    with pytest.raises(Forbidden):
        walk.answered("rescinded", by=cast.officer2)
    case = walk.answered("rescinded")
    assert case.state == CaseState.RESCINDED and waiting(walk) == {"restore"}
    kinds = set(RestorationTask.objects.filter(case=case).values_list("kind", flat=True))
    assert {"rights", "apology"} <= kinds and "party" not in kinds
    task = RestorationTask.objects.get(case=case, kind="apology")
    complaints.fulfil(task=task, done_on=TODAY, note="Đã xin lỗi tại cuộc họp", today=TODAY, by=cast.officer)
    task.refresh_from_db()
    assert task.state == "done" and allows(cast.users["staff"], "case_restoration.read", task)


def test_complaint_amended_makes_the_next_version_and_keeps_the_first(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.decided(form="warning", departure_reason="Nghiêm trọng")
    walk.deliver("decision", date(2026, 11, 18))
    complaints.lodge(case=walk.fresh(), lodged_on=date(2026, 11, 20), text="Nặng", today=TODAY, by=walk.own())
    case = walk.answered("amended", form="reprimand")
    assert (case.state, case.form) == (CaseState.AMENDED, "reprimand")
    first, second = case.decisions.order_by("version")
    assert second.replaces == first and first.form == "warning" and second.state == "signed"


def test_late_complaint_is_the_handlers_to_accept(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.in_force()
    late = {"case": walk.fresh(), "lodged_on": date(2026, 12, 5), "text": "Tôi", "today": date(2026, 12, 5)}
    with pytest.raises(Refused) as error:
        complaints.lodge(**late, by=walk.own(), late_reason="Ốm")
    assert code_of(error) == "complaint_late"
    made = complaints.lodge(**late, by=cast.officer, late_reason="Ốm, có giấy xác nhận")
    assert made.late_reason and walk.fresh().state == CaseState.COMPLAINT_1


@pytest.mark.usefixtures("files_dir")
def test_decision_lapses_unless_a_new_violation_runs_and_a_court_may_rescind_it(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.in_force()
    assert clock_work.lapse_due(on=date(2027, 11, 15)) == 0
    again = Walk.signal(cast, acted_on=date(2026, 11, 20), discovered_on=date(2026, 11, 23), today=TODAY)
    assert clock_work.lapse_due(on=date(2027, 11, 16)) == 0
    review.dismiss(case=again.fresh(), reason="Không đủ căn cứ", today=TODAY, by=cast.officer)
    assert clock_work.lapse_due(on=date(2027, 11, 16)) == 1
    assert walk.fresh().state == CaseState.LAPSED and clock_work.lapse_due(on=date(2027, 11, 16)) == 0
    judged = {"on": date(2027, 11, 18), "reason": "Sai căn cứ", "today": date(2027, 11, 20), "by": cast.officer}
    with pytest.raises(InvalidInput):
        complaints.rescind_by_court(case=walk.fresh(), document=" ", **judged)
    complaints.rescind_by_court(case=walk.fresh(), document="12/2027/HC-ST", **judged)
    case = walk.fresh()
    assert (case.state, case.court_document, case.court_on) == ("rescinded", "12/2027/HC-ST", judged["on"])
    letterhead = Letterhead(authority="UBND")
    assert issue_paper(case=case, kind="rescission", letterhead=letterhead, today=judged["today"], by=cast.officer).pk


def test_terms_are_told_once(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    day = FOUND + timedelta(days=60)
    for _ in range(2):
        clock_work.tell_terms(on=day)
    rows = Notification.objects.filter(dedupe=f"case:{walk.case.pk}:limit:60")
    assert {row.user_id for row in rows} == {cast.officer.pk, cast.officer2.pk} and len(rows) == 2


def test_decided_case_waits_in_no_leader_s_inbox(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.heard()
    walk.reviewed()
    walk.council()
    waits = Notification.objects.filter(alert__rule="case.decision", user=cast.leader, handled_at=None)
    assert waits.count() == 1
    row = walk.draft()
    deciding.decide(decision=row, version=row.row_version, today=TODAY, by=cast.officer2)
    assert not waits.exists()


def test_witness_of_the_registry_is_kept_out(cast: Cast) -> None:
    walk = Walk.signal(cast)
    evidence.hear_witness(
        case=walk.fresh(), name="", person=cast.people["deputy"], heard_on=FOUND, statement="Tôi thấy", today=TODAY,
        by=cast.officer,
    )  # fmt: skip
    assert cast.people["deputy"].pk in walk.fresh().barred_ids
