"""Inspections of the demo: a team in force, sealed ones, a sealed draw; how one begins. Done once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from accounts.models import User
from foundation.audit.record import recorded
from foundation.web.clock import HANOI, local_date
from inspections.models import Duty, Inspection, Team
from inspections.services import calling, drafting, draws, starting, teams
from inspections.services.clock import database_now
from organization.models import Unit

NUMBER = "15/QĐ-UBND"


def write_inspections(*, today: date, say: Callable[[str], object]) -> None:
    """Walked through the services by officer, team lead and member of the demo."""
    people = {user.username: user for user in User.objects.filter(username__in=("oc", "oc2", "tl", "tm"))}
    if len(people) < 4 or Team.objects.exists() or today != local_date():  # the database cannot be told another day
        return
    say("inspections")
    team = _team(people, today)
    units = list(Unit.objects.filter(kind__in=("ward", "commune"), valid_to__isnull=True).order_by("code")[:4])
    _assigned(team, units[1], people, today)
    _draft(team, units[2], people, today, kind="planned", basis="Kế hoạch kiểm tra công vụ năm, mục 12")
    draws.seal_draw(
        team=team, title="Rút thăm kiểm tra đột xuất cấp xã", places=3, kinds=["ward", "commune"], exclusions={},
        outside_name="Chỉ số VN-Index lúc đóng cửa, Sở Giao dịch Chứng khoán TP. Hồ Chí Minh công bố",
        outside_on=today + timedelta(days=3), on=today, by=people["oc"], source="command",
    )  # fmt: skip


def _team(people: dict[str, User], today: date) -> Team:
    city = Unit.objects.filter(kind="city").order_by("path")[0]
    committee = Unit.objects.filter(kind="peoples_committee").order_by("path").first() or city
    first = date(today.year, 1, 5)
    made = teams.write_team(
        number=NUMBER, title="Đoàn kiểm tra công vụ thành phố", decided_on=first, unit=committee, scope=city,
        signed_by="Chủ tịch Ủy ban nhân dân thành phố", valid_from=first, valid_to=date(today.year, 12, 31),
        by=people["oc"], source="command", reveal_minutes=30,
    )  # fmt: skip
    for name, role, field in (
        ("tl", "leader", "Phụ trách chung"),
        ("tm", "member", "Tiếp nhận và trả kết quả thủ tục hành chính"),
    ):
        teams.name_member(
            team=made, user=people[name], role=role, since=first, scope_note=field, by=people["oc"], source="command"
        )
    return teams.enact_team(team=made, by=people["oc2"], source="command")


def _draft(
    team: Team,
    unit: Unit,
    people: dict[str, User],
    today: date,
    *,
    kind: str = "surprise",
    basis: str = "Kế hoạch kiểm tra đột xuất quý này",
) -> Inspection:
    return drafting.draft_inspection(
        team=team, unit=unit, kind=kind, contents=["hours", "conduct", "procedures"], basis=basis,
        approver=people["tl"], on=today, by=people["oc"], source="command",
    )  # fmt: skip


def _assigned(team: Team, unit: Unit, people: dict[str, User], today: date) -> Inspection:
    row = _draft(team, unit, people, today)
    row = drafting.approve_inspection(inspection=row, on=today, by=people["tl"], source="command")
    opens = min(
        datetime.combine(today + timedelta(days=1), time(8, 30), HANOI),
        datetime.combine(team.valid_to, time(23, 30), HANOI),
    )
    return calling.assign_team(
        inspection=row, lead=people["tm"], members=[people["tl"]], window_from=opens,
        window_to=opens + timedelta(minutes=29), meeting_place="Cổng số 1, trụ sở HĐND và UBND thành phố",
        on=today, by=people["oc"], source="command",
    )  # fmt: skip


def begun(team: Team, unit: Unit, people: dict[str, User], today: date) -> Inspection:
    """One of this unit; its window is drawn to this moment, then the member begins as anybody would."""
    row = _assigned(team, unit, people, today)
    now = database_now()
    when = {"window_from": now, "window_to": now + timedelta(hours=4)}
    with recorded(by=None, source="command"):
        Inspection.objects.filter(pk=row.pk).update(**when, reveal_at=now)
        Duty.objects.filter(inspection=row).update(**when)
    row = Inspection.objects.select_related("unit", "team").get(pk=row.pk)
    calling.declare_conflict(inspection=row, conflict=False, note="", on=today, by=people["tm"], source="command")
    return starting.start_inspection(
        inspection=row, place="Trụ sở Ủy ban nhân dân phường", on=today, by=people["tm"], source="command"
    )
