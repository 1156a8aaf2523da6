"""Teams and inspections in every state for the world of the access tests, sealed ones among them."""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from inspections import states
from inspections.models import (
    Conflict,
    Draw,
    Duty,
    Inspection,
    Knower,
    OwnCheck,
    Programme,
    ProgrammeItem,
    Team,
    TeamMember,
    UnitSignal,
)
from tests.cast import Cast
from tests.foundation.audit import rows

DAY = date(2026, 3, 2)
INSPECTION_ROWS: dict[str, type[models.Model]] = {
    "team": Team, "team_member": TeamMember, "inspection": Inspection, "duty": Duty, "knower": Knower,
    "conflict": Conflict, "draw": Draw, "unit_signal": UnitSignal,
    "programme": Programme, "programme_item": ProgrammeItem, "own_check": OwnCheck,
}  # fmt: skip


def write_inspections(cast: Cast) -> None:
    """A team in force, one whose time is over; an inspection a state of the ward, some of the neighbour."""
    in_force, expired = _team(cast, "in_force"), _team(cast, "in_force")
    _team(cast, "draft")
    _draws(cast, in_force, expired)
    _plans(cast)
    for state in states.INSPECTION.states:
        _inspection(cast, in_force, "ward", state)
    for state in ("assigned", "in_progress", "closed", "cancelled"):
        _inspection(cast, in_force, "other", state, revealed=True)
        _inspection(cast, expired, "ward", state, revealed=True)
    Team.objects.filter(pk=expired.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    silent = Inspection.objects.filter(state="draft", unit=cast.units["ward"]).order_by("pk")[:1]
    forgotten = rows.inspection(team=in_force, unit=cast.units["ward"], created_by=silent[0].created_by)
    _name(forgotten, cast)
    past = timezone.now() - timedelta(days=1)
    Inspection.objects.filter(pk=forgotten.pk).update(silent_until=past, reveal_at=None)


def _draws(cast: Cast, *teams: Team) -> None:
    for state in states.DRAW.states:
        for team in teams:
            for author in ("officer", "team_lead"):
                row = rows.draw(team=team, created_by=cast.users[author])
                for step in (rows.path_to(states.DRAW, state) or [])[1:]:
                    Draw.objects.filter(pk=row.pk).update(state=step)
    UnitSignal.objects.create(unit=cast.units["ward"], period=DAY.replace(day=1), graded=9, highest=9, late_work=0)


def _plans(cast: Cast) -> None:
    for state in states.PROGRAMME.states:
        row = rows.programme(unit=cast.units["committee"], created_by=cast.officer)
        for number, unit in enumerate(("ward", "other"), start=1):
            ProgrammeItem.objects.create(
                programme=row, number=number, unit=cast.units[unit], quarter=number, contents=["hours"]
            )
        for step in (rows.path_to(states.PROGRAMME, state) or [])[1:]:
            Programme.objects.filter(pk=row.pk).update(state=step)
    for day, state in enumerate(states.OWN_CHECK.states, start=1):
        for unit, checked in (("ward", "division"), ("committee", "other")):
            check = rows.own_check(
                unit=cast.units[unit], checked=cast.units[checked], reported_by=cast.head, held_on=DAY.replace(day=day)
            )
            if state != "reported":
                OwnCheck.objects.filter(pk=check.pk).update(state=state)


def _team(cast: Cast, state: str) -> Team:
    made = rows.team(unit=cast.units["committee"], created_by=cast.officer)
    for name, role in (("team_lead", "leader"), ("team_member", "member"), ("deputy", "expert")):
        TeamMember.objects.create(team=made, user=cast.users[name], role=role, since=DAY)
    if state != "draft":
        Team.objects.filter(pk=made.pk).update(state=state)
    return made


def _inspection(cast: Cast, team: Team, unit: str, state: str, *, revealed: bool = False) -> None:
    row = rows.inspection(team=team, unit=cast.units[unit], created_by=cast.officer)
    if revealed:
        Inspection.objects.filter(pk=row.pk).update(reveal_at=timezone.now() - timedelta(minutes=5))
    _name(row, cast)
    for step in (rows.path_to(states.INSPECTION, state) or [])[1:]:
        Inspection.objects.filter(pk=row.pk).update(state=step)


def _name(row: Inspection, cast: Cast) -> None:
    now = timezone.now()
    for name, ground in (("officer", "creator"), ("team_lead", "approver"), ("leader", "drawer")):
        Knower.objects.create(inspection=row, user=cast.users[name], ground=ground, since=now)
    place = {"window_from": row.window_from, "window_to": row.window_to, "meeting_place": row.meeting_place}
    for name, role in (("team_member", "lead"), ("team_lead", "member"), ("deputy", "member")):
        Duty.objects.create(inspection=row, user=cast.users[name], role=role, **place)
    Conflict.objects.create(inspection=row, person=cast.people["deputy"], ground="own_unit")
