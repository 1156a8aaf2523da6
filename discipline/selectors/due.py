"""The date a line of the board shows, as the database computes it: lists are sorted and filtered by what is shown."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case as When_
from django.db.models import (
    DateField,
    F,
    Func,
    JSONField,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce

from discipline.enums import HANDLING, INTAKE, CaseState, RestorationState
from discipline.models import Case, Complaint, RestorationTask
from discipline.rules.terms import end_of
from discipline.selectors.rule_book import book
from foundation.access import visible_field
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
    known = visible_field(user, Case.objects.filter(state__in=TIMED), "handling_due_on").order_by().values("pk")
    due = When_(
        When(state__in=INTAKE, pk__in=known, then=_review(on)),
        When(state__in=HANDLING, pk__in=known, then=F("handling_due_on")),
        When(
            state__in=COMPLAINTS,
            pk__in=known,
            then=Subquery(answers.annotate(first=Min("answer_due_on")).values("first")),
        ),
        When(
            state=CaseState.RESCINDED, pk__in=known, then=Subquery(owed.annotate(first=Min("due_on")).values("first"))
        ),
        default=None,
        output_field=DateField(),
    )
    return rows.annotate(due_key=due)


def _review(on: date) -> Any:
    """The day by which a signal is reviewed, looked up by the day it was reported (as `review_due` takes it)."""
    rules, calendar = book(), working_calendar()
    ends = {}
    for back in range(-1, DAYS_BACK):
        day = on - timedelta(days=back)
        if rules.find(REVIEW_RULE, day) is not None:
            ends[day.isoformat()] = end_of(day, rules.review_days(day), calendar).isoformat()
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
    reported = Func(F("reported_at"), template=template, output_field=TextField())
    found = Func(
        Value(ends, output_field=JSONField()), reported, function="jsonb_extract_path_text", output_field=TextField()
    )
    return Coalesce(Cast(found, DateField()), Cast(reported, DateField()))
