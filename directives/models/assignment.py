"""Assignments: who does what, by when, answering for what, with which product."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from cadres.models import Person
from directives import states
from directives.enums import AssignmentKind, AssignmentState, Authority
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable
from organization.models import Unit


def major_was_discussed() -> pgtrigger.Trigger:
    """A major or complex task is not ended as done before the collective's discussion of it is recorded."""
    return pgtrigger.Trigger(
        name="major_was_discussed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__kind="major", new__state="done", old__state__df="done"),
        func=(
            "IF NOT EXISTS (SELECT 1 FROM directives_assignmentdiscussion WHERE assignment_id = NEW.id) THEN "
            "RAISE EXCEPTION 'a major task is discussed before it is done: %', NEW.id; END IF; RETURN NEW;"
        ),
    )


def cause_was_confirmed() -> pgtrigger.Trigger:
    """A delay is excused only by a cause that somebody confirmed."""
    return pgtrigger.Trigger(
        name="cause_was_confirmed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("objective_cause"),
        func=(
            "IF NEW.objective_cause <> '' AND NOT EXISTS (SELECT 1 FROM directives_delaycause "
            "WHERE assignment_id = NEW.id AND state = 'confirmed' AND text = NEW.objective_cause) THEN "
            "RAISE EXCEPTION 'an objective cause is confirmed first: %', NEW.id; END IF; RETURN NEW;"
        ),
    )


class Assignment(models.Model):
    """A task given to one person: the five things the directive asks for are all here and all required.

    `due_on` is the deadline in force; `first_due_on` the one first given, once it was moved. `objective_cause` is the
    text of the confirmed DelayCause, which alone excuses a delay.
    """

    transitions: ClassVar[TransitionTable] = states.ASSIGNMENT

    code = models.CharField(max_length=20, unique=True)
    # Without an index of their own: a longer one in Meta begins with each of them.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    title = models.CharField(max_length=300)
    responsibility = models.CharField(max_length=300)
    product = models.CharField(max_length=300)
    assigned_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField(null=True, blank=True)
    times_extended = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=AssignmentKind, default=AssignmentKind.REGULAR)
    authority = models.CharField(max_length=10, choices=Authority, default=Authority.OWN)
    delegation_number = models.CharField(max_length=60, blank=True)
    delegation_on = models.DateField(null=True, blank=True)
    delegation_from = models.CharField(max_length=200, blank=True)
    delegation_until = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    quality_faults = models.PositiveSmallIntegerField(default=0)
    objective_cause = models.CharField(max_length=300, blank=True)
    result_note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.OPEN)
    recorded_by_self = models.BooleanField(default=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.ASSIGNMENT),
            major_was_discussed(),
            cause_was_confirmed(),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("assigned_on")), name="assignment_due_after_assigned"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.DONE) | Q(done_on__isnull=False), name="assignment_done_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(authority=Authority.DELEGATED)
                | Q(delegation_on__isnull=False) & ~Q(delegation_number="") & ~Q(delegation_from=""),
                name="assignment_delegation_is_named",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "due_on"], name="assignment_person_due"),
            models.Index(fields=["unit", "due_on"], name="assignment_unit_due"),
            models.Index(fields=["state", "due_on"], name="assignment_state_due"),
            models.Index(fields=["due_on", "id"], name="assignment_due"),
            models.Index(fields=["kind", "due_on"], name="assignment_kind_due"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="assignment_title_trigram"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def original_due_on(self) -> date:
        """The deadline as first given."""
        return self.first_due_on or self.due_on

    def delegated_on(self, day: date) -> bool:
        """Whether the power to decide this task was already delegated on that day."""
        return (
            self.authority == Authority.DELEGATED
            and self.delegation_on is not None
            and self.delegation_on <= day
            and (self.delegation_until is None or day <= self.delegation_until)
        )

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Holders of the duties of this assignment."""
        return {"subject": frozenset({self.person_id})}
