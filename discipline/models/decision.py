"""Decisions: what was decided, by which paper, on which rules; a later one replaces, none is rewritten."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from discipline import states
from discipline.enums import DecisionState, Form, Outcome
from discipline.models.case import Case
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders

WRITTEN = (
    "case_id", "version", "outcome", "form", "number", "signed_on", "effective_on", "authority", "signer", "grounds",
    "departure_reason", "precedent_reason", "rules", "replaces_id", "drafted_by_id", "signed_by_id", "signed_at",
)  # fmt: skip


class Decision(models.Model):
    """One decision of a case. Entered from the signed paper by one person, put on file by another.

    `rules` keeps the rows of the rule book it was made under, with their inputs: a decided case is read by them.
    """

    transitions: ClassVar[TransitionTable] = states.DECISION

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=16, choices=Outcome)
    form = models.CharField(max_length=24, choices=Form, blank=True)
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    effective_on = models.DateField()
    authority = models.CharField(max_length=200)
    signer = models.CharField(max_length=160)
    grounds = models.TextField()
    departure_reason = models.TextField(blank=True)
    precedent_reason = models.TextField(blank=True)
    rules = models.JSONField(default=dict)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "version", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.DECISION),
            frozen_after(states=[DecisionState.SIGNED.value, DecisionState.DISCARDED.value], columns=WRITTEN),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "version"], condition=~Q(state=DecisionState.DISCARDED), name="case_decision_version"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=DecisionState.DRAFT), name="case_decision_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NO_DISCIPLINE, form="") | (Q(outcome=Outcome.FORM) & ~Q(form="")),
                name="case_decision_form_or_none",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("signed_on")), name="case_decision_effective_after_signing"
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.SIGNED) | Q(signed_at__isnull=False), name="case_decision_signed_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"barred": frozenset(self.case.barred_ids)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        return {"drafter": holders(self.drafted_by_id)}
