"""Evaluations owed after a rescission, with the paper that rescinded the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from discipline.enums import CaseState, ComplaintOutcome, DecisionState, RestorationKind, RestorationState
from discipline.models import Complaint, Decision, RestorationTask


@dataclass(frozen=True, slots=True)
class OwedEvaluation:
    """A month to be corrected: `number` and `decision_ids` are of the decision that fell."""

    task_id: int
    case_id: int
    person_id: int
    period: date
    number: str
    decision_ids: tuple[int, ...]
    document: str
    document_date: date


def owed_task_ids(case_id: int | None = None) -> list[int]:
    """Open restoration tasks about an evaluation."""
    rows = RestorationTask.objects.filter(
        kind=RestorationKind.EVALUATION,
        state=RestorationState.OPEN,
        period__isnull=False,
        case__state=CaseState.RESCINDED,
        case__subject__isnull=False,
    )
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return list(rows.order_by("id").values_list("pk", flat=True))


def owed_evaluations(task_ids: Iterable[int], *, today: date) -> list[OwedEvaluation]:
    """Three queries, however many tasks; the paper is the judgement, or the answer that rescinded the decision."""
    tasks = list(RestorationTask.objects.filter(pk__in=list(task_ids)).select_related("case").order_by("id"))
    cases = {task.case_id for task in tasks}
    decisions: dict[int, list[Decision]] = {}
    for row in Decision.objects.filter(case_id__in=cases, state=DecisionState.SIGNED).order_by("version"):
        decisions.setdefault(row.case_id, []).append(row)
    answers = {
        row.case_id: row
        for row in Complaint.objects.filter(case_id__in=cases, outcome=ComplaintOutcome.RESCINDED).order_by("level")
    }
    found = []
    for task in tasks:
        made = [row for row in decisions.get(task.case_id, ()) if row.form]
        if not made or task.period is None or task.case.subject_id is None:
            continue
        answer = answers.get(task.case_id)
        last = decisions[task.case_id][-1]
        found.append(
            OwedEvaluation(
                task_id=task.pk,
                case_id=task.case_id,
                person_id=task.case.subject_id,
                period=task.period,
                number=made[-1].number,
                decision_ids=tuple(row.pk for row in made),
                document=task.case.court_document or (answer.document if answer else last.number),
                document_date=task.case.court_on
                or (answer.answered_on if answer else None)
                or min(last.signed_on, today),
            )
        )
    return found
