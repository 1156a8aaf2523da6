"""What the days do by themselves: decisions lapse, terms are told; nothing is judged, no case moved on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from discipline.enums import HANDLING, IN_EFFECT, INTAKE, OPEN, CaseState, RestorationState
from discipline.models import Case, Complaint, Pause, RestorationTask
from discipline.rules.book import RuleBook
from discipline.selectors.clocks import clock_of, review_due
from discipline.selectors.own_terms import own_terms, with_terms
from discipline.selectors.rule_book import book
from discipline.services.telling import tell_concerned, tell_handlers, tell_leaders
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.notifications.models import Alert
from foundation.notifications.notify import told_together
from foundation.outbox.chunks import CHUNK
from organization.rules.calendar import WorkingCalendar
from organization.selectors.calendar import working_calendar

BEFORE = (7, 3, 0)
"""Days before a term of a complaint or a restoration on which its handler is told."""
OWN = {
    "statement": gettext_noop("Case %(code)s: you may explain yourself in writing"),
    "file_access": gettext_noop("Case %(code)s: you may ask to read the file"),
    "complaint": gettext_noop("Case %(code)s: you may complain against the decision"),
}
"""What the person concerned may do while the term runs."""


def lapse_due(*, on: date) -> int:
    """Decisions whose months are over lapse, unless a new violation inside them is under way or in effect."""
    done = 0
    rows = Case.objects.filter(
        state__in=(CaseState.IN_FORCE, CaseState.UPHELD, CaseState.AMENDED), lapses_on__lte=on
    ).order_by("id")
    for key in list(rows.values_list("pk", flat=True)):
        with recorded(by=None, source="task"):
            case = Case.objects.select_for_update(of=("self",)).get(pk=key)
            if case.state not in (CaseState.IN_FORCE, CaseState.UPHELD, CaseState.AMENDED) or _new_violation(case):
                continue
            gone = move(case, "lapse", by=None, changes={"closed_on": on}, source="task")
            tell_concerned(gone, occasion="lapsed", title=gettext_noop("Case %(code)s: the decision lapsed"))
            done += 1
    return done


def _new_violation(case: Case) -> bool:
    inside = Case.objects.filter(
        subject=case.subject,
        subject_unit=case.subject_unit,
        acted_on__gte=case.effective_on,
        acted_on__lt=case.lapses_on,
        state__in=(*OPEN, CaseState.DECIDED, *IN_EFFECT),
    )
    return inside.exclude(pk=case.pk).exists()


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of term: the rows it may run for on the day, and what is told of one of them."""

    rows: QuerySet[Any]
    tell: Callable[[Any], None]

    def tell_of(self, ids: Sequence[int]) -> None:
        """Tell of these rows, at most 500; one that ended since they were looked for is left out."""
        with recorded(by=None, source="task"), told_together():
            for row in self.rows.filter(pk__in=ids):
                self.tell(row)


def tell_terms(*, on: date, each: Callable[[list[int], Callable[[list[int]], None]], int] | None = None) -> int:
    """Tell handlers and people concerned of the terms of today, each once; returns how many rows were looked at.

    Args:
        each: works through keys in short transactions and returns how many were done; the job's own keeps its progress.
    """
    return sum((each or _by_chunks)(list(terms.rows.values_list("pk", flat=True)), terms.tell_of) for terms in _all(on))


def _by_chunks(ids: list[int], work: Callable[[list[int]], None]) -> int:
    for start in range(0, len(ids), CHUNK):
        work(ids[start : start + CHUNK])
    return len(ids)


def _all(on: date) -> Iterable[Terms]:
    rules, calendar = book(), working_calendar()
    soon = on + timedelta(days=max(BEFORE))
    handled = Case.objects.filter(state__in=HANDLING, discovered_on__lte=on).prefetch_related("pauses")
    yield Terms(handled.order_by("id"), lambda case: _handling(case, on, rules, calendar))
    yield Terms(Case.objects.filter(state__in=INTAKE).order_by("id"), lambda case: _review(case, on, rules, calendar))
    yield Terms(with_terms(on=on), lambda case: _own(case, on, rules, calendar))
    yield Terms(Case.objects.filter(state=CaseState.DECIDED).order_by("id"), _delivery)
    paused = Pause.objects.filter(ended_on=None, review_on__lte=on, case__state=CaseState.SUSPENDED)
    yield Terms(paused.select_related("case").order_by("id"), lambda pause: _pause(pause, on))
    asked = Complaint.objects.filter(answered_on=None, answer_due_on__lte=soon)
    yield Terms(asked.select_related("case").order_by("id"), lambda complaint: _answer(complaint, on))
    owed = RestorationTask.objects.filter(state=RestorationState.OPEN, due_on__lte=soon)
    yield Terms(owed.select_related("case").order_by("id"), lambda task: _restoration(task, on))


def _handling(case: Case, on: date, rules: RuleBook, calendar: WorkingCalendar) -> None:
    clock = clock_of(case, today=on, rules=rules, calendar=calendar)
    reached = [warning for warning in clock.warnings if warning.reached]
    if reached:
        title = gettext_noop("Case %(code)s: the handling limit comes near")
        tell_handlers(case, occasion=f"limit:{reached[-1].day}", title=title, on=clock.ends_on)
    if clock.is_over:
        title = gettext_noop("Case %(code)s: the handling limit has passed")
        tell_handlers(case, occasion="limit:over", title=title, on=clock.ends_on)
        tell_leaders(case, occasion="limit:over", title=title)


def _review(case: Case, on: date, rules: RuleBook, calendar: WorkingCalendar) -> None:
    due = review_due(case, rules=rules, calendar=calendar)
    if due <= on:
        tell_handlers(case, occasion="review", title=gettext_noop("Signal %(code)s: review owed"), on=due)


def _own(case: Case, on: date, rules: RuleBook, calendar: WorkingCalendar) -> None:
    """The person concerned, from the first morning on which a term of theirs runs."""
    found = own_terms(case, on=on, rules=rules, calendar=calendar)
    terms = {f"term:{act}:{until}": (act, until) for act, until in found}
    keys = [f"case:{case.pk}:own:{occasion}" for occasion in terms]
    told = set(Alert.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    for key, (occasion, (act, until)) in zip(keys, terms.items(), strict=True):
        if key not in told:
            tell_concerned(case, occasion=occasion, title=OWN[act], on=until)


def _delivery(case: Case) -> None:
    """Whoever took the case over after the decision hears that it is to be delivered."""
    tell_handlers(case, occasion="deliver", title=gettext_noop("Case %(code)s: deliver the decision"))


def _pause(pause: Pause, on: date) -> None:
    title = gettext_noop("Case %(code)s: look again whether the ground still stands")
    tell_handlers(pause.case, occasion=f"pause:{pause.pk}:{on:%Y-%m}", title=title, on=pause.review_on)


def _answer(complaint: Complaint, on: date) -> None:
    title = gettext_noop("Case %(code)s: the answer to the complaint is due")
    occasion = f"answer:{complaint.pk}:{_step(complaint.answer_due_on, on)}"
    tell_handlers(complaint.case, occasion=occasion, title=title, on=complaint.answer_due_on)


def _restoration(task: RestorationTask, on: date) -> None:
    title = gettext_noop("Case %(code)s: something owed is due")
    occasion = f"restore:{task.pk}:{_step(task.due_on, on)}"
    tell_handlers(task.case, occasion=occasion, title=title, on=task.due_on)


def _step(due: date, on: date) -> str:
    """Which of the days before the term has come: told once each."""
    left = (due - on).days
    return "over" if left < 0 else str(min(step for step in BEFORE if step >= left))
