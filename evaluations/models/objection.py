"""Objections of cadres to their published grade."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations import states
from evaluations.enums import ObjectionOutcome, ObjectionState
from evaluations.models.evaluation import Evaluation
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders


class Objection(models.Model):
    """One objection to one published sheet; the head answers with a reason, or it goes up."""

    transitions: ClassVar[TransitionTable] = states.OBJECTION

    code = models.CharField(max_length=20, unique=True)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="objections")
    grounds = models.TextField()
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.FILED)
    filed_at = models.DateTimeField()
    answer_due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalation_due_on = models.DateField(null=True, blank=True)
    answer_above = models.TextField(blank=True)
    answered_above_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_above_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ObjectionOutcome, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-filed_at"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.OBJECTION),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=~Q(state=ObjectionState.CLOSED),
                name="objection_one_open_a_sheet",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "answer_due_on"], name="objection_state_due"),
        ]

    def __str__(self) -> str:
        return self.code

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """The person objecting, and who decided the grade."""
        decided_by = self.evaluation.decided_by
        decider = decided_by.person_id if decided_by else None
        return {
            "subject": holders(self.evaluation.person_id),
            "decider": holders(decider),
        }
