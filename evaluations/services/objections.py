"""Objections to a published grade: filed in time, answered with a reason or carried up, closed by the level above."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.enums import EvaluationState, ObjectionOutcome, ObjectionState
from evaluations.models import Evaluation, Objection
from evaluations.rules.timetable import answer_deadline, escalation_deadline, objection_deadline
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.revising import has_newer_version
from evaluations.selectors.timetable import working_calendar
from evaluations.services.notices import month_words, tell
from evaluations.services.versions import latest, locked
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.notifications.notify import mark_handled
from foundation.notifications.wording import as_date
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged

RELATED = ("evaluation__person", "evaluation__unit", "evaluation__unit_cycle", "evaluation__cycle__framework",
           "evaluation__decided_by")  # fmt: skip
ANSWERS = (ObjectionOutcome.UPHELD.value, ObjectionOutcome.REJECTED.value)


def last_day_to_object(evaluation: Evaluation) -> date | None:
    """Until midnight of that day in Hanoi; None before publication."""
    if evaluation.published_at is None:
        return None
    published = timezone.localdate(evaluation.published_at)
    return objection_deadline(spec_of(evaluation.cycle.framework), published, working_calendar())


def file(*, evaluation: Evaluation, grounds: str, by: Actor, on: date) -> Objection:
    """The person objects once to the own published sheet, within the days the framework gives."""
    if not grounds.strip():
        raise InvalidInput(_("Say what you object to."), field="grounds", code="grounds_missing")
    with recorded(by=by):
        sheet = latest(evaluation, related=("person", "unit", "cycle__framework"))
        require(by, "evaluation.object", sheet)
        if sheet.state != EvaluationState.PUBLISHED or has_newer_version(sheet):
            raise StateChanged(_("This sheet is not published."), details={"state": sheet.state})
        last = last_day_to_object(sheet)
        if last is None or on > last:
            raise Refused(_("The days to object are over."), code="objection_too_late")
        if Objection.objects.filter(evaluation=sheet).exists():
            raise Refused(_("You have already objected to this grade."), code="already_objected")
        due = answer_deadline(spec_of(sheet.cycle.framework), on, working_calendar())
        try:
            with transaction.atomic():
                objection = Objection.objects.create(
                    code=f"KN{sheet.cycle.period:%y%m}-{sheet.pk}",
                    evaluation=sheet,
                    grounds=grounds.strip(),
                    filed_at=timezone.now(),
                    answer_due_on=due,
                )
        except IntegrityError as error:
            raise Refused(_("You have already objected to this grade."), code="already_objected") from error
        record_event(
            object_type="evaluations.objection", object_id=objection.pk, name="objection.file",
            table="evaluations_objection", details={"evaluation": sheet.pk},
        )  # fmt: skip
        tell(
            {sheet.decider_id},
            kind="objection.filed",
            dedupe=f"objection:{objection.pk}",
            title=gettext_noop("An objection to a grade of %(month)s waits for your answer until %(day)s"),
            params={"month": month_words(sheet.cycle.period), "day": as_date(due)},
        )
        return objection


def answer(
    *, objection: Objection, text: str, outcome: str, by: Actor, on: date, version: int | None = None
) -> Objection:
    """The head answers with a reason; the person may carry it further within the days set."""
    _refuse_bad_answer(text, outcome)
    with recorded(by=by):
        row = _locked(objection, version)
        require(by, "objection.answer", row)
        further = escalation_deadline(spec_of(row.evaluation.cycle.framework), on, working_calendar())
        changes = {
            "answer": text.strip(),
            "outcome": outcome,
            "answered_by": by,
            "answered_at": timezone.now(),
            "escalation_due_on": further,
        }
        move(row, "answer", by=by, reason=text, changes=changes)
        mark_handled(dedupe_prefix=f"objection:{row.pk}", by=by)
        _tell_subject(row, f"objection:{row.pk}:answered")
        return row


def escalate(*, objection: Objection, by: Actor | None, on: date, version: int | None = None) -> Objection:
    """Carry it to the level above: the person within the days set, or the clock when no answer came in time."""
    with recorded(by=by):
        row = _locked(objection, version)
        if by is not None:
            require(by, "objection.escalate", row)
            if row.state == ObjectionState.FILED and on <= row.answer_due_on:
                raise Refused(_("The head can still answer."), code="answer_still_open")
            if row.state == ObjectionState.ANSWERED and row.escalation_due_on and on > row.escalation_due_on:
                raise Refused(_("The days to carry it further are over."), code="escalation_too_late")
        move(row, "escalate", by=by, changes={"escalated_at": timezone.now()})
        mark_handled(dedupe_prefix=f"objection:{row.pk}", by=by)
        return row


def answer_above(*, objection: Objection, text: str, outcome: str, by: Actor, version: int | None = None) -> Objection:
    """The level above speaks last; never the one who decided the grade."""
    _refuse_bad_answer(text, outcome)
    with recorded(by=by):
        row = _locked(objection, version)
        require(by, "objection.answer_above", row)
        if row.evaluation.decider_id is not None and row.evaluation.decider_id == getattr(by, "person_id", None):
            raise Forbidden(_("Who decides the unit does not answer at the level above."), code="duty_apart_decider")
        changes = {
            "answer_above": text.strip(),
            "outcome": outcome,
            "answered_above_by": by,
            "answered_above_at": timezone.now(),
        }
        move(row, "answer_above", by=by, reason=text, changes=changes)
        _tell_subject(row, f"objection:{row.pk}:answered_above")
        return row


def withdraw(*, objection: Objection, by: Actor, version: int | None = None) -> Objection:
    """The person takes the objection back."""
    with recorded(by=by):
        row = _locked(objection, version)
        require(by, "objection.withdraw", row)
        move(row, "withdraw", by=by, changes={"outcome": ObjectionOutcome.WITHDRAWN.value})
        mark_handled(dedupe_prefix=f"objection:{row.pk}", by=by)
        return row


def overdue(*, on: date) -> list[int]:
    """Keys of objections the clock moves: not answered in time, or answered and not carried further in time."""
    late = Objection.objects.filter(state=ObjectionState.FILED, answer_due_on__lt=on)
    settled = Objection.objects.filter(state=ObjectionState.ANSWERED, escalation_due_on__lt=on)
    return sorted([*late.values_list("id", flat=True), *settled.values_list("id", flat=True)])


def move_by_clock(*, ids: list[int], on: date) -> int:
    """What is due for these objections; nothing for one that somebody moved meanwhile. Returns how many moved."""
    moved = 0
    with recorded(by=None, source="task"):
        rows = Objection.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id")
        for row in rows.select_related("evaluation__decided_by"):
            if row.state == ObjectionState.FILED and row.answer_due_on < on:
                move(row, "escalate", by=None, changes={"escalated_at": timezone.now()}, source="task")
                _tell_subject(row, f"objection:{row.pk}:escalated")
                moved += 1
            elif row.state == ObjectionState.ANSWERED and row.escalation_due_on and row.escalation_due_on < on:
                move(row, "close", by=None, source="task")
                moved += 1
    return moved


def _locked(objection: Objection, version: int | None) -> Objection:
    if version is None:
        return latest(objection, related=RELATED)
    return locked(objection, version=version, related=RELATED)


def _refuse_bad_answer(text: str, outcome: str) -> None:
    if not text.strip():
        raise InvalidInput(_("An answer needs its reason."), field="text", code="reason_missing")
    if outcome not in ANSWERS:
        raise InvalidInput(_("Uphold or reject the objection."), field="outcome", code="unknown_outcome")


def _tell_subject(row: Objection, dedupe: str) -> None:
    tell(
        {row.evaluation.person_id},
        kind="objection.moved",
        dedupe=dedupe,
        title=gettext_noop("News about your objection %(code)s"),
        params={"code": row.code},
    )
