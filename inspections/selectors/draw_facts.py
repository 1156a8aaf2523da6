"""What the draw weighs of each unit, read on the day it is sealed; one query a kind of fact."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Max, Q

from directives.selectors.measures import latest_of
from foundation.web.clock import HANOI
from inspections.enums import STARTED
from inspections.models import Finding, Inspection, Remedy, UnitSignal
from inspections.rules.draws import UnitFacts
from inspections.rules.months import months_before
from inspections.visit_enums import RemedyState
from organization.models import Unit

SATISFACTION = "satisfaction_people"


def facts_of(units: Iterable[Unit], *, on: date, rule: dict[str, Any]) -> list[UnitFacts]:
    """Facts of these units; only inspections that have begun count, so that the list betrays no sealed one."""
    wanted = {unit.pk: unit.code for unit in units}
    last = _last_inspected(wanted)
    findings = _findings(wanted, since=months_before(on, rule["findings"]["months"]))
    repeats = _findings(wanted, since=months_before(on, rule["repeats"]["months"]), repeated=True)
    overdue = _overdue(wanted, on=on)
    satisfaction = latest_of(SATISFACTION, wanted, on=on)
    quiet = _quiet_months(wanted, on=on, months=rule["quiet"]["months"])
    return [
        UnitFacts(
            code=code,
            years=(on - last[key]).days / 365.25 if key in last else None,
            findings=findings.get(key, 0),
            repeats=repeats.get(key, 0),
            overdue=overdue.get(key, 0),
            satisfaction=float(satisfaction[key]) if key in satisfaction else None,
            quiet_months=0 if findings.get(key) else quiet.get(key, 0),
        )
        for key, code in wanted.items()
    ]


def _last_inspected(units: Iterable[int]) -> dict[int, date]:
    rows = Inspection.objects.filter(unit_id__in=units, state__in=STARTED).order_by().values("unit_id")
    found = rows.annotate(last=Max("started_at")).values_list("unit_id", "last")
    return {unit: moment.astimezone(HANOI).date() for unit, moment in found if moment is not None}


def _findings(units: Iterable[int], *, since: date, repeated: bool = False) -> dict[int, int]:
    begin = datetime.combine(since, time.min, HANOI)
    rows = Finding.objects.filter(inspection__unit_id__in=units, inspection__state__in=STARTED, seen_at__gte=begin)
    if repeated:
        rows = rows.filter(repeats__isnull=False)
    return _counted(rows.order_by().values(of_unit=F("inspection__unit_id")).annotate(n=Count("id")))


def _overdue(units: Iterable[int], *, on: date) -> dict[int, int]:
    late = Q(state=RemedyState.OPEN, due_on__lt=on)
    rows = Remedy.objects.filter(late, notice__inspection__unit_id__in=units).order_by()
    return _counted(rows.values(of_unit=F("notice__inspection__unit_id")).annotate(n=Count("id")))


def _quiet_months(units: Iterable[int], *, on: date, months: int) -> dict[int, int]:
    """Of the last published months, how many had nobody below the highest grades and no late work."""
    since = months_before(on.replace(day=1), months)
    rows = UnitSignal.objects.filter(unit_id__in=units, period__gte=since, graded__gt=0, late_work=0)
    quiet = rows.filter(highest=F("graded")).order_by()
    return _counted(quiet.values(of_unit=F("unit_id")).annotate(n=Count("id")))


def _counted(rows: Any) -> dict[int, int]:
    return {row["of_unit"]: row["n"] for row in rows}
