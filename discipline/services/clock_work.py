"""What the days do by themselves: decisions lapse, terms are told; nothing is judged, no case moved on."""

from datetime import date, timedelta

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
from organization.rules.calendar import WorkingCalendar
from organization.selectors.calendar import working_calendar

CHUNK = 500
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


def tell_terms(*, on: date) -> int:
    """Tell handlers and people concerned of the terms of today, each once; returns how many cases were looked at."""
    rules, calendar = book(), working_calendar()
    with recorded(by=None, source="task"), told_together():
        return (
            _handling(on, rules, calendar)
            + _reviews(on, rules, calendar)
            + _own_terms(on, rules, calendar)
            + _deliveries()
            + _pauses(on)
            + _answers(on)
            + _restorations(on)
        )


def _handling(on: date, rules: RuleBook, calendar: WorkingCalendar) -> int:
    looked = 0
    rows = Case.objects.filter(state__in=HANDLING, discovered_on__lte=on).prefetch_related("pauses").order_by("id")
    for case in rows.iterator(chunk_size=CHUNK):
        looked += 1
        clock = clock_of(case, today=on, rules=rules, calendar=calendar)
        reached = [warning for warning in clock.warnings if warning.reached]
        if reached:
            title = gettext_noop("Case %(code)s: the handling limit comes near")
            tell_handlers(case, occasion=f"limit:{reached[-1].day}", title=title, on=clock.ends_on)
        if clock.is_over:
            title = gettext_noop("Case %(code)s: the handling limit has passed")
            tell_handlers(case, occasion="limit:over", title=title, on=clock.ends_on)
            tell_leaders(case, occasion="limit:over", title=title)
    return looked


def _reviews(on: date, rules: RuleBook, calendar: WorkingCalendar) -> int:
    looked = 0
    for case in Case.objects.filter(state__in=INTAKE).order_by("id").iterator(chunk_size=CHUNK):
        looked += 1
        due = review_due(case, rules=rules, calendar=calendar)
        if due <= on:
            tell_handlers(case, occasion="review", title=gettext_noop("Signal %(code)s: review owed"), on=due)
    return looked


def _own_terms(on: date, rules: RuleBook, calendar: WorkingCalendar) -> int:
    """The person concerned, from the first morning on which a term of theirs runs."""
    looked = 0
    for case in with_terms(on=on).iterator(chunk_size=CHUNK):
        looked += 1
        found = own_terms(case, on=on, rules=rules, calendar=calendar)
        terms = {f"term:{act}:{until}": (act, until) for act, until in found}
        keys = [f"case:{case.pk}:own:{occasion}" for occasion in terms]
        told = set(Alert.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
        for key, (occasion, (act, until)) in zip(keys, terms.items(), strict=True):
            if key not in told:
                tell_concerned(case, occasion=occasion, title=OWN[act], on=until)
    return looked


def _deliveries() -> int:
    """Whoever took the case over after the decision hears that it is to be delivered."""
    looked = 0
    for case in Case.objects.filter(state=CaseState.DECIDED).order_by("id").iterator(chunk_size=CHUNK):
        looked += 1
        tell_handlers(case, occasion="deliver", title=gettext_noop("Case %(code)s: deliver the decision"))
    return looked


def _pauses(on: date) -> int:
    rows = Pause.objects.filter(ended_on=None, review_on__lte=on, case__state=CaseState.SUSPENDED)
    looked = 0
    for pause in rows.select_related("case").order_by("id").iterator(chunk_size=CHUNK):
        looked += 1
        month = f"{on:%Y-%m}"
        title = gettext_noop("Case %(code)s: look again whether the ground still stands")
        tell_handlers(pause.case, occasion=f"pause:{pause.pk}:{month}", title=title, on=pause.review_on)
    return looked


def _answers(on: date) -> int:
    rows = Complaint.objects.filter(answered_on=None, answer_due_on__lte=on + timedelta(days=max(BEFORE)))
    looked = 0
    for complaint in rows.select_related("case").order_by("id").iterator(chunk_size=CHUNK):
        looked += 1
        step = _step(complaint.answer_due_on, on)
        title = gettext_noop("Case %(code)s: the answer to the complaint is due")
        tell_handlers(complaint.case, occasion=f"answer:{complaint.pk}:{step}", title=title, on=complaint.answer_due_on)
    return looked


def _restorations(on: date) -> int:
    rows = RestorationTask.objects.filter(state=RestorationState.OPEN, due_on__lte=on + timedelta(days=max(BEFORE)))
    looked = 0
    for task in rows.select_related("case").order_by("id").iterator(chunk_size=CHUNK):
        looked += 1
        title = gettext_noop("Case %(code)s: something owed is due")
        occasion = f"restore:{task.pk}:{_step(task.due_on, on)}"
        tell_handlers(task.case, occasion=occasion, title=title, on=task.due_on)
    return looked


def _step(due: date, on: date) -> str:
    """Which of the days before the term has come: told once each."""
    left = (due - on).days
    return "over" if left < 0 else str(min(step for step in BEFORE if step >= left))
