"""Terms of the person concerned that run on a day: an act and its last day, nothing of what the case is about."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from discipline.enums import HANDLING, CaseState, DeliveryKind
from discipline.models import Case, Summons
from discipline.rules.book import RuleBook
from discipline.rules.due_process import DONE
from discipline.selectors.own import COMPLAINT_NEXT, complaint_until
from discipline.selectors.process import PREFETCH, owed
from discipline.selectors.rule_book import book
from foundation.notifications.models import Alert
from organization.rules.calendar import WorkingCalendar
from organization.selectors.calendar import working_calendar

STEPS = ("statement", "file_access")
LONGEST_COMPLAINT = timedelta(days=180)
"""A paper delivered longer ago starts no term that still runs."""


def with_terms(*, on: date) -> QuerySet[Case]:
    """Cases in which the person concerned may have a term on that day."""
    heard = Q(state__in=HANDLING, deliveries__kind=DeliveryKind.NOTICE)
    decided = Q(state__in=list(COMPLAINT_NEXT), deliveries__received_on__gte=on - LONGEST_COMPLAINT)
    rows = Case.objects.filter(heard | decided, answering__isnull=False)
    return Case.objects.filter(pk__in=rows.order_by().values("pk")).prefetch_related(*PREFETCH).order_by("id")


def own_terms(case: Case, *, on: date, rules: RuleBook, calendar: WorkingCalendar) -> Iterator[tuple[str, date]]:
    """The acts that are open to the person concerned up to a day not past; a case read with its PREFETCH."""
    if case.state in HANDLING:
        if not any(one.kind == DeliveryKind.NOTICE for one in case.deliveries.all()):
            return
        for step in owed(case, rules=rules, calendar=calendar, today=on):
            if step.code in STEPS and step.state != DONE and step.due_on is not None and step.due_on >= on:
                yield step.code, step.due_on
    elif case.state in COMPLAINT_NEXT:
        until = complaint_until(case, rules)
        if until is not None and until >= on:
            yield "complaint", until


def own_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """Of the alerts told to a person concerned those whose act is still open."""
    parts = {alert.pk: alert.occasion.split(":")[1:] for alert in alerts}
    running = _running([alert.thing_id for alert in alerts if parts[alert.pk][0] == "term"], on)
    summoned = set(
        Summons.objects.filter(
            pk__in=[int(rest[1]) for rest in parts.values() if rest[0] == "summons" and rest[1].isdigit()],
            sitting_on__gte=on,
            attendance="",
            case__state__in=HANDLING,
        ).values_list("pk", flat=True)
    )
    asked = set(
        Case.objects.filter(
            pk__in=[alert.thing_id or 0 for alert in alerts if parts[alert.pk] == ["statement"]],
            state=CaseState.SELF_CRITICISM,
            statements__isnull=True,
        ).values_list("pk", flat=True)
    )
    stand = []
    for alert in alerts:
        kind, *rest = parts[alert.pk]
        if kind == "term":
            stands = (alert.thing_id, *rest) in running
        elif kind == "summons":
            stands = int(rest[0]) in summoned
        else:
            stands = kind == "statement" and alert.thing_id in asked
        if stands:
            stand.append(alert.pk)
    return stand


def _running(ids: Iterable[int | None], on: date) -> set[tuple[int, str, str]]:
    found = with_terms(on=on).filter(pk__in=[pk for pk in ids if pk])
    if not found:
        return set()
    rules, calendar = book(), working_calendar()
    return {
        (case.pk, act, until.isoformat())
        for case in found
        for act, until in own_terms(case, on=on, rules=rules, calendar=calendar)
    }
