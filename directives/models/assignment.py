"""Assignments: who does what, by when, answering for what, with which product."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cadres.models import Person
from directives import states
from directives.enums import AssignmentState
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable
from organization.models import Unit


class Assignment(models.Model):
    """A task given to one person: the five things the directive asks for are all here and all required."""

    transitions: ClassVar[TransitionTable] = states.ASSIGNMENT

    code = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    title = models.CharField(max_length=300)
    responsibility = models.CharField(max_length=300)
    product = models.CharField(max_length=300)
    assigned_on = models.DateField()
    due_on = models.DateField()
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
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("assigned_on")), name="assignment_due_after_assigned"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.DONE) | Q(done_on__isnull=False), name="assignment_done_has_its_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "due_on"], name="assignment_person_due"),
            models.Index(fields=["unit", "due_on"], name="assignment_unit_due"),
            models.Index(fields=["state", "due_on"], name="assignment_state_due"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Holders of the duties of this assignment."""
        return {"subject": frozenset({self.person_id})}
