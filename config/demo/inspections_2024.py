"""Writes the inspections of 2024: the city's team with its 29, and 270 that departments and districts held themselves.

The database gives an inspection its start by its own clock, and lets none be born later than a draft: both are right
for work, and neither can tell of a year that is over. So the 29 rows are written over the owner's connection with one
trigger off (`born_initial`), in one transaction that switches it on again before it ends; every other trigger, the
trail's among them, stays on. Each row then carries an event that says it was taken over from the published report.
Nothing else is made up beside them: no minutes, notices or findings of 2024 were published. What units held
themselves is written over the application's own connection, with every trigger on.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import F

from accounts.models import User
from config.demo.hanoi2024_inspections import HANDLING, OwnVisit, TeamVisit, own_visits, team_visits
from config.demo.past import without_trigger
from foundation.audit.record import record_event, recorded
from foundation.web.clock import HANOI
from inspections.enums import DutyRole, InspectionKind, InspectionState, KnowerGround, TeamRole
from inspections.models import Duty, Inspection, Knower, OwnCheck, Team
from inspections.programme_enums import OwnCheckState
from inspections.services import teams
from organization.models import Unit

BATCH = 500
NUMBER, FIRST, LAST = "2024/QĐ-UBND-KTCV", date(2024, 1, 4), date(2024, 12, 31)
SOURCE = "Báo cáo năm 2024 của Ủy ban nhân dân thành phố"
BASIS = {
    InspectionKind.SURPRISE: "Kế hoạch kiểm tra công vụ đột xuất năm 2024",
    InspectionKind.DIRECTED: "Chỉ đạo của Thành ủy, Ủy ban nhân dân thành phố",
}
HOURS = timedelta(hours=4)


def write_inspections_2024(accounts: dict[str, User], *, seed: int) -> None:
    """Everything of both; the accounts are an officer, a second one, a lead and a member of the team."""
    units = dict(Unit.objects.values_list("code", "pk"))
    team = _team(accounts)
    _of_the_team(team, team_visits(seed), units, accounts)
    _of_the_bodies(own_visits(seed), units, accounts["oc"])


def _team(accounts: dict[str, User]) -> Team:
    """By the services: written down by one officer, put in force by another."""
    city = Unit.objects.get(code="HN24")
    made = teams.write_team(
        number=NUMBER, title="Đoàn kiểm tra công vụ thành phố năm 2024", decided_on=FIRST,
        unit=Unit.objects.get(code="HN24-UBND"), scope=city, signed_by="Chủ tịch Ủy ban nhân dân thành phố",
        valid_from=FIRST, valid_to=LAST, by=accounts["oc"], source="command",
    )  # fmt: skip
    for name, role in (("tl", TeamRole.LEADER), ("tm", TeamRole.MEMBER)):
        teams.name_member(
            team=made, user=accounts[name], role=role, since=FIRST, by=accounts["oc"], source="command"
        )  # fmt: skip
    return teams.enact_team(team=made, by=accounts["oc2"], source="command")


def _of_the_team(team: Team, visits: Sequence[TeamVisit], units: dict[str, int], accounts: dict[str, User]) -> None:
    rows = [
        Inspection(
            code=f"KT-2024-{number:05d}", kind=visit.kind, unit_id=units[visit.unit], team=team,
            contents=list(visit.contents), basis=BASIS[visit.kind], state=InspectionState.CLOSED,
            window_from=_at(visit.on), window_to=_at(visit.on) + HOURS, reveal_at=_at(visit.on),
            started_at=_at(visit.on), started_by=accounts["tm"], meeting_place="Trụ sở Sở Nội vụ",
            arrival_place="Trụ sở đơn vị", created_by=accounts["oc"], approved_by=accounts["tl"],
            approved_at=_at(visit.on) - timedelta(days=1),
        )
        for number, visit in enumerate(visits, 1)
    ]  # fmt: skip
    with without_trigger(Inspection, "born_initial"):
        Inspection.objects.using("owner").bulk_create(rows)
    with recorded(by=None, source="command"):
        Duty.objects.bulk_create(
            Duty(inspection_id=row.pk, user=accounts[name], role=role, window_from=_at(visit.on),
                 window_to=_at(visit.on) + HOURS, meeting_place=row.meeting_place)
            for row, visit in zip(rows, visits, strict=True)
            for name, role in (("tm", DutyRole.LEAD), ("tl", DutyRole.MEMBER))
        )  # fmt: skip
        Knower.objects.bulk_create(
            Knower(inspection_id=row.pk, user=accounts[name], ground=ground, since=_at(visit.on) - timedelta(days=1))
            for row, visit in zip(rows, visits, strict=True)
            for name, ground in (("oc", KnowerGround.CREATOR), ("tl", KnowerGround.APPROVER))
        )
        for row in rows:
            record_event(
                table="inspections_inspection", object_type="inspections.inspection", object_id=row.pk,
                name="inspection.taken_over", reason=SOURCE,
            )  # fmt: skip


def _of_the_bodies(visits: Sequence[OwnVisit], units: dict[str, int], officer: User) -> None:
    with recorded(by=None, source="command"):
        rows = OwnCheck.objects.bulk_create(
            [
                OwnCheck(
                    unit_id=units[visit.body], checked_id=units[visit.units[0]],
                    further_units=sorted(units[code] for code in visit.units[1:]), kind=visit.kind, held_on=visit.on,
                    findings=visit.findings, result=visit.result, handling=HANDLING if visit.findings else "",
                )
                for visit in visits
            ],
            batch_size=BATCH,
        )  # fmt: skip
        OwnCheck.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=OwnCheckState.AGGREGATED, settled_by=officer, row_version=F("row_version") + 1
        )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), HANOI)
