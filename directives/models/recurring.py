"""Tasks that come again: the rule, and each time it was due to be given."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from directives import states
from directives.enums import AssignmentKind, RecurrenceEvery, RecurrenceSkip, RecurrenceState
from directives.models.assignment import Assignment
from foundation.audit.triggers import append_only, audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit


class RecurringAssignment(models.Model):
    """A rule by which a task is given again and again.

    `day`: 1 (Monday) to 7 of a week, else 1 to 31 of the month (past its end: the last day). `days_before`: working
    days between giving and deadline. Nothing is given that fell to be given before `counts_from`: a pause leaves gaps.
    """

    transitions: ClassVar[TransitionTable] = states.RECURRENCE

    code = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recurring_assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="recurring_assignments")
    title = models.CharField(max_length=300)
    responsibility = models.CharField(max_length=300)
    product = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=AssignmentKind, default=AssignmentKind.REGULAR)
    every = models.CharField(max_length=10, choices=RecurrenceEvery)
    day = models.PositiveSmallIntegerField()
    month_of_quarter = models.PositiveSmallIntegerField(default=3)
    days_before = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    counts_from = models.DateField()
    state = models.CharField(max_length=10, choices=RecurrenceState, default=RecurrenceState.ACTIVE)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.RECURRENCE),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(day__gte=1) & (Q(day__lte=7) | ~Q(every=RecurrenceEvery.WEEKLY) & Q(day__lte=31)),
                name="recurring_day_of_its_span",
            ),
            models.CheckConstraint(
                condition=Q(month_of_quarter__gte=1, month_of_quarter__lte=3), name="recurring_month_of_quarter"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("begins_on")), name="recurring_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "id"], name="recurring_state"),
            models.Index(fields=["unit", "-id"], name="recurring_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Holders of the duties of this rule."""
        return {"subject": holders(self.person_id)}


class RecurringOccurrence(models.Model):
    """One time of a rule, named by its nominal day: the task that was given, or why none was."""

    rule = models.ForeignKey(RecurringAssignment, on_delete=models.PROTECT, related_name="occurrences")
    nominal_on = models.DateField()
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, null=True, related_name="recurrence")
    skipped = models.CharField(max_length=10, choices=RecurrenceSkip, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["rule_id", "-nominal_on"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "nominal_on"], name="recurring_once_a_time"),
            models.CheckConstraint(
                condition=Q(assignment__isnull=True) ^ Q(skipped=""), name="recurring_given_or_skipped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.nominal_on}"
