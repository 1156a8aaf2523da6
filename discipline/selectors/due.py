"""The date a line of the board shows, as the database computes it: lists are sorted and filtered by what is shown."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case as When_
from django.db.models import (
    DateField,
    F,
    Func,
    JSONField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce

from discipline.enums import HANDLING, INTAKE, CaseState, RestorationState
from discipline.models import Case, Complaint, RestorationTask
from discipline.rules.book import Amount, RuleBook
from discipline.rules.terms import end_of
from discipline.selectors.rule_book import book
from foundation.access import field_condition
from organization.rules.calendar import WorkingCalendar
from organization.selectors.calendar import working_calendar

COMPLAINTS = (CaseState.COMPLAINT_1, CaseState.COMPLAINT_2)
TIMED = (*INTAKE, *HANDLING, *COMPLAINTS, CaseState.RESCINDED)
"""States in which a term runs."""
REVIEW_RULE = "review.days"
DAYS_BACK = 400
"""Signals older than this are sorted by the day they were reported: long overdue whatever the calendar."""


def with_due(rows: QuerySet[Case], user: Any, *, on: date) -> Any:
    """Rows with `due_key`: what `next_due` of a line says, and nothing where the reader may not know the term."""
    answers = Complaint.objects.filter(case=OuterRef("pk"), answered_on=None).order_by().values("case")
    owed = RestorationTask.objects.filter(case=OuterRef("pk"), state=RestorationState.OPEN).order_by().values("case")
    known = Q(state__in=TIMED) & field_condition(user, Case, "handling_due_on")
    runs = When_(
        When(state__in=INTAKE, then=_review(on)),
        When(state__in=HANDLING, then=F("handling_due_on")),
        When(state__in=COMPLAINTS, then=Subquery(answers.annotate(first=Min("answer_due_on")).values("first"))),
        When(state=CaseState.RESCINDED, then=Subquery(owed.annotate(first=Min("due_on")).values("first"))),
        default=None,
        output_field=DateField(),
    )
    due = When_(When(known, then=runs), default=None, output_field=DateField())  # what is known, asked once
    return rows.annotate(due_key=due)


def _review(on: date) -> Any:
    """The day by which a signal is reviewed, looked up by the day it was reported (as `review_due` takes it)."""
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
    reported = Func(F("reported_at"), template=template, output_field=TextField())
    found = Func(
        Value(_ends(tuple(_given(book(), on)), working_calendar()), output_field=JSONField()),
        reported,
        function="jsonb_extract_path_text",
        output_field=TextField(),
    )
    return Coalesce(Cast(found, DateField()), Cast(reported, DateField()))


def _given(rules: RuleBook, on: date) -> Iterator[tuple[date, Amount]]:
    """The days a review had, by the day its signal came in; an amount is read once for each row of the rules."""
    read: dict[date, Amount] = {}
    for back in range(-1, DAYS_BACK):
        day = on - timedelta(days=back)
        row = rules.find(REVIEW_RULE, day)
        if row is not None:
            if row.valid_from not in read:
                read[row.valid_from] = rules.review_days(day)
            yield day, read[row.valid_from]


@lru_cache(maxsize=4)
def _ends(given: tuple[tuple[date, Amount], ...], calendar: WorkingCalendar) -> Mapping[str, str]:
    """The last day of each review by the day its signal came in; the same for every reader of a day."""
    return {day.isoformat(): end_of(day, many, calendar).isoformat() for day, many in given}
