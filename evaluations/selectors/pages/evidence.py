"""What speaks beside a name: tasks with lateness, absences, grades of the last months, the person's own words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from cadres.enums import AbsenceKind
from cadres.models import Absence
from directives.models import Assignment
from directives.rules.lateness import Standing, days_late, effective_due, standing
from directives.selectors.assignments import of_month, task_of
from evaluations.enums import EvaluationState
from evaluations.models import Evaluation
from evaluations.rules.timetable import last_day
from organization.rules.calendar import WorkingCalendar

MONTHS_BEFORE = 6


@dataclass(frozen=True, slots=True)
class RowEvidence:
    """Figures for one row of the grid."""

    items: int = 0
    late: int = 0
    away: str = ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task with how it stands."""

    task: Assignment
    standing: Standing
    days_late: int
    due: date


@dataclass(frozen=True, slots=True)
class AwayLine:
    kind: str
    starts: date
    ends: date
    half_day: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PastGrade:
    period: date
    grade: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The side panel of one person."""

    tasks: tuple[TaskLine, ...]
    away: tuple[AwayLine, ...]
    grades: tuple[PastGrade, ...]

    @property
    def late(self) -> tuple[TaskLine, ...]:
        return tuple(line for line in self.tasks if line.standing in ("late", "overdue"))

    @property
    def quiet(self) -> tuple[TaskLine, ...]:
        """The rest: done in time, excused, or still running."""
        return tuple(line for line in self.tasks if line.standing not in ("late", "overdue"))

    @property
    def on_time(self) -> int:
        return sum(1 for line in self.tasks if line.standing == "on_time")

    @property
    def settled(self) -> int:
        return sum(1 for line in self.tasks if line.standing in ("on_time", "late", "overdue"))

    @property
    def count(self) -> int:
        return len(self.tasks) + len(self.away)


def for_rows(sheets: Iterable[Evaluation], period: date, *, on: date, days: WorkingCalendar) -> dict[int, RowEvidence]:
    """Figures for every row, by sheet; two queries however many rows there are."""
    owners = {sheet.pk: sheet.person_id for sheet in sheets if sheet.person_id is not None}
    people = set(owners.values())
    end = last_day(period)
    tasks = of_month(person_ids=people, first=period, last=end)
    away = _away(people, period, end)
    seen_on = min(on, end)
    found: dict[int, RowEvidence] = {}
    for pk, person_id in owners.items():
        mine = tasks.get(person_id, [])
        late = sum(1 for row in mine if standing(task_of(row), seen_on, days) in ("late", "overdue"))
        absences = away.get(person_id, [])
        words = str(AbsenceKind(absences[0].kind).label).lower() if absences else ""
        found[pk] = RowEvidence(len(mine) + len(absences), late, words)
    return found


def panel_of(person_id: int | None, period: date, *, on: date, days: WorkingCalendar) -> Panel:
    """Everything about one person's month; three queries."""
    if person_id is None:
        return Panel((), (), ())
    end = last_day(period)
    seen_on = min(on, end)
    lines = []
    for row in of_month(person_ids=[person_id], first=period, last=end)[person_id]:
        task = task_of(row)
        lines.append(
            TaskLine(
                row, standing(task, seen_on, days), days_late(task, seen_on, days), effective_due(row.due_on, days)
            )
        )
    lines.sort(key=lambda line: (-line.days_late, line.task.due_on, line.task.pk))
    away = tuple(
        AwayLine(str(AbsenceKind(row.kind).label), row.starts_on, row.ends_on, row.half_day, row.confirmed)
        for row in _away({person_id}, period, end).get(person_id, [])
    )
    return Panel(tuple(lines), away, grades_before(person_id, period))


def grades_before(person_id: int, period: date, *, months: int = MONTHS_BEFORE) -> tuple[PastGrade, ...]:
    """Published grades of the last months, oldest first."""
    rows = (
        Evaluation.objects.filter(
            person_id=person_id,
            state=EvaluationState.PUBLISHED,
            superseded_by__isnull=True,
            cycle__period__lt=period,
        )
        .order_by("-cycle__period")
        .values_list("cycle__period", "grade")[:months]
    )
    return tuple(PastGrade(when, grade) for when, grade in reversed(rows))


def _away(people: Collection[int], first: date, last: date) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = {}
    rows = Absence.objects.filter(person_id__in=people, starts_on__lte=last, ends_on__gte=first, cancelled=False)
    for row in rows.order_by("starts_on", "id"):
        found.setdefault(row.person_id, []).append(row)
    return found
