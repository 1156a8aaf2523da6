"""Figures of inspections by kind, body, level of unit and period; each number leads to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from foundation.access import visible_to
from foundation.web.clock import HANOI
from inspections.enums import STARTED, InspectionKind
from inspections.models import Finding, Inspection, Remedy
from inspections.visit_enums import RemedyState, Severity
from organization.enums import UnitKind

GROUPS: dict[str, str] = {"kind": "kind", "body": "team_id", "level": "unit__kind"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `key` is what the list of inspections is asked for to show the rows behind it."""

    key: str
    words: str
    inspections: int
    units: int
    findings: int
    serious: int
    repeats: int
    remedies: int
    overdue: int


def in_reach(user: Any, *, first: date, last: date) -> QuerySet[Inspection]:
    """Inspections begun in the period that the reader may list; what is sealed is in no number."""
    begin, end = (datetime.combine(day, time.min, tzinfo=HANOI) for day in (first, last))
    rows = visible_to(user, Inspection.objects.filter(state__in=STARTED), "list")
    return rows.filter(started_at__gte=begin, started_at__lt=end + timedelta(days=1))


def by(user: Any, group: str, *, first: date, last: date, today: date) -> list[Row]:
    """The table grouped by kind, body or level; five queries, however many inspections there are."""
    column = GROUPS[group]
    rows = in_reach(user, first=first, last=last).order_by()
    keys = rows.values("pk")
    heads = {
        line[column]: line
        for line in rows.values(column).annotate(inspections=Count("pk"), units=Count("unit_id", distinct=True))
    }
    about = f"inspection__{column}"
    seen = visible_to(user, Finding.objects.filter(inspection__in=keys)).order_by()
    findings = {
        line[about]: line
        for line in seen.values(about).annotate(
            count=Count("pk"),
            serious=Count("pk", filter=Q(severity=Severity.SERIOUS)),
            repeats=Count("pk", filter=Q(repeats__isnull=False)),
        )
    }
    owed = f"notice__inspection__{column}"
    late = Q(state=RemedyState.OPEN) & (Q(extended_to__lt=today) | Q(extended_to__isnull=True, due_on__lt=today))
    listed = visible_to(user, Remedy.objects.filter(notice__inspection__in=keys), "list").order_by()
    remedies = {
        line[owed]: line for line in listed.values(owed).annotate(count=Count("pk"), late=Count("pk", filter=late))
    }
    names = _words(rows, group, heads)
    return [
        Row(
            key=str(key),
            words=names.get(key, str(key)),
            inspections=line["inspections"],
            units=line["units"],
            findings=findings.get(key, {}).get("count", 0),
            serious=findings.get(key, {}).get("serious", 0),
            repeats=findings.get(key, {}).get("repeats", 0),
            remedies=remedies.get(key, {}).get("count", 0),
            overdue=remedies.get(key, {}).get("late", 0),
        )
        for key, line in sorted(heads.items(), key=lambda item: (-item[1]["inspections"], str(item[0])))
    ]


def total_of(rows: Sequence[Row], units: int) -> Row:
    """The sum line; units are counted once however many groups they stand in."""
    names = ("inspections", "findings", "serious", "repeats", "remedies", "overdue")
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return Row(key="", words="", units=units, **sums)


def behind(user: Any, group: str, key: str, *, first: date, last: date) -> QuerySet[Inspection]:
    """The inspections behind one number; an unknown key leads to none."""
    rows = in_reach(user, first=first, last=last).select_related("unit", "team")
    if key:
        if group == "body" and not (key.isascii() and key.isdigit()):
            return rows.none()
        rows = rows.filter(**{GROUPS[group]: key})
    return rows.order_by("-started_at", "public_id")


def _words(rows: QuerySet[Inspection], group: str, heads: dict[Any, Any]) -> dict[Any, str]:
    if group == "kind":
        return {key: str(InspectionKind(key).label) for key in heads}
    if group == "level":
        return {key: str(UnitKind(key).label) for key in heads}
    return dict(rows.values_list("team_id", F("team__number")).distinct())
