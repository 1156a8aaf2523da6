"""Undertakings: what a unit plans to do for a task of a document, its progress reports and their proof."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from directives import states
from directives.enums import UndertakingState
from directives.models.document import DocumentTask
from foundation.audit.triggers import append_only, audited, legal_transitions, never_deleted
from foundation.files.models import FileLine, only_added
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit


class Undertaking(models.Model):
    """One promise of one unit: which task of which document, what, who answers for it, by when, with which product."""

    transitions: ClassVar[TransitionTable] = states.UNDERTAKING

    code = models.CharField(max_length=20, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="undertakings")
    task = models.ForeignKey(DocumentTask, on_delete=models.PROTECT, related_name="undertakings")
    title = models.CharField(max_length=300)
    product = models.CharField(max_length=300)
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="undertakings")
    begins_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=UndertakingState, default=UndertakingState.PLANNED)
    percent = models.PositiveSmallIntegerField(default=0)
    reported_on = models.DateField(null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.UNDERTAKING),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(due_on__gte=F("begins_on")), name="undertaking_due_after_it_begins"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="undertaking_percent_to_100"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "due_on"], name="undertaking_unit_due"),
            models.Index(fields=["state", "due_on"], name="undertaking_state_due"),
            models.Index(fields=["task", "unit"], name="undertaking_task_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Who answers for it neither accepts it nor drops it."""
        return {"responsible": holders(self.responsible_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who reported it done does not accept it."""
        return {"reporter": holders(self.reported_by_id)}


class UndertakingReport(models.Model):
    """One report of progress; written once."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    text = models.TextField()
    final = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["undertaking_id", "-number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["undertaking", "number"], name="undertaking_report_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="undertaking_report_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking_id}/{self.number}"


class UndertakingEvidence(FileLine):
    """One version of one numbered proof of an undertaking."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="evidence")

    class Meta:
        ordering: ClassVar[list[str]] = ["undertaking", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = only_added()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["undertaking", "number", "version"], name="undertaking_evidence_once"),
        ]
