"""Questions about possible avoidance: the rows they are asked of, and what a reader sees of them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from directives.enums import ExtensionState, HandoffKind, HandoffState, SignalKind
from directives.models import (
    Assignment,
    AssignmentExtension,
    AssignmentHandoff,
    AvoidanceSignal,
    SignalAnswer,
    SignalRule,
)
from directives.rules.periods import Period, containing
from directives.rules.signals import Fact, days_without_answer
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a page shows it: its words, its rule, and the rows it was counted from."""

    signal: AvoidanceSignal
    question: str
    counted: str
    rows: list[dict[str, Any]]
    more: int


def rules_on(on: date) -> dict[str, SignalRule]:
    """The rule in force on a day, by kind."""
    rows = SignalRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return {rule.kind: rule for rule in rows.order_by("valid_from")}


def rules() -> QuerySet[SignalRule]:
    """Every rule with its time, the newest of a kind first."""
    return SignalRule.objects.order_by("kind", "-valid_from")


def units_to_ask(period: Period) -> list[int]:
    """Units of which something may have to be asked, or was asked before, in a period."""
    passed = _passed(period).values_list("from_unit_id", flat=True)
    moved = _moved(period).values_list("assignment__unit_id", flat=True)
    late = AssignmentHandoff.objects.filter(answer_due_on__range=(period.first, period.last))
    asked = AvoidanceSignal.objects.filter(period=period.first).values_list("unit_id", flat=True)
    found = {*passed.distinct(), *moved.distinct(), *asked, *late.values_list("to_unit_id", flat=True).distinct()}
    return sorted(found)


def facts(kind: str, period: Period, *, units: Collection[int], on: date, calendar: WorkingCalendar) -> Iterator[Fact]:
    """The rows of one kind in these units and this period."""
    return _FACTS[kind](period, units, on, calendar)


def readable(user: Any) -> QuerySet[AvoidanceSignal]:
    """Questions this user may see, with whether each was answered."""
    rows = AvoidanceSignal.objects.select_related("unit", "unit__parent", "person", "rule")
    answers = SignalAnswer.objects.filter(signal=OuterRef("pk"))
    return visible_to(user, rows).annotate(answered=Exists(answers))


def filtered(rows: QuerySet[AvoidanceSignal], *, stage: str, kind: str) -> QuerySet[AvoidanceSignal]:
    """Those that wait for an answer unless `stage` says `answered`, `fallen` or `all`; the newest period first."""
    if stage == "fallen":
        rows = rows.filter(stands=False)
    elif stage != "all":
        answers = SignalAnswer.objects.filter(signal=OuterRef("pk"))
        rows = rows.filter(Exists(answers) if stage == "answered" else ~Exists(answers), stands=True)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.order_by("-period", "-count", "id")


def answers_of(user: Any, signal: AvoidanceSignal) -> list[SignalAnswer]:
    """What was said to a question, the first first."""
    rows = SignalAnswer.objects.filter(signal=signal).select_related("by")
    return list(visible_to(user, rows).order_by("id"))


def one(user: Any, pk: int) -> AvoidanceSignal:
    """One question.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = readable(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def asked(user: Any, signal: AvoidanceSignal) -> Asked:
    """A question with its rows; a task outside the reader's reach is named by its number only."""
    codes = {str(row["code"]) for row in signal.rows}
    tasks = {task.code: task for task in visible_to(user, Assignment.objects.filter(code__in=codes))}
    rows = [
        {**row, "on": date.fromisoformat(str(row["on"])), "task": tasks.get(str(row["code"]))} for row in signal.rows
    ]
    return Asked(signal, question_of(signal), counted_of(signal), rows, max(0, signal.count - len(rows)))


def question_of(signal: AvoidanceSignal) -> str:
    """The question in words; it never says that anything is wrong."""
    words = {"n": signal.count}
    if signal.kind == SignalKind.NO_OPINION:
        return _("Why were %(n)s matters passed on without an opinion of one's own?") % words
    if signal.kind == SignalKind.EXTENDED:
        return _("Why were the deadlines of %(n)s tasks moved again and again?") % words
    if signal.kind == SignalKind.DELEGATED:
        return _("Why was guidance asked for on %(n)s matters whose decision was delegated already?") % words
    return _("Why did %(n)s matters wait for an answer past the day agreed?") % words


def counted_of(signal: AvoidanceSignal) -> str:
    """From which rows, and from which number on."""
    words = {"least": signal.rule.threshold}
    if signal.kind == SignalKind.NO_OPINION:
        said = _(
            "Counted: matters passed on in the period with an empty opinion, not withdrawn; asked from %(least)s on."
        )
    elif signal.kind == SignalKind.EXTENDED:
        said = _(
            "Counted: tasks given more time in the period whose deadline was moved %(least)s times or more in all."
        )
    elif signal.kind == SignalKind.DELEGATED:
        said = _(
            "Counted: matters handed upwards or reported as beyond authority while a delegation covered the task; "
            "asked from %(least)s on."
        )
    else:
        said = _(
            "Counted: matters received whose answer was due in the period and came later or has not come, in working "
            "days; asked from %(least)s on."
        )
    return said % words


def _passed(period: Period) -> QuerySet[AssignmentHandoff]:
    rows = AssignmentHandoff.objects.filter(sent_on__range=(period.first, period.last))
    return rows.exclude(state=HandoffState.WITHDRAWN)


def _moved(period: Period) -> QuerySet[AssignmentExtension]:
    return AssignmentExtension.objects.filter(
        state=ExtensionState.GRANTED, settled_on__range=(period.first, period.last)
    )


def _of_passed(rows: QuerySet[AssignmentHandoff]) -> Iterator[Fact]:
    values = rows.order_by("id").values_list("from_unit_id", "assignment__person_id", "assignment__code", "sent_on")
    for unit, person, code, sent_on in values.iterator(chunk_size=1000):
        yield Fact((unit, person), code, sent_on)


def _no_opinion(period: Period, units: Collection[int], on: date, calendar: WorkingCalendar) -> Iterator[Fact]:
    return _of_passed(_passed(period).filter(from_unit__in=units, opinion=""))


def _delegated(period: Period, units: Collection[int], on: date, calendar: WorkingCalendar) -> Iterator[Fact]:
    upwards = (HandoffKind.UP, HandoffKind.BEYOND)
    return _of_passed(_passed(period).filter(from_unit__in=units, kind__in=upwards, already_delegated=True))


def _extended(period: Period, units: Collection[int], on: date, calendar: WorkingCalendar) -> Iterator[Fact]:
    rows = Assignment.objects.filter(pk__in=_moved(period).values("assignment_id"), unit__in=units)
    newest = Max("extensions__settled_on", filter=Q(extensions__state=ExtensionState.GRANTED))
    values = rows.annotate(moved_on=newest).order_by("id")
    for task in values.values_list("unit_id", "person_id", "code", "moved_on", "times_extended"):
        yield Fact((task[0], task[1]), task[2], task[3], task[4])


def _late_answer(period: Period, units: Collection[int], on: date, calendar: WorkingCalendar) -> Iterator[Fact]:
    rows = AssignmentHandoff.objects.filter(
        answer_due_on__range=(period.first, min(period.last, on)), to_unit__in=units
    ).exclude(state=HandoffState.WITHDRAWN)
    rows = rows.filter(Q(answered_on__isnull=True) | Q(answered_on__gt=F("answer_due_on")))
    values = rows.order_by("id").values_list(
        "to_unit_id", "to_person_id", "assignment__code", "answer_due_on", "answered_on"
    )
    for unit, person, code, due, answered in values.iterator(chunk_size=1000):
        late = days_without_answer(due, answered, on, calendar) if due else 0
        if late and due:
            yield Fact((unit, person), code, due, late)


_FACTS: dict[str, Callable[[Period, Collection[int], date, WorkingCalendar], Iterator[Fact]]] = {
    SignalKind.NO_OPINION: _no_opinion,
    SignalKind.EXTENDED: _extended,
    SignalKind.DELEGATED: _delegated,
    SignalKind.LATE_ANSWER: _late_answer,
}


def periods_to_count(rule: SignalRule, on: date, *, back: date) -> list[Period]:
    """The period of a day, and that of a day not long before: what is written late still counts."""
    found = {containing(day, rule.span).first: containing(day, rule.span) for day in (back, on)}  # type: ignore[arg-type]  # month or quarter
    return list(found.values())
