"""Discipline after publication: a decision, or its rescission, proposes the next version of the month it counts for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from discipline.selectors.decisions import fallen
from discipline.selectors.effects import Measure, measures_of_cases, version_of
from discipline.selectors.restoration import OwedEvaluation, owed_evaluations
from discipline.services.restoration import fulfil_evaluation
from discipline.services.uses import record_use
from evaluations.enums import EvaluationState, RevisionKind, RevisionState
from evaluations.models import Evaluation, Revision
from evaluations.services.revision_checks import weigh
from evaluations.services.revision_notices import tell_refused
from evaluations.services.revisions import propose
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.outbox.queue import enqueue
from foundation.workflow.errors import DomainError, InvalidInput, Refused

Cause = TypeVar("Cause", Measure, OwedEvaluation)


@dataclass
class Followed:
    """What came of a look: proposals made, months that need none, and those that wait (the next run tries again)."""

    proposed: int = 0
    nothing: int = 0
    waiting: int = 0
    ended: int = 0

    def add(self, other: "Followed") -> None:
        self.proposed += other.proposed
        self.nothing += other.nothing
        self.waiting += other.waiting
        self.ended += other.ended


def follow_measures(*, case_ids: Iterable[int]) -> Followed:
    """Propose a correction of each published month in which one of these measures counts and did not yet.

    Each decision proposes once for one month (`Revision.source`); what somebody refused is not proposed again. Where
    the grade is the lowest already the violation is only noted as used.
    """
    measures = [one for one in measures_of_cases(case_ids) if one.used_for is None and one.counts_for is not None]
    return _each(measures, _for_measure)


def follow_rescissions(*, task_ids: Iterable[int]) -> Followed:
    """Propose the version that restores each month a rescinded decision lowered, once for one month."""
    return _each(owed_evaluations(task_ids, today=timezone.localdate()), _for_rescission)


def end_fallen() -> Followed:
    """Take back each proposal to lower a grade whose decision was rescinded before anybody put it into force."""
    waiting = Revision.objects.filter(state=RevisionState.PROPOSED, source__startswith="discipline:")
    decision_of = {pk: int(source.split(":")[1]) for pk, source in waiting.values_list("pk", "source")}
    numbers = fallen(set(decision_of.values())) if decision_of else {}
    found = Followed()
    for pk, decision in sorted(decision_of.items()):
        if decision not in numbers:
            continue
        with recorded(by=None, source="task"):
            row = Revision.objects.select_for_update(of=("self",)).get(pk=pk)
            if row.state == RevisionState.PROPOSED:
                note = _("Discipline decision no. %(number)s was rescinded before this correction came into force.")
                changes = {"settled_at": timezone.now(), "settle_note": note % {"number": numbers[decision]}}
                move(row, "withdraw", by=None, changes=changes, source="task")
                tell_refused(row, by=None, withdrawn=True)
                found.ended += 1
    return found


def ask(case_id: int) -> None:
    """Work to do once the act that changed a measure is committed: one job for each change of the case."""
    key = f"evaluations.follow_discipline:{case_id}:{version_of(case_id)}"
    enqueue("evaluations.follow_discipline", key=key, payload={"case": case_id})


def _each(causes: Iterable[Cause], look: Callable[[Cause], bool]) -> Followed:
    found = Followed()
    for cause in causes:
        try:
            with recorded(by=None, source="task"):
                if look(cause):
                    found.proposed += 1
                else:
                    found.nothing += 1
        except DomainError:  # a correction is open, a limit is crossed: it waits for a person, the others go on
            found.waiting += 1
    return found


def _published(person_id: int, period: date) -> Evaluation | None:
    rows = Evaluation.objects.filter(
        person_id=person_id, cycle__period=period, state=EvaluationState.PUBLISHED, superseded_by__isnull=True
    )
    return rows.select_related("cycle__framework", "unit_cycle", "person", "unit", "decided_by").first()


def _for_measure(measure: Measure) -> bool:
    assert measure.counts_for is not None
    sheet = _published(measure.person_id, measure.counts_for)
    source = f"discipline:{measure.decision_id}:{measure.counts_for:%Y-%m}"
    if sheet is None or Revision.objects.filter(source=source).exists():
        return False
    month = f"{measure.counts_for:%m/%Y}"
    reason = _("Discipline decision no. %(number)s of %(day)s counts for %(month)s, published before it was known.")
    try:
        propose(
            evaluation=sheet,
            kind=RevisionKind.DISCIPLINE,
            reason=reason % {"number": measure.number, "day": f"{measure.signed_on:%d/%m/%Y}", "month": month},
            document=measure.number,
            document_date=measure.signed_on,
            source=source,
            by=None,
        )
    except InvalidInput as refused:
        if refused.code != "nothing_changes":
            raise
        _lines, outcome = weigh(evaluation=sheet, lines=None)
        if str(measure.case_id) in outcome.proposal.used_violations:
            record_use(
                case_ids=[measure.case_id],
                person_id=measure.person_id,
                period=measure.counts_for,
                sheet=sheet.pk,
                by=None,
            )
        return False
    return True


def _for_rescission(owed: OwedEvaluation) -> bool:
    sheet = _published(owed.person_id, owed.period)
    source = f"rescission:{owed.case_id}:{owed.period:%Y-%m}"
    if sheet is None or Revision.objects.filter(source=source).exists():
        return False
    words = {"number": owed.number, "document": owed.document, "month": f"{owed.period:%m/%Y}"}
    reason = _("Discipline decision no. %(number)s was rescinded (%(document)s); the grade of %(month)s is restored.")

    def restore(grade: str) -> Revision:
        return propose(
            evaluation=sheet,
            kind=RevisionKind.RESCISSION,
            reason=reason % words,
            grade=grade,
            document=owed.document,
            document_date=owed.document_date,
            source=source,
            by=None,
        )

    grade = _grade_before(owed)
    try:
        restore(grade)
    except InvalidInput as refused:
        if refused.code != "nothing_changes":
            raise
        fulfil_evaluation(
            person_id=owed.person_id,
            period=owed.period,
            on=timezone.localdate(),
            note=_("The published grade does not rest on the decision: nothing is to be restored."),
        )
        return False
    except Refused:
        if not grade:
            raise
        restore("")  # a limit stands against the grade held before: what the machine proposes now
    return True


def _grade_before(owed: OwedEvaluation) -> str:
    """The grade the month had before the decision lowered it; empty where it was lowered from the first."""
    sources = [f"discipline:{pk}:{owed.period:%Y-%m}" for pk in owed.decision_ids]
    made = Revision.objects.filter(source__in=sources, state=RevisionState.EXECUTED).select_related("evaluation")
    first = made.order_by("evaluation__version").first()
    return first.evaluation.grade if first else ""
