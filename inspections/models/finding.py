"""A finding with its photos, and what became of it: a signal, a fact of the month, what a phone sent at once."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cadres.models import Person
from directives.models import Indicator
from foundation.audit.triggers import append_only, audited, legal_transitions, never_deleted
from foundation.files.models import FileLine, only_added
from foundation.workflow.table import TransitionTable, holders
from inspections import visit_states
from inspections.enums import Content
from inspections.models.inspection import Inspection
from inspections.models.visit import closed_by_minutes
from inspections.visit_enums import FactState, ReferralOutcome, Severity


class Finding(models.Model):
    """One thing seen: when, where, about whom. `key` is what the device calls it, so that it is stored once.

    `clock_off` is by how many seconds the device's clock ran ahead; `offline`: it was kept on the device for a while.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seen_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=12, choices=Severity)
    text = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    item = models.CharField(max_length=12, choices=Content, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_by")
    clock_off = models.IntegerField(default=0)
    offline = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), closed_by_minutes()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(indicator__isnull=False) | ~Q(item=""), name="finding_says_something"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-seen_at"], name="finding_person"),
            models.Index(fields=["indicator", "-seen_at"], name="finding_indicator"),
            models.Index(fields=["-seen_at", "-id"], name="finding_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}.{self.number}"


class FindingPhoto(FileLine):
    """One photo of a finding: the hash the device made at capture is the hash of what was kept."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="photos")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    captured_at = models.DateTimeField()
    captured_sha256 = models.CharField(max_length=64, blank=True)
    clock_off = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["finding", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *only_added(),
            closed_by_minutes("(SELECT f.inspection_id FROM inspections_finding f WHERE f.id = NEW.finding_id)"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding", "number", "version"], name="finding_photo_once"),
        ]


class Referral(models.Model):
    """What a serious finding led to: a signal of discipline (by its number), or nothing, with the reason."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="referral")
    outcome = models.CharField(max_length=8, choices=ReferralOutcome)
    reason = models.TextField(blank=True)
    case_code = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome=ReferralOutcome.SIGNAL) & ~Q(case_code="")
                | Q(outcome=ReferralOutcome.DROPPED, case_code="") & ~Q(reason=""),
                name="referral_has_its_case_or_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.outcome}"


class ProposedFact(models.Model):
    """A finding before the head as a fact of somebody's month; `sheet` is the key in evaluations that counted it."""

    transitions: ClassVar[TransitionTable] = visit_states.FACT

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="facts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposed_facts")
    period = models.DateField()
    state = models.CharField(max_length=10, choices=FactState, default=FactState.PROPOSED)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    sheet = models.BigIntegerField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-period", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(visit_states.FACT),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding", "person"], name="finding_one_fact_a_person"),
            models.CheckConstraint(condition=Q(period__day=1), name="proposed_fact_period_is_a_first_day"),
            models.CheckConstraint(
                condition=~Q(state=FactState.REFUSED) | ~Q(reason=""), name="proposed_fact_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=FactState.USED) | Q(sheet__isnull=False), name="proposed_fact_used_by_a_sheet"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "period", "state"], name="proposed_fact_month"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.person_id}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Nobody decides on a fact about themselves."""
        return {"subject": holders(self.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        return {"proposer": holders(self.proposed_by_id)}


class OfflineBundle(models.Model):
    """What a device sent at once, under the key it gave it: sent twice, stored once, answered the same."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="bundles")
    key = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    clock_off = models.IntegerField(default=0)
    answer = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "key"], name="bundle_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.key}"
