"""Facts about many sheets at once: days worked and tasks of the month; what nobody recorded stays unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cadres.enums import PositionKind
from cadres.models import Absence
from directives.rules.lateness import Evidence, share
from directives.selectors.assignments import evidence_of_month
from evaluations.models import Evaluation
from evaluations.rules.facts import Facts
from evaluations.rules.spec import FactValue
from evaluations.rules.timetable import last_day
from evaluations.rules.worked_days import AbsenceSpan, EmploymentSpan, WorkedDays, worked_days
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the rules read about one sheet, and the days it rests on (None on the sheet of a unit)."""

    facts: Facts
    worked: WorkedDays | None


def facts_for(sheets: Iterable[Evaluation], *, period: date, calendar: WorkingCalendar) -> dict[int, SheetFacts]:
    """Facts by key of the sheet: two queries, however many sheets (each needs its `person` selected)."""
    listed = list(sheets)
    people = {sheet.person_id for sheet in listed if sheet.person_id is not None}
    end = last_day(period)
    absences = absences_of(people, period=period)
    evidence = evidence_of_month(person_ids=people, first=period, last=end, on=end, calendar=calendar)
    found: dict[int, SheetFacts] = {}
    for sheet in listed:
        if sheet.person is None:
            found[sheet.pk] = SheetFacts(Facts(), None)
            continue
        worked = worked_days(period, calendar, absences.get(sheet.person.pk, ()), _employment(sheet))
        values: dict[str, FactValue] = {**worked.as_facts(), **_task_facts(evidence.get(sheet.person.pk))}
        found[sheet.pk] = SheetFacts(Facts(values=values, is_unit_head=is_unit_head(sheet)), worked)
    return found


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
