"""Complaints against a decision, and what is owed to somebody disciplined wrongly."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from discipline import states
from discipline.enums import ComplaintOutcome, RestorationKind, RestorationState
from discipline.models.case import Case
from discipline.models.decision import Decision
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable

ACCOUNT = settings.AUTH_USER_MODEL


class Complaint(models.Model):
    """The first or second complaint: lodged by the person concerned, answered once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="complaints")
    level = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="complaints")
    lodged_on = models.DateField()
    late_reason = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    lodged_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    answer_due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ComplaintOutcome, blank=True)
    document = models.CharField(max_length=160, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    rules = models.JSONField(default=dict)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "level"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="answered_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_on__isnull=False),
                func="RAISE EXCEPTION 'complaint % was answered', OLD.id;",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "level"], name="case_complaint_once_a_level"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="case_complaint_first_or_second"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, outcome="")
                | (Q(answered_on__isnull=False) & ~Q(outcome="") & ~Q(document="")),
                name="case_complaint_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("lodged_on")),
                name="case_complaint_answered_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level}"


class RestorationTask(models.Model):
    """One thing owed after a rescission, by when, and the proof that it was done."""

    transitions: ClassVar[TransitionTable] = states.RESTORATION

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="restorations")
    kind = models.CharField(max_length=12, choices=RestorationKind)
    what = models.CharField(max_length=300)
    period = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=RestorationState, default=RestorationState.OPEN)
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "due_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.RESTORATION),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "kind", "period"], name="case_restoration_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~Q(state=RestorationState.DONE) | Q(done_on__isnull=False), name="case_restoration_done_on"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="case_restoration_due"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"barred": frozenset(self.case.barred_ids)}
