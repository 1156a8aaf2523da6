"""Signals of avoidance: from which number on a question is asked, the questions, and what was answered."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from directives.enums import SignalKind, SignalSpan
from foundation.audit.triggers import append_only, audited, never_deleted
from organization.models import Unit


class SignalRule(models.Model):
    """From `threshold` on within one span a question is asked; dated, and unverified until an officer says so."""

    kind = models.CharField(max_length=20, choices=SignalKind)
    span = models.CharField(max_length=7, choices=SignalSpan, default=SignalSpan.QUARTER)
    threshold = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "-valid_from"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="signal_rule_once_a_day"),
            models.CheckConstraint(condition=Q(threshold__gte=1), name="signal_rule_counts_something"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="signal_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"


class AvoidanceSignal(models.Model):
    """A question to the head of a unit, never a verdict: what was counted, by which rule, from which rows.

    `person` is whose acts were counted; nobody where a unit as a whole is asked. `stands` turns false when the rows
    fell below the threshold again; the row stays.
    """

    kind = models.CharField(max_length=20, choices=SignalKind)
    rule = models.ForeignKey(SignalRule, on_delete=models.PROTECT, related_name="signals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="avoidance_signals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="avoidance_signals")
    period = models.DateField()
    count = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    stands = models.BooleanField(default=True)
    raised_on = models.DateField()
    counted_on = models.DateField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-period", "-count", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "unit", "person", "period"], nulls_distinct=False, name="signal_once_a_period"
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="signal_period_is_a_first_day"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "-period"], name="signal_unit_period"),
            models.Index(fields=["person", "-period"], name="signal_person_period"),
            models.Index(fields=["-period", "-count", "id"], name="signal_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.period}"


class SignalAnswer(models.Model):
    """What a head said to a question; written once, kept."""

    signal = models.ForeignKey(AvoidanceSignal, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["signal_id", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.at:%d/%m/%Y}"
