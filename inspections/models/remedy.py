"""A recommendation of a notice and its remedy: due, extended once, reported with evidence, verified by another."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Now

from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.files.models import FileLine, only_added
from foundation.workflow.table import TransitionTable, holders
from inspections import visit_states
from inspections.models.finding import Finding
from inspections.models.notice import Notice
from inspections.visit_enums import ExtensionState, RecommendationKind, RemedyState

LATER = tuple(state.value for state in RemedyState if state != RemedyState.PLANNED)


class Remedy(models.Model):
    """One recommendation: what the unit owes and until when; `extended_to` is the day in force after an extension.

    `continues` is the remedy that did not hold: it stays as it was, and this one takes up what it left.
    """

    transitions: ClassVar[TransitionTable] = visit_states.REMEDY

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="remedies")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=RecommendationKind)
    text = models.TextField()
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="remedies")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=RemedyState, default=RemedyState.PLANNED)
    extension = models.CharField(max_length=8, choices=ExtensionState, default=ExtensionState.NONE)
    asked_to = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    extended_to = models.DateField(null=True, blank=True)
    extension_answer = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    continues = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="continued_by")
    repeated_in = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="broken_remedies")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "remedies"
        ordering: ClassVar[list[str]] = ["notice", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(visit_states.REMEDY),
            frozen_after(states=LATER, columns=("notice_id", "number", "kind", "text", "finding_id", "due_on")),
            pgtrigger.Trigger(
                name="extended_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF OLD.extended_to IS NOT NULL AND NEW.extended_to IS DISTINCT FROM OLD.extended_to THEN "
                "RAISE EXCEPTION 'a remedy is extended once: %', OLD.id; END IF; RETURN NEW;",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "number"], name="remedy_number_once"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("due_on")), name="remedy_extended_later"
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) ^ Q(extension=ExtensionState.GRANTED),
                name="remedy_extension_is_granted",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="remedy_state_due"),
            models.Index(
                Case(When(state__in=("verified", "ineffective"), then=1), default=0),
                Coalesce("extended_to", "due_on"),
                "id",
                name="remedy_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}.{self.number}"

    @property
    def due(self) -> date:
        """The day in force."""
        return self.extended_to or self.due_on

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Neither who drafted the notice nor who reported verifies."""
        last = self.reports.order_by("-number").values_list("by_id", flat=True).first()
        return {"drafter": holders(self.notice.drafted_by_id), "reporter": holders(last)}


class RemedyReport(models.Model):
    """What the unit says it did; judged once, by a member of the team who drafted nothing."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=120)
    reported_on = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    accepted = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["remedy", "-number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="report_judged_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF OLD.judged_at IS NOT NULL OR OLD.text IS DISTINCT FROM NEW.text OR OLD.document IS DISTINCT "
                "FROM NEW.document OR OLD.reported_on IS DISTINCT FROM NEW.reported_on OR OLD.remedy_id IS DISTINCT "
                "FROM NEW.remedy_id OR OLD.by_id IS DISTINCT FROM NEW.by_id THEN RAISE EXCEPTION "
                "'a report of a remedy is judged once and never rewritten: %', OLD.id; END IF; RETURN NEW;",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["remedy", "number"], name="remedy_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.remedy_id}.{self.number}"


class RemedyEvidence(FileLine):
    """One version of one numbered proof that a remedy was carried out."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="evidence")

    class Meta:
        ordering: ClassVar[list[str]] = ["remedy", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = only_added()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["remedy", "number", "version"], name="remedy_evidence_once"),
        ]
