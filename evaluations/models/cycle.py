"""Frameworks, months, and each unit's part in a month."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cadres.models import Person
from evaluations import states
from evaluations.enums import CycleState, UnitCycleState
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit


class Framework(models.Model):
    """One version of a regulation as data: never edited once a month uses it.

    `content` is the text evaluations.rules.loader reads; `verified` False shows as "chưa kiểm chứng".
    """

    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    content = models.JSONField()
    checksum = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="framework_never_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__checksum__df=pgtrigger.F("new__checksum"))
                | pgtrigger.Q(old__content__df=pgtrigger.F("new__content")),
                func="RAISE EXCEPTION 'a framework is never edited: make a new version';",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="framework_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Cycle(models.Model):
    """One month of evaluation for the whole city."""

    transitions: ClassVar[TransitionTable] = states.CYCLE

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="cycles")
    period = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=CycleState, default=CycleState.PLANNED)
    steps = models.JSONField(default=dict)
    expected_days = models.PositiveSmallIntegerField(default=0)
    opened_early = models.BooleanField(default=False)
    opened_late = models.BooleanField(default=False)
    excluded = models.JSONField(default=dict)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-period"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), *legal_transitions(states.CYCLE)]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(period__day=1), name="cycle_begins_on_the_first"),
        ]

    def __str__(self) -> str:
        return self.period.strftime("%Y-%m")

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}


class UnitCycle(models.Model):
    """One deciding unit's part in a month: who decides, what is due when, how many A are allowed."""

    transitions: ClassVar[TransitionTable] = states.UNIT_CYCLE

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="unit_cycles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_cycles")
    decider = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=UnitCycleState, default=UnitCycleState.OPEN)
    due_overrides = models.JSONField(default=dict)
    outstanding_document = models.CharField(max_length=160, blank=True)
    quota = models.JSONField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["cycle", "unit"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.UNIT_CYCLE),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="unit_cycle_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cycle", "state"], name="unit_cycle_state"),
            models.Index(fields=["decider", "cycle"], name="unit_cycle_decider"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.unit_id}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Who submitted the unit's month: the decider is somebody else."""
        submitted = self.submitted_by.person_id if self.submitted_by else None
        return {"proposer": holders(submitted)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """The same as accounts: an officer who submits need not stand in the registry."""
        return {"proposer": holders(self.submitted_by_id)}
