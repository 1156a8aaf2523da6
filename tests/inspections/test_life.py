"""From the decision on a team to the start: who may do what, what is refused, what the database itself says."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from foundation.access import allows, readable_fields, visible_to
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused
from inspections.models import Conflict, Duty, Inspection, Knower, Team
from inspections.services import calling, drafting, starting, teams
from tests.cast import Cast, build_cast
from tests.inspections.walk import approved, assigned, at_its_time, draft, is_person, started, team_of, with_ties

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def team(cast: Cast) -> Team:
    return team_of(cast)


def test_walk_from_decision_to_start_names_its_knowers_and_numbers_at_the_start(cast: Cast, team: Team) -> None:
    made = draft(cast, team)
    assert (made.state, made.code, len(made.public_id)) == ("draft", None, 32)
    assert set(made.knower_ids) == {cast.officer.pk, cast.users["team_head"].pk}
    called = assigned(cast, team)
    assert called.state == "assigned" and called.code is None and called.started_at is None
    assert (called.leader_ids, set(called.member_ids)) == (
        [cast.users["inspector"].pk],
        {cast.users["inspector"].pk, cast.users["inspector2"].pk},
    )
    begun = started(cast, team)
    year = local_date().year
    assert (begun.state, begun.code) == ("in_progress", f"KT-{year}-00001")
    assert begun.started_at is not None and abs(begun.started_at - timezone.now()) < timedelta(minutes=1)
    assert started(cast, team, unit="other").code == f"KT-{year}-00002"


def test_author_approves_nothing_and_whoever_has_a_tie_decides_nothing(cast: Cast, team: Team) -> None:
    made = draft(cast, team, by=cast.users["team_second"])
    with pytest.raises(Forbidden):
        drafting.approve_inspection(inspection=made, on=local_date(), by=cast.users["team_second"])
    with pytest.raises(NotFound):  # another officer does not even learn that it exists
        drafting.approve_inspection(inspection=made, on=local_date(), by=cast.officer2)
    with pytest.raises(InvalidInput) as refusal:
        draft(cast, team, approver=cast.officer2)
    assert (refusal.value.field, refusal.value.code) == ("approver", "approver_unfit")
    head = is_person(cast, "team_head", "division")
    with pytest.raises(Forbidden) as barred:
        drafting.approve_inspection(inspection=made, on=local_date(), by=head)
    assert barred.value.code == "conflict_own"


def test_member_with_a_tie_is_barred_inside_the_seal_and_never_called(cast: Cast, team: Team) -> None:
    with_ties(cast)
    teams.name_member(team=team, user=cast.users["insider"], role="member", since=local_date(), by=cast.officer)
    made = approved(cast, team)
    assert list(Conflict.objects.values_list("person_id", "ground")) == [(cast.people["insider"].pk, "own_unit")]
    made.refresh_from_db()
    opens = timezone.now() + timedelta(days=1)
    when: dict[str, Any] = {"window_from": opens, "window_to": opens + timedelta(hours=2), "meeting_place": "Cổng 1"}
    with pytest.raises(Refused) as refusal:
        calling.assign_team(
            inspection=made, lead=cast.users["inspector"], members=[cast.users["insider"]], on=local_date(),
            by=cast.officer, **when,
        )  # fmt: skip
    assert refusal.value.code == "conflict" and not Duty.objects.exists()
    calling.assign_team(
        inspection=made, lead=cast.users["inspector"], members=[], on=local_date(), by=cast.officer, **when
    )
    assert not visible_to(cast.users["insider"], Inspection.objects.all()).exists()


def test_draft_turned_to_another_unit_forgets_the_ties_to_the_first_and_finds_those_to_the_second(
    cast: Cast, team: Team
) -> None:
    with_ties(cast)
    insider = cast.users["insider"]
    teams.name_member(team=team, user=insider, role="member", since=local_date(), by=cast.officer)
    made, on = approved(cast, team), local_date()
    for unit, barred in (("other", []), ("ward", [insider.person_id])):
        made = Inspection.objects.get(pk=made.pk)
        drafting.send_back_inspection(inspection=made, reason="Đổi đơn vị", by=cast.users["team_head"])
        made = Inspection.objects.get(pk=made.pk)
        assert insider.person_id in made.barred_ids or unit == "ward"
        turned = drafting.edit_inspection(
            inspection=made, version=made.row_version, changes={"unit": cast.units[unit]}, on=on, by=cast.officer
        )
        assert turned.barred_ids == [] and not Conflict.objects.filter(ended_on=None).exists()
        done = drafting.approve_inspection(inspection=turned, on=on, by=cast.users["team_head"])
        done.refresh_from_db()
        assert done.barred_ids == barred
    assert Conflict.objects.count() == 1, "the same tie stands again: it is no second one"


def test_window_outside_the_decision_is_refused_with_its_field(cast: Cast, team: Team) -> None:
    made = approved(cast, team)
    for opens, code in (
        (timezone.now() + timedelta(days=301), "outside_validity"),
        (timezone.now() - timedelta(minutes=1), "window_past"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            calling.assign_team(
                inspection=made, lead=cast.users["inspector"], members=[], window_from=opens, on=local_date(),
                window_to=opens + timedelta(hours=1), meeting_place="Cổng 1", by=cast.officer,
            )  # fmt: skip
        assert (refusal.value.field, refusal.value.code) == ("window_from", code)


def test_overlap_warns_of_planned_inspections_only_and_takes_a_reason(cast: Cast, team: Team) -> None:
    assert started(cast, team, kind="planned").kind == "planned"
    with pytest.raises(Refused) as refusal:
        draft(cast, team, kind="planned")
    assert refusal.value.code == "overlap"
    assert draft(cast, team, kind="planned", overlap_note="Kiểm tra lại việc khắc phục").state == "draft"
    assert draft(cast, team, kind="surprise").state == "draft"
    assert draft(cast, team, kind="planned", unit="other").state == "draft"


def test_start_needs_the_declaration_the_place_and_for_an_early_one_a_reason(cast: Cast, team: Team) -> None:
    found, lead = assigned(cast, team), cast.users["inspector"]
    with pytest.raises(NotFound):  # the target shows from the moment of reveal only
        starting.start_inspection(inspection=found, place="Cổng", on=local_date(), by=lead)
    Inspection.objects.filter(pk=found.pk).update(reveal_at=timezone.now() - timedelta(seconds=1))
    found.refresh_from_db()
    with pytest.raises(Refused) as undeclared:
        starting.start_inspection(inspection=found, place="Cổng", on=local_date(), by=lead)
    assert undeclared.value.code == "declare_first"
    calling.declare_conflict(inspection=found, conflict=False, note="", on=local_date(), by=lead)
    with pytest.raises(InvalidInput) as early:
        starting.start_inspection(inspection=found, place="Cổng", on=local_date(), by=lead)
    assert early.value.field == "early_reason"
    with pytest.raises(Forbidden):  # a member who is not the head of the field group
        starting.start_inspection(inspection=found, place="Cổng", on=local_date(), by=cast.users["inspector2"])
    begun = starting.start_inspection(
        inspection=found, place="Cổng", early_reason="Đơn vị đóng cửa sớm", on=local_date(), by=lead
    )
    assert begun.early_reason and begun.state == "in_progress"


def test_declared_tie_ends_the_call_and_shuts_the_target(cast: Cast, team: Team) -> None:
    found = at_its_time(assigned(cast, team))
    member = is_person(cast, "inspector2", "other")
    assert allows(member, "inspection.read", found)
    calling.declare_conflict(inspection=found, conflict=True, note="Em ruột làm ở đây", on=local_date(), by=member)
    found.refresh_from_db()
    assert not allows(member, "inspection.read", found) and found.barred_ids == [member.person_id]


def test_members_lose_everything_with_the_last_day_of_the_decision(cast: Cast) -> None:
    before = local_date() - timedelta(days=9)
    team = team_of(cast, decided_on=before, valid_from=before)
    begun = started(cast, team)
    lead = cast.users["inspector"]
    assert allows(lead, "inspection.read", begun)
    Team.objects.filter(pk=team.pk).update(valid_to=local_date())
    begun = Inspection.objects.get(pk=begun.pk)
    assert allows(lead, "inspection.read", begun)  # the last day counts
    Team.objects.filter(pk=team.pk).update(valid_to=local_date() - timedelta(days=1))
    begun = Inspection.objects.get(pk=begun.pk)
    assert not allows(lead, "inspection.read", begun)
    assert not visible_to(lead, Inspection.objects.all()).exists()
    assert allows(cast.leader, "inspection.read", begun)


def test_unit_dissolved_meanwhile_is_refused_and_nothing_is_lost(cast: Cast, team: Team) -> None:
    found, ward = at_its_time(assigned(cast, team)), cast.units["ward"]
    lead = cast.users["inspector"]
    calling.declare_conflict(inspection=found, conflict=False, note="", on=local_date(), by=lead)
    type(ward).objects.filter(pk=ward.pk).update(valid_to=local_date() - timedelta(days=1))
    found = Inspection.objects.select_related("unit", "team").get(pk=found.pk)
    with pytest.raises(Refused) as refusal:
        starting.start_inspection(inspection=found, place="Cổng", on=local_date(), by=lead)
    assert refusal.value.code == "unit_gone"
    off = drafting.cancel_inspection(inspection=found, reason="Đơn vị đã giải thể", on=local_date(), by=cast.officer)
    assert (off.state, off.code) == ("cancelled", None) and off.silent_until is not None


def test_unit_reads_order_and_arrival_but_never_basis_nor_who_was_named(cast: Cast, team: Team) -> None:
    begun = started(cast, team, kind="complaint", basis="Đơn phản ánh PH-2026-00058")
    seen = readable_fields(cast.head, begun)
    assert {"code", "unit", "started_at", "arrival_place"} <= seen
    assert not seen & {"basis", "overlap_note", "knower_ids", "member_ids", "meeting_place", "window_from"}
    assert not allows(cast.other_head, "inspection.read", begun)


def test_database_keeps_number_clock_and_arrival(cast: Cast, team: Team) -> None:
    begun = started(cast, team)
    for wrong in ({"started_at": timezone.now()}, {"code": "KT-2026-00009"}, {"unit": cast.units["other"]}):
        with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
            Inspection.objects.filter(pk=begun.pk).update(**wrong)
    sealed = draft(cast, team)
    with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
        Inspection.objects.filter(pk=sealed.pk).update(code="KT-2026-00009")
    with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
        Knower.objects.all().delete()


def test_team_needs_a_head_another_officer_and_the_role_behind_the_name(cast: Cast) -> None:
    today = local_date()
    made = teams.write_team(
        number="16/QĐ-UBND", title="Đoàn", decided_on=today, signed_by="Chủ tịch", unit=cast.units["committee"],
        scope=cast.units["city"], valid_from=today, valid_to=today, by=cast.officer,
    )  # fmt: skip
    with pytest.raises(Refused) as headless:
        teams.enact_team(team=made, by=cast.officer2)
    assert headless.value.code == "team_without_head"
    with pytest.raises(InvalidInput) as roleless:
        teams.name_member(team=made, user=cast.staff, role="leader", since=today, by=cast.officer)
    assert roleless.value.code == "role_missing"
    team_of(cast)
    teams.name_member(team=made, user=cast.users["team_head"], role="leader", since=today, by=cast.officer)
    with pytest.raises(Forbidden):
        teams.enact_team(team=made, by=cast.officer)
    assert teams.enact_team(team=made, by=cast.officer2).state == "in_force"
    with pytest.raises(Refused):
        teams.edit_team(team=made, version=made.row_version, changes={"title": "Khác"}, by=cast.officer)
