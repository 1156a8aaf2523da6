"""Doors that stood ajar: who must not learn a target, a name or a finding by a side way, and input that broke."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from foundation.access import allows, visible_to
from foundation.audit.models import AuditEvent
from foundation.audit.veil import unveiled
from foundation.web.clock import local_date
from foundation.web.models import KeptAnswer
from foundation.workflow.errors import Refused, StateChanged
from inspections.models import Draw, Duty, Finding, Inspection, Knower, Minutes, Team, TeamMember
from inspections.selectors.inspections import knower_report
from inspections.services import calling, drafting, draws, starting, teams
from tests.cast import SINCE, Cast, build_cast
from tests.files import files_dir
from tests.inspections.visiting import begin
from tests.inspections.walk import approved, assigned, at_its_time, draft, is_person, team_of
from tests.sessions import signed_in

__all__ = ["files_dir"]


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def team(cast: Cast) -> Team:
    return team_of(cast)


def client(user: User) -> Client:
    return signed_in(user, client=Client(raise_request_exception=False))


def test_whoever_has_a_tie_to_the_unit_is_not_made_a_knower_by_being_named_approver(cast: Cast, team: Team) -> None:
    """M-10: naming an approver tells the target; who works there is refused, also when the draft turns to that unit."""
    is_person(cast, "team_head", "ward")
    with pytest.raises(Refused) as refused:
        draft(cast, team)
    assert refused.value.code == "conflict" and not Knower.objects.exists()
    elsewhere = draft(cast, team, unit="other")
    with pytest.raises(Refused) as turned:
        drafting.edit_inspection(
            inspection=elsewhere, version=elsewhere.row_version, changes={"unit": cast.units["ward"]},
            on=local_date(), by=cast.officer,
        )  # fmt: skip
    assert turned.value.code == "conflict"
    assert not visible_to(cast.users["team_head"], Inspection.objects.filter(unit=cast.units["ward"])).exists()


def test_a_team_ended_early_tells_no_target_any_more(cast: Cast, team: Team) -> None:
    """M-11: the calls end with the team, and its last day is the day it was ended."""
    found = at_its_time(assigned(cast, team))
    member = cast.users["inspector2"]
    assert visible_to(member, Inspection.objects.filter(pk=found.pk)).exists()
    teams.end_team(team=team, on=local_date(), reason="Quyết định mới thay thế", by=cast.officer)
    assert not visible_to(member, Inspection.objects.filter(pk=found.pk)).exists()
    assert Team.objects.get(pk=team.pk).valid_to == local_date()


def test_whoever_is_taken_out_of_the_team_is_out_of_the_visits_that_run(cast: Cast) -> None:
    """R2: an ended post ends access, on a visit that has begun too; its lead is followed by a colleague."""
    visit = begin(cast)
    visit.find()
    for user in (visit.member, visit.lead):
        post = TeamMember.objects.get(team=visit.team, user=user)
        if user == visit.lead:
            with pytest.raises(Refused) as alone:
                teams.end_member(member=post, on=local_date(), reason="Điều động", by=cast.officer)
            assert alone.value.code == "lead_alone"
            continue
        teams.end_member(member=post, on=local_date(), reason="Điều động", by=cast.officer)
        assert not visible_to(user, Finding.objects.all()).exists() and not allows(
            user, "inspection.read", visit.fresh()
        )
    again = begin(cast, team=None, unit="other")
    teams.end_member(
        member=TeamMember.objects.get(team=again.team, user=again.lead), on=local_date(), reason="x", by=cast.officer
    )
    assert Duty.objects.get(inspection=again.row, ended_on=None).role == "lead"
    assert allows(again.member, "minutes.draw_up", Minutes(inspection=again.fresh())) and not allows(
        again.lead, "inspection.read", again.fresh()
    )


def test_ties_are_looked_for_again_at_the_door(cast: Cast, team: Team) -> None:
    """M-10: who came to the unit after the call, or into the team after it, has no part in the visit."""
    found = at_its_time(assigned(cast, team))
    calling.declare_conflict(inspection=found, conflict=False, note="", on=local_date(), by=cast.users["inspector"])
    is_person(cast, "team_second", "ward")
    is_person(cast, "inspector2", "ward")
    begun = starting.start_inspection(inspection=found, place="Trụ sở", on=local_date(), by=cast.users["inspector"])
    for name in ("team_second", "inspector2"):
        assert cast.users[name].person_id in Inspection.objects.get(pk=begun.pk).barred_ids
    insider = cast.users["staff"]
    grant_at_setup(user=insider, role=Role.TEAM_LEAD, unit=None, valid_from=SINCE)
    insider = User.objects.get(pk=insider.pk)
    teams.name_member(team=team, user=insider, role="deputy", since=local_date(), by=cast.officer)
    assert not allows(insider, "inspection.read", Inspection.objects.select_related("team", "unit").get(pk=begun.pk))


def test_calling_the_team_twice_is_a_change_of_state_and_no_crash(cast: Cast, team: Team) -> None:
    waiting = approved(cast, team)
    opens = timezone.now() + timedelta(days=1)
    given: dict[str, Any] = {
        "lead": cast.users["inspector"], "members": [cast.users["inspector2"]], "window_from": opens,
        "window_to": opens + timedelta(hours=2), "meeting_place": "Cổng", "on": local_date(), "by": cast.officer,
    }  # fmt: skip
    calling.assign_team(inspection=waiting, **given)
    with pytest.raises(StateChanged):
        calling.assign_team(inspection=Inspection.objects.get(pk=waiting.pk), **given)
    page = client(cast.officer)
    form = {
        "lead": cast.users["inspector"].pk, "members": [cast.users["inspector2"].pk], "meeting_place": "Cổng",
        "window_from": (opens + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "window_to": (opens + timedelta(days=1, hours=2)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    assert page.post(f"/inspections/{waiting.public_id}/assign/", form).status_code == 409
    assert Duty.objects.filter(inspection=waiting).count() == 2


def test_refused_attempts_on_a_sealed_inspection_are_veiled(committed_db: Any) -> None:
    """M-10: a 403 in the trail would say that there is something under the name; it opens with the start."""
    cast = build_cast()
    made = draft(cast, team_of(cast))
    for address in ("approve/", "start/", "knowers/"):
        client(cast.officer).get(f"/inspections/{made.public_id}/{address}")
    client(cast.officer).post(f"/api/v1/inspections/{made.public_id}/approve/", {}, content_type="application/json")
    client(cast.officer).get(f"/visits/{made.public_id}/after/propose/1/")
    client(cast.officer).get(f"/inspections/{uuid.uuid4().hex}/")
    refused = AuditEvent.objects.filter(kind="denied", object_id__startswith=made.public_id)
    assert refused.filter(details__status=403).exists() and refused.count() >= 3
    assert not unveiled(refused).exists()
    assert unveiled(AuditEvent.objects.filter(kind="denied")).count() == 1


def test_a_draw_is_kept_in_its_own_row_and_opens_when_everybody_has_arrived(
    cast: Cast, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M-14: no second copy of the list among kept answers; M-12: opening waits for sealed visits of the units drawn."""
    today = local_date()
    made = draws.seal_draw(
        team=team, title="Rút thăm quý IV", places=1, kinds=["ward"], exclusions={}, outside_name="Xổ số",
        outside_on=today + timedelta(days=1), on=today, by=cast.officer,
    )  # fmt: skip
    monkeypatch.setattr("inspections.api.draws.local_date", lambda: today + timedelta(days=1))
    page = client(cast.officer)
    answer = page.post(
        f"/api/v1/draws/{made.code}/hold/", {"outside_number": "12345"}, content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )  # fmt: skip
    assert answer.status_code == 200 and answer.json()["turns"]
    assert not KeptAnswer.objects.exists()
    drawn = Draw.objects.get(pk=made.pk)
    unit = next(key for key, one in cast.units.items() if one.code == drawn.turns[0]["code"])
    draft(cast, team, unit=unit, basis=f"Theo kết quả {made.code}")
    with pytest.raises(Refused) as refused:
        draws.open_draw(draw=drawn, by=cast.officer)
    assert refused.value.code == "still_sealed"
    Inspection.objects.all().update(basis="Kế hoạch quý IV")
    with pytest.raises(Refused):
        draws.open_draw(draw=drawn, by=cast.officer)


def test_who_held_the_draw_stands_in_the_report_of_who_knew(cast: Cast, team: Team) -> None:
    """M-13: the author of a draw reads its units, also where somebody else drafts the inspection."""
    day = local_date() + timedelta(days=1)
    made = draws.seal_draw(
        team=team, title="Rút thăm", places=2, kinds=["ward"], exclusions={}, outside_name="Xổ số", outside_on=day,
        on=local_date(), by=cast.officer2,
    )  # fmt: skip
    row = draft(cast, team)
    assert cast.officer2.full_name not in [line.name for line in knower_report(cast.officer, row)]
    draws.hold_draw(draw=made, outside_number="7", on=day, by=cast.officer2)
    report = {line.name: line.ground for line in knower_report(cast.officer, row)}
    assert len(report) == 3 and cast.officer2.full_name in report
