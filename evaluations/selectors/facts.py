"""Facts about many sheets at once: days worked, tasks and discipline of the month; what nobody recorded is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cadres.enums import PositionKind
from cadres.models import Absence
from directives.rules.lateness import Evidence, share
from directives.selectors.assignments import evidence_of_month
from discipline.selectors.effects import NOTHING, MonthEffects, month_effects
from evaluations.models import Evaluation
from evaluations.rules.facts import Facts, Noted, Standing, Violation
from evaluations.rules.spec import FactValue
from evaluations.rules.timetable import last_day
from evaluations.rules.worked_days import AbsenceSpan, EmploymentSpan, WorkedDays, worked_days
from inspections.selectors.facts import confirmed_findings
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the rules read about one sheet, and the days it rests on (None on the sheet of a unit)."""

    facts: Facts
    worked: WorkedDays | None


def facts_for(sheets: Iterable[Evaluation], *, period: date, calendar: WorkingCalendar) -> dict[int, SheetFacts]:
    """Facts by key of the sheet: the queries do not grow with the sheets (each needs its `person` selected)."""
    listed = list(sheets)
    people = {sheet.person_id for sheet in listed if sheet.person_id is not None}
    end = last_day(period)
    absences = absences_of(people, period=period)
    evidence = evidence_of_month(person_ids=people, first=period, last=end, on=end, calendar=calendar)
    effects = month_effects(people, period=period)
    counted = confirmed_findings(people, period=period)
    found: dict[int, SheetFacts] = {}
    for sheet in listed:
        if sheet.person is None:
            found[sheet.pk] = SheetFacts(Facts(), None)
            continue
        worked = worked_days(period, calendar, absences.get(sheet.person.pk, ()), _employment(sheet))
        values: dict[str, FactValue] = {**worked.as_facts(), **_task_facts(evidence.get(sheet.person.pk))}
        facts = discipline_facts(effects.get(sheet.person.pk, NOTHING), period)
        findings = counted.get(sheet.person.pk, [])
        if findings:  # a head took them as facts of this month; without any nothing is known, which is not zero
            values["inspection.finding_count"] = Decimal(len(findings))
        noted = (*facts.noted, *(Noted(one.words, one.number) for one in findings))
        known = replace(facts, values=values, is_unit_head=is_unit_head(sheet), noted=noted)
        found[sheet.pk] = SheetFacts(known, worked)
    return found


def discipline_facts(effects: MonthEffects, period: date) -> Facts:
    """Violations that count in this month or counted before; a decision of another month is only mentioned.

    Where no rule says which month a decision counts for, what discipline says is unknown: a person looks.
    """
    here = [one for one in effects.measures if one.counts_in(period) or one.used_for is not None]
    spent = frozenset(str(one.case_id) for one in here if not one.counts_in(period))
    violations = tuple(
        Violation(str(one.case_id), decision=one.number, used_for=f"{one.used_for:%m/%Y}" if one.used_for else "")
        for one in here
    )
    standing = tuple(
        Standing(one.number, f"{one.counts_for:%m/%Y}" if one.counts_for else "–")
        for one in effects.measures
        if one not in here
    )
    noted = tuple(Noted(one.title, one.document) for one in effects.noted)
    return Facts(violations=violations if effects.known else None, spent=spent, standing=standing, noted=noted)


def is_unit_head(sheet: Evaluation) -> bool:
    return sheet.person_id is not None and sheet.position_kind == PositionKind.UNIT_HEAD


def absences_of(people: Iterable[int], *, period: date) -> Mapping[int, list[AbsenceSpan]]:
    """Confirmed absences that touch the month, by person."""
    found: dict[int, list[AbsenceSpan]] = {}
    rows = Absence.objects.filter(
        person_id__in=set(people), confirmed=True, cancelled=False, starts_on__lte=last_day(period), ends_on__gte=period
    ).order_by("starts_on")
    for person, first, last, half in rows.values_list("person_id", "starts_on", "ends_on", "half_day"):
        found.setdefault(person, []).append(AbsenceSpan(first, last, ends="AM" if half else "PM"))
    return found


def _employment(sheet: Evaluation) -> tuple[EmploymentSpan, ...] | None:
    """None where the registry does not know the first day: the whole month counts."""
    person = sheet.person
    if person is None or (person.joined_on is None and person.left_on is None):
        return None
    return (EmploymentSpan(person.joined_on or date.min, person.left_on),)


def _task_facts(evidence: Evidence | None) -> dict[str, FactValue]:
    if evidence is None or not evidence.total:
        return {}
    late = evidence.late + evidence.overdue
    facts: dict[str, FactValue] = {
        "tasks.assigned": Decimal(evidence.total),
        "tasks.late_count": Decimal(late),
        "tasks.worst_days_late": Decimal(evidence.worst_days_late),
    }
    if (done := share(evidence.done, evidence.total)) is not None:
        facts["tasks.done_pct"] = done
    if (late_share := share(late, evidence.settled)) is not None:
        facts["tasks.late_pct"] = late_share
    return facts
