"""A team in force and inspections walked to a stage by the services, for tests that begin there."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from foundation.web.clock import local_date
from inspections.models import Duty, Inspection, Team
from inspections.services import calling, drafting, starting, teams
from tests.cast import SINCE, Cast, add_account, add_person

PEOPLE = (
    ("team_head", "Trần Mạnh Hoạch", Role.TEAM_LEAD, "leader"),
    ("team_second", "Đào Thị Phó Đoàn", Role.TEAM_LEAD, "deputy"),
    ("inspector", "Hồ Văn Thành Viên", Role.TEAM_MEMBER, "member"),
    ("inspector2", "Mai Thị Thành Viên", Role.TEAM_MEMBER, "member"),
)


def team_of(cast: Cast, **changes: Any) -> Team:
    """A team of the city in force for a year, with a head, a deputy and two members; accounts are added to the cast."""
    for key, name, role, _in_team in PEOPLE:
        if key not in cast.users:
            cast.users[key] = add_account(key, name)
            grant_at_setup(user=cast.users[key], role=role, unit=None, valid_from=SINCE)
    today = local_date()
    given: dict[str, Any] = {
        "number": "15/QĐ-UBND", "title": "Đoàn kiểm tra công vụ thành phố", "decided_on": today, "valid_from": today,
        "signed_by": "Chủ tịch Ủy ban nhân dân thành phố", "valid_to": today + timedelta(days=300),
        "unit": cast.units["committee"], "scope": cast.units["city"], "by": cast.officer,
    }  # fmt: skip
    made = teams.write_team(**{**given, **changes})
    for key, _name, _role, in_team in PEOPLE:
        teams.name_member(team=made, user=cast.users[key], role=in_team, since=today, by=cast.officer)
    return teams.enact_team(team=made, by=cast.officer2)


def draft(cast: Cast, team: Team, *, unit: str = "ward", **changes: Any) -> Inspection:
    given: dict[str, Any] = {
        "team": team, "unit": cast.units[unit], "kind": "surprise", "contents": ["hours", "conduct"],
        "basis": "Kế hoạch kiểm tra đột xuất quý IV", "approver": cast.users["team_head"], "on": local_date(),
        "by": cast.officer,
    }  # fmt: skip
    return drafting.draft_inspection(**{**given, **changes})


def approved(cast: Cast, team: Team, **changes: Any) -> Inspection:
    made = draft(cast, team, **changes)
    return drafting.approve_inspection(inspection=made, on=local_date(), by=cast.users["team_head"])


def assigned(cast: Cast, team: Team, **changes: Any) -> Inspection:
    opens = timezone.now() + timedelta(days=1)
    made = approved(cast, team, **changes)
    return calling.assign_team(
        inspection=made,
        lead=cast.users["inspector"],
        members=[cast.users["inspector2"]],
        window_from=opens,
        window_to=opens + timedelta(hours=4),
        meeting_place="Cổng số 1, 79 Đinh Tiên Hoàng",
        on=local_date(),
        by=cast.officer,
    )


def at_its_time(inspection: Inspection, *, minutes: float = 5) -> Inspection:
    """As if the window had begun so many minutes ago: what the calendar does, done to the rows."""
    opens = timezone.now() - timedelta(minutes=minutes)
    when = {"window_from": opens, "window_to": opens + timedelta(hours=4)}
    Inspection.objects.filter(pk=inspection.pk).update(**when, reveal_at=opens)
    Duty.objects.filter(inspection=inspection).update(**when)
    inspection.refresh_from_db()
    return inspection


def started(cast: Cast, team: Team, *, by: str = "inspector", **changes: Any) -> Inspection:
    """In progress: the team is in the door of the unit."""
    found = at_its_time(assigned(cast, team, **changes))
    lead: User = cast.users[by]
    calling.declare_conflict(inspection=found, conflict=False, note="", on=local_date(), by=lead)
    return starting.start_inspection(inspection=found, place="Trụ sở UBND phường", on=local_date(), by=lead)


def with_ties(cast: Cast) -> None:
    """An inspector who works in the ward: the check inside the seal must find it."""
    if "insider" not in cast.people:
        add_person(cast, "insider", "Cao Thị Người Trong", cast.units["division"], "staff")
        grant_at_setup(user=cast.users["insider"], role=Role.TEAM_MEMBER, unit=None, valid_from=SINCE)


def is_person(cast: Cast, key: str, unit: str) -> User:
    """The account becomes that of somebody who serves in the unit."""
    person = add_person(cast, f"as_{key}", "Tô Văn Có Liên Quan", cast.units[unit], "staff", account=False)
    User.objects.filter(pk=cast.users[key].pk).update(person_id=person.pk)
    cast.users[key] = User.objects.get(pk=cast.users[key].pk)
    return cast.users[key]
