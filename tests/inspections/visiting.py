"""A visit of the ward that has begun, for tests: the team in force, the lead in the door, the clock of the test."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from foundation.access.identity import forget
from foundation.audit.record import recorded
from foundation.web.clock import local_date, local_moment
from inspections.models import AttendanceLine, Duty, Finding, Inspection, Minutes, Team, TeamMember
from inspections.services import attendance, findings, minutes
from tests.cast import SINCE, Cast, add_account
from tests.foundation.audit import rows


@dataclass
class Visit:
    """`lead` leads the group, `member` goes with it, `head` leads the whole team."""

    cast: Cast
    team: Team
    row: Inspection
    lead: User
    member: User
    head: User

    @property
    def now(self) -> datetime:
        return local_moment()  # its date is Hanoi's, also when the day in UTC is the one before

    @property
    def today(self) -> date:
        """The day in Hanoi: for seven hours of each it is not that of the universal time."""
        return local_date()

    def fresh(self) -> Inspection:
        return Inspection.objects.select_related("unit", "team__unit").get(pk=self.row.pk)

    def call_roll(self) -> int:
        return attendance.call_roll(inspection=self.fresh(), now=self.now, by=self.member)

    def line(self, person: str) -> AttendanceLine:
        found = AttendanceLine.objects.select_related("inspection__team", "inspection__unit", "person")
        return found.get(inspection=self.row, person=self.cast.people[person])

    def all_present(self) -> None:
        self.call_roll()
        attendance.mark_rest_present(inspection=self.fresh(), now=self.now, by=self.member)

    def find(self, **given: Any) -> Finding:
        fields = {"severity": "recorded", "text": "Quầy 3 không có người, 6 công dân chờ", "by": self.member}
        return findings.log_finding(inspection=self.fresh(), seen_at=self.now, now=self.now, **{**fields, **given})

    def draw_up(self) -> Minutes:
        return minutes.draw_up(inspection=self.fresh(), now=self.now, by=self.lead)

    def sign(self) -> Minutes:
        """Drawn up and signed by both."""
        return minutes.sign(
            minutes=self.draw_up(), representative="Nguyễn Đình Phước", office="Chủ tịch", now=self.now, by=self.lead
        )


def people(cast: Cast) -> tuple[User, User, User]:
    """The head of the team, a lead and a member of a field group; made once for a cast."""
    wanted = (
        ("team_lead", "Hoàng Trưởng Đoàn", Role.TEAM_LEAD),
        ("group_lead", "Trịnh Tổ Trưởng", Role.TEAM_LEAD),
        ("team_member", "Đào Thành Viên", Role.TEAM_MEMBER),
    )
    for key, name, role in wanted:
        if key not in cast.users:
            cast.users[key] = add_account(key, name)
            grant_at_setup(user=cast.users[key], role=role, unit=None, valid_from=SINCE)
            forget(cast.users[key])
    return cast.users["team_lead"], cast.users["group_lead"], cast.users["team_member"]


def begin(cast: Cast, *, unit: str = "ward", team: Team | None = None) -> Visit:
    """A visit that began just now, through every state on the way."""
    head, lead, member = people(cast)
    with recorded(by=None, source="test"):
        if team is None:
            team = rows.team(unit=cast.units["committee"])
            for user, role in ((head, "leader"), (lead, "member"), (member, "member")):
                TeamMember.objects.create(team=team, user=user, role=role, since=date(2026, 1, 5))
            Team.objects.filter(pk=team.pk).update(state="in_force")
        contents = ["hours", "procedures"]
        row = rows.inspection(team=team, unit=cast.units[unit], contents=contents, meeting_place="Cổng số 1")
        place = {"window_from": row.window_from, "window_to": row.window_to, "meeting_place": "Cổng số 1"}
        for user, role in ((lead, "lead"), (member, "member")):
            Duty.objects.create(inspection=row, user=user, role=role, **place)
        for state in ("approved", "assigned"):
            Inspection.objects.filter(pk=row.pk).update(state=state)
        Inspection.objects.filter(pk=row.pk).update(state="in_progress", arrival_place="Bộ phận một cửa")
    row.refresh_from_db()
    team.refresh_from_db()
    return Visit(cast, team, row, lead, member, head)
