"""Inspections as pages and the API read them: begun ones within reach, sealed ones for who knows them, calls."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from accounts.models import User
from foundation.access import visible_to
from foundation.audit.models import AuditEvent
from foundation.workflow.errors import NotFound
from inspections.enums import HIDDEN, STARTED, InspectionKind, KnowerGround
from inspections.models import Draw, Duty, Inspection, Knower, Team
from organization.models import Unit
from organization.rules.words import search_key

RELATED = ("unit", "team", "created_by", "approved_by", "started_by")


@dataclass(frozen=True, slots=True)
class KnowerLine:
    """One person who could know the target before the start: on what ground, from when, and how often they looked."""

    name: str
    ground: Any
    since: datetime | None
    reads: int
    first: datetime | None
    last: datetime | None


def readable(user: Any) -> QuerySet[Inspection]:
    return visible_to(user, Inspection.objects.select_related(*RELATED))


def begun(user: Any) -> QuerySet[Inspection]:
    """Those that have begun, the newest first."""
    return readable(user).filter(state__in=STARTED).order_by("-started_at", "public_id")


def sealed_known(user: Any) -> QuerySet[Inspection]:
    """Those not begun, or called off before, that this reader knows of; by their window."""
    return readable(user).filter(state__in=HIDDEN).order_by("window_from", "public_id")


def one(user: Any, public_id: str) -> Inspection:
    """One inspection by its public name.

    Raises:
        NotFound: there is none within the reader's reach: the same as for a name that never was.
    """
    found = readable(user).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def searched(rows: QuerySet[Inspection], text: str) -> QuerySet[Inspection]:
    return rows.filter(Q(code__istartswith=text.strip()) | Q(unit__search_key__contains=search_key(text)))


def kind_counts(rows: QuerySet[Inspection]) -> dict[str, int]:
    """How many of each kind; one query."""
    found = rows.order_by().aggregate(
        **{kind.value: Count("id", filter=Q(kind=kind)) for kind in InspectionKind}  # type: ignore[arg-type]  # names of columns
    )
    return {name: int(value) for name, value in found.items()}


def calls_of(user: Any) -> QuerySet[Duty]:
    """One's own calls, those to come first; the target is none of their columns."""
    rows = visible_to(user, Duty.objects.filter(user_id=user.pk).select_related("inspection__team", "user"), "list")
    return rows.order_by("-window_from", "public_id")


def team_on(user: Any, row: Inspection) -> QuerySet[Duty]:
    return visible_to(user, row.duties.select_related("user")).order_by("role", "public_id")


def teams_to_inspect_with(user: Any, on: Any) -> QuerySet[Team]:
    """Teams in force for which this reader may draft inspections."""
    rows = visible_to(user, Team.objects.filter(state="in_force", valid_from__lte=on, valid_to__gte=on), "inspect")
    return rows.select_related("scope").order_by("number")


def units_of_scope(team: Team) -> QuerySet[Unit]:
    return Unit.objects.filter(path__startswith=team.scope.path)


def knower_report(user: Any, row: Inspection) -> list[KnowerLine]:
    """Everybody who could know the target before the start, and when they read it; four queries (M-13)."""
    knowers = list(visible_to(user, Knower.objects.filter(inspection=row)).select_related("user"))
    if not knowers:
        return []
    before = AuditEvent.objects.filter(kind="read", object_type=row._meta.label_lower, object_id=str(row.pk))
    if row.started_at is not None:
        before = before.filter(at__lt=row.started_at)
    looks: dict[str, Any] = {
        look["actor"]: look
        for look in before.order_by().values("actor").annotate(n=Count("id"), first=Min("at"), last=Max("at"))
    }
    could: list[tuple[User, Any, datetime | None]] = [
        (knower.user, knower.get_ground_display(), knower.since) for knower in knowers
    ]
    could += [
        (duty.user, duty.get_role_display(), max(row.reveal_at, duty.called_at) if row.reveal_at else None)
        for duty in row.duties.select_related("user")
    ]
    known = {person.pk for person, _ground, _since in could}
    could += [
        (draw.created_by, KnowerGround.DRAWER.label, draw.drawn_at)
        for draw in _draws_of(row)
        if draw.created_by is not None and draw.created_by_id not in known
    ]
    return [_line(person, ground, since, looks.get(str(person.pk))) for person, ground, since in could]


def _draws_of(row: Inspection) -> QuerySet[Draw]:
    """Draws of the team that named the unit before the start: whoever held one read it there."""
    held = Draw.objects.filter(team_id=row.team_id, drawn_at__isnull=False, turns__contains=[{"code": row.unit.code}])
    if row.started_at is not None:
        held = held.filter(drawn_at__lt=row.started_at)
    return held.select_related("created_by").order_by("drawn_at")


def _line(person: User, ground: Any, since: datetime | None, look: dict[str, Any] | None) -> KnowerLine:
    seen = look or {"n": 0, "first": None, "last": None}
    return KnowerLine(person.full_name, ground, since, seen["n"], seen["first"], seen["last"])
