"""A person's own months: grades over time, and one published sheet with everything that made it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from evaluations.enums import EvaluationState, ObjectionOutcome, ObjectionState
from evaluations.models import Evaluation, Objection, Revision
from evaluations.rules.spec import FrameworkSpec
from evaluations.rules.timetable import objection_deadline
from evaluations.selectors.closed import reasons_in
from evaluations.selectors.decision import score_of
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages.days import Deadline, days_left
from evaluations.selectors.pages.evidence import PastGrade, grades_before
from evaluations.selectors.pages.grid import points_in
from evaluations.selectors.pages.revisions import Corrected, corrections_of, latest_of
from evaluations.selectors.pages.self_sheet import own_sheet
from foundation.web.clock import HANOI
from foundation.workflow.errors import NotFound
from organization.rules.calendar import WorkingCalendar

SHOWN = 24


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """One month of the own list; what is not published shows no points."""

    period: date
    state: str
    state_label: str
    grade: str
    total: Decimal | None
    published: bool
    objection: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class ResultLine:
    name: str
    most: Decimal
    own: Decimal | None
    given: Decimal | None
    own_reason: str
    reason: str

    @property
    def gap(self) -> Decimal | None:
        return None if self.own is None or self.given is None else self.given - self.own


@dataclass(frozen=True, slots=True)
class ResultGroup:
    name: str
    most: Decimal
    points: Decimal | None
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One published sheet as its owner reads it."""

    sheet: Evaluation
    spec: FrameworkSpec
    groups: tuple[ResultGroup, ...]
    why: tuple[str, ...]
    before: tuple[PastGrade, ...]
    object_by: Deadline | None
    objection: Objection | None
    answer_left: int | None
    may_escalate: bool
    corrections: tuple[Corrected, ...] = ()
    earlier: tuple[Objection, ...] = ()
    fate: Revision | None = None

    @property
    def departs(self) -> bool:
        return self.sheet.grade != self.sheet.proposed_grade

    @property
    def may_object(self) -> bool:
        return self.objection is None and self.object_by is not None and self.object_by.left >= 0


def months_of(person_id: int | None) -> list[OwnMonth]:
    """The last months, newest first; two queries."""
    if person_id is None:
        return []
    rows = Evaluation.objects.filter(person_id=person_id, superseded_by__isnull=True).select_related("cycle")
    found = list(rows.order_by("-cycle__period")[:SHOWN])
    filed = Objection.objects.filter(
        evaluation__person_id=person_id, evaluation__cycle__in=[sheet.cycle_id for sheet in found]
    )
    objections = {
        row.evaluation.cycle_id: str(row.get_state_display())
        for row in filed.select_related("evaluation").order_by("filed_at")
    }
    return [
        OwnMonth(
            period=sheet.cycle.period,
            state=sheet.state,
            state_label=str(sheet.get_state_display()),
            grade=sheet.grade if sheet.state == EvaluationState.PUBLISHED else "",
            total=sheet.total if sheet.state == EvaluationState.PUBLISHED else None,
            published=sheet.state == EvaluationState.PUBLISHED,
            objection=objections.get(sheet.cycle_id, ""),
            version=sheet.version,
        )
        for sheet in found
    ]


def result_of(person_id: int | None, period: date, *, on: date, days: WorkingCalendar) -> Result:
    """The own published sheet; before publication there is no such page."""
    sheet = own_sheet(person_id, period)
    if sheet.state != EvaluationState.PUBLISHED or sheet.published_at is None:
        raise NotFound
    spec = spec_of(sheet.cycle.framework)
    last = objection_deadline(spec, sheet.published_at.astimezone(HANOI).date(), days)
    objection = objection_of(sheet)
    answer_left = None
    may_escalate = False
    if objection is not None and objection.state == ObjectionState.FILED:
        answer_left = days_left(objection.answer_due_on, on=on, days=days)
        may_escalate = on > objection.answer_due_on
    elif objection is not None and objection.state == ObjectionState.ANSWERED:
        may_escalate = objection.escalation_due_on is None or on <= objection.escalation_due_on
    return Result(
        sheet=sheet,
        spec=spec,
        groups=groups_of(spec, sheet),
        why=reasons_in(sheet.proposal),
        before=grades_before(person_id or 0, period),
        object_by=Deadline(last, days_left(last, on=on, days=days)),
        objection=objection,
        answer_left=answer_left,
        may_escalate=may_escalate,
        corrections=corrections_of(sheet, spec),
        earlier=objections_before(sheet) if sheet.version > 1 else (),
        fate=latest_of(objection) if objection is not None and objection.outcome == ObjectionOutcome.UPHELD else None,
    )


def objection_of(sheet: Evaluation) -> Objection | None:
    """The objection to this sheet, if there was one."""
    rows = Objection.objects.filter(evaluation=sheet)
    return rows.select_related("answered_by", "answered_above_by").order_by("-filed_at").first()


def objections_before(sheet: Evaluation) -> tuple[Objection, ...]:
    """Objections to versions that fell, newest first."""
    versions = Evaluation.objects.filter(cycle_id=sheet.cycle_id, person=sheet.person, version__lt=sheet.version)
    rows = Objection.objects.filter(evaluation__in=versions)
    return tuple(rows.select_related("answered_by", "answered_above_by").order_by("-filed_at"))


def groups_of(spec: FrameworkSpec, sheet: Evaluation) -> tuple[ResultGroup, ...]:
    """Both voices side by side."""
    language = get_language() or "vi"
    given = score_of(spec, sheet)
    own_lines, given_lines = sheet.scores.get("self", {}), sheet.scores.get("superior", {})
    return tuple(
        ResultGroup(
            name=group.name.in_language(language),
            most=group.max_points,
            points=given.groups.get(group.code),
            lines=tuple(
                ResultLine(
                    name=criterion.name.in_language(language),
                    most=criterion.max_points,
                    own=points_in(own_lines, criterion.code),
                    given=points_in(given_lines, criterion.code),
                    own_reason=str((own_lines.get(criterion.code) or {}).get("reason", "")),
                    reason=str((given_lines.get(criterion.code) or {}).get("reason", "")),
                )
                for criterion in group.criteria
            ),
        )
        for group in spec.card(sheet.subject_group).groups
    )
