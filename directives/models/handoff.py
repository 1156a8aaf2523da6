"""Matters of a task passed on: upwards, sideways, or beyond one's authority to the competent level."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cadres.models import Person
from directives import states
from directives.enums import HandoffKind, HandoffState
from directives.models.assignment import Assignment
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit


class AssignmentHandoff(models.Model):
    """One matter passed on, with or without the sender's own opinion, and the receiver's answer.

    `from_unit` is the unit of the task on that day; `already_delegated` and `delegation` say whether the power to
    decide had been given to the sender by then, and by which paper.
    """

    transitions: ClassVar[TransitionTable] = states.HANDOFF

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="handoffs")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=HandoffKind)
    state = models.CharField(max_length=10, choices=HandoffState, default=HandoffState.SENT)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handoffs_received")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="handoffs_received")
    matter = models.CharField(max_length=300)
    opinion = models.TextField(blank=True)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer_due_on = models.DateField(null=True, blank=True)
    already_delegated = models.BooleanField(default=False)
    delegation = models.CharField(max_length=300, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.HANDOFF),
            frozen_after(
                states=(HandoffState.SENT.value, HandoffState.ANSWERED.value, HandoffState.WITHDRAWN.value),
                columns=("assignment_id", "kind", "to_unit_id", "to_person_id", "matter", "opinion", "sent_on"),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number"], name="assignment_handoff_once"),
            models.CheckConstraint(
                condition=~Q(state=HandoffState.ANSWERED) | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="assignment_handoff_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(answer_due_on__isnull=True) | Q(answer_due_on__gte=models.F("sent_on")),
                name="assignment_handoff_answer_due_later",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["to_unit", "state", "-sent_on"], name="handoff_received"),
            models.Index(fields=["from_unit", "-sent_on"], name="handoff_from_unit"),
            models.Index(fields=["-sent_on", "-id"], name="handoff_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.number}"

    @property
    def without_opinion(self) -> bool:
        """Passed on without saying what one thinks oneself."""
        return not self.opinion

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Whose task it is does not answer the own matter."""
        return {"subject": holders(self.assignment.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who passed it on does not answer it."""
        return {"sender": holders(self.sent_by_id)}
