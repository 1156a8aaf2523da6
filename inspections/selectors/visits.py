"""A visit as its pages read it: how far it is, who was found how, what was noted, what may be done now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from cadres.models import Person
from directives.enums import CatalogueState
from directives.models import Indicator
from foundation.access import allows, readable_fields, visible_to
from foundation.workflow.errors import NotFound
from inspections.enums import STARTED, Content, InspectionState
from inspections.models import Inspection
from inspections.models.finding import Finding, FindingPhoto
from inspections.models.minutes import Minutes
from inspections.models.visit import AttendanceLine, ChecklistLine, SampleLine
from inspections.rules.counts import Attendance, attendance_of
from inspections.visit_enums import MinutesKind, MinutesState
from organization.models import Unit

STEPS = ("attendance", "samples", "checklist", "findings", "minutes")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a visit; `count` says how much it holds."""

    name: str
    done: bool
    count: int


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything the frame of a visit's pages shows."""

    row: Inspection
    attendance: Attendance
    steps: tuple[Step, ...]
    minutes: Minutes | None
    may_note: bool

    @property
    def open(self) -> bool:
        """Whether something may still be noted."""
        return self.may_note and self.row.state == InspectionState.IN_PROGRESS and self.minutes is None

    @property
    def step(self) -> int:
        """Number of the first step that is not done, from 1."""
        return next((number for number, step in enumerate(self.steps, start=1) if not step.done), len(self.steps))


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the roll; None: those who belong to none."""

    unit: Unit | None
    people: int
    unmarked: int


def visit_row(user: Any, public_id: str) -> Inspection:
    """One inspection that has begun.

    Raises:
        NotFound: there is none, it has not begun, or it lies outside the reader's reach; the three look the same.
    """
    rows = visible_to(user, Inspection.objects.select_related("unit", "team__unit", "started_by"))
    found = rows.filter(public_id=public_id, state__in=STARTED).first()
    if found is None:
        raise NotFound
    return found


def on_site(user: Any, public_id: str) -> Inspection:
    """One visit of a team the reader belongs to, for the pages made for the phone.

    Raises:
        NotFound: none, or the reader is not of its team.
    """
    row = visit_row(user, public_id)
    if not allows(user, "attendance_line.read", AttendanceLine(inspection=row)):
        raise NotFound
    return row


def visit_of(user: Any, row: Inspection) -> Visit:
    """Five queries, however large the unit is."""
    counts = attendance_of(
        visible_to(user, AttendanceLine.objects.filter(inspection=row)).values_list("mark", flat=True)
    )
    samples = visible_to(user, SampleLine.objects.filter(inspection=row)).count()
    checked = visible_to(user, ChecklistLine.objects.filter(inspection=row)).count()
    findings = visible_to(user, Finding.objects.filter(inspection=row)).count()
    minutes = standing(user, row)
    sealed = minutes is not None and minutes.state != MinutesState.DRAWN_UP
    steps = (
        Step("attendance", counts.complete, counts.total),
        Step("samples", samples > 0, samples),
        Step("checklist", checked >= len(row.contents), checked),
        Step("findings", findings > 0, findings),
        Step("minutes", sealed, int(sealed)),
    )
    return Visit(row, counts, steps, minutes, allows(user, "finding.log", Finding(inspection=row)))


def standing(user: Any, row: Inspection) -> Minutes | None:
    """The minutes that stand, if the reader may know of them."""
    rows = visible_to(user, Minutes.objects.filter(inspection=row, kind=MinutesKind.MINUTES))
    return rows.exclude(state=MinutesState.DISCARDED).first()


def papers_of(user: Any, row: Inspection) -> list[Minutes]:
    """Minutes and sheets in their order, the discarded ones too."""
    return list(papers_rows(user, row))


def papers_rows(user: Any, row: Inspection) -> QuerySet[Minutes]:
    rows = visible_to(user, Minutes.objects.filter(inspection=row))
    return rows.select_related("file", "signed_by", "drawn_up_by").order_by("number")


def divisions_of(user: Any, row: Inspection) -> list[Division]:
    """The divisions on the roll with how many are not marked yet; two queries."""
    lines = visible_to(user, AttendanceLine.objects.filter(inspection=row))
    figures = lines.values("division_id").annotate(people=Count("pk"), unmarked=Count("pk", filter=Q(mark="")))
    found = {line["division_id"]: line for line in figures.order_by()}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[key for key in found if key])}
    order = sorted(found, key=lambda key: units[key].path if key in units else "")
    return [Division(units.get(key), found[key]["people"], found[key]["unmarked"]) for key in order]


def roll_of(
    user: Any, row: Inspection, *, division: int | None = None, all_divisions: bool = False
) -> QuerySet[AttendanceLine]:
    """The people on the roll: of one division (None: of none), or all."""
    lines = visible_to(user, AttendanceLine.objects.filter(inspection=row)).select_related("person", "division")
    if not all_divisions:
        lines = lines.filter(division_id=division)
    return lines.order_by("division__path", "id")


def samples_of(user: Any, row: Inspection) -> QuerySet[SampleLine]:
    return visible_to(user, SampleLine.objects.filter(inspection=row)).order_by("number")


def checked_of(user: Any, row: Inspection) -> QuerySet[ChecklistLine]:
    return visible_to(user, ChecklistLine.objects.filter(inspection=row)).order_by("item")


def checklist_of(user: Any, row: Inspection) -> list[tuple[str, str, ChecklistLine | None]]:
    """Each content of the inspection with what was said of it: (key, words, line)."""
    lines = {line.item: line for line in visible_to(user, ChecklistLine.objects.filter(inspection=row))}
    return [(item, str(Content(item).label), lines.get(item)) for item in row.contents]


def findings_of(user: Any, row: Inspection) -> QuerySet[Finding]:
    rows = visible_to(user, Finding.objects.filter(inspection=row)).select_related(
        "indicator", "person", "repeats__inspection", "by", "referral"
    )
    return rows.prefetch_related("photos__file").order_by("number")


def finding_of(user: Any, row: Inspection, number: int) -> Finding:
    """One finding by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = findings_of(user, row).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def finding_by(user: Any, public_id: str, number: int) -> Finding:
    """One finding of a visit that has begun, for the team, the unit's head, the person concerned, and who oversees.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    rows = Finding.objects.filter(inspection__public_id=public_id, inspection__state__in=STARTED, number=number)
    found = visible_to(user, rows).select_related(
        "indicator", "person", "repeats__inspection", "by", "inspection__unit", "inspection__team__unit"
    )
    row = found.prefetch_related("photos__file").first()
    if row is None:
        raise NotFound
    return row


def line_of(user: Any, row: Inspection, pk: int) -> AttendanceLine:
    found = visible_to(user, AttendanceLine.objects.filter(inspection=row, pk=pk), "mark").select_related(
        "inspection__unit", "inspection__team", "person"
    )
    line = found.first()
    if line is None:
        raise NotFound
    return line


def minutes_of(user: Any, row: Inspection, number: int) -> Minutes:
    """One of the minutes or sheets by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = visible_to(user, Minutes.objects.filter(inspection=row, number=number)).select_related(
        "file", "inspection__team", "inspection__unit"
    )
    paper = found.first()
    if paper is None:
        raise NotFound
    return paper


def indicators_on(day: date) -> QuerySet[Indicator]:
    """Indicators in force on a day: those a finding may name."""
    begun = Q(version__valid_from__isnull=True) | Q(version__valid_from__lte=day)
    running = Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=day)
    rows = Indicator.objects.filter(begun, running, version__state=CatalogueState.IN_FORCE)
    return rows.select_related("version", "group").order_by("group__number", "number")


def people_on_roll(row: Inspection) -> QuerySet[Person]:
    """Who may be named in a finding, those not found first."""
    return Person.objects.filter(pk__in=row.attendance.values("person_id")).order_by("sort_key")


def may_read_finding_files(user: Any, finding_id: int) -> bool:
    """Photos: whoever reads the photo's own row."""
    return visible_to(user, FindingPhoto.objects.filter(finding_id=finding_id)).exists()


def may_read_minutes_file(user: Any, minutes_id: int) -> bool:
    found = visible_to(user, Minutes.objects.filter(pk=minutes_id)).select_related(
        "inspection__unit", "inspection__team"
    )
    row = found.first()
    return row is not None and "file" in readable_fields(user, row)
