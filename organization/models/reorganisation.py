"""Reorganisations: units merged, split, renamed by decision or dissolved, from the draft to the day it happens."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable
from organization import states
from organization.enums import ReorganisationState, SuccessionKind


class Reorganisation(models.Model):
    """One decision about units. `content` is the order as organization.rules.order writes it.

    `people` counts those whose posts move, as foreseen when it was confirmed; `problem` says why a confirmed one came
    back on its day.
    """

    transitions: ClassVar[TransitionTable] = states.REORGANISATION

    kind = models.CharField(max_length=10, choices=SuccessionKind)
    effective_on = models.DateField()
    legal_basis = models.CharField(max_length=160)
    decided_on = models.DateField()
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=ReorganisationState, default=ReorganisationState.DRAFT)
    people = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-effective_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.REORGANISATION),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-effective_on"], name="reorganisation_state_day"),
            models.Index(fields=["-effective_on", "-id"], name="reorganisation_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    @property
    def basis(self) -> str:
        """The decision as successions and posts quote it."""
        return f"{self.legal_basis} ({self.decided_on:%d/%m/%Y})"
