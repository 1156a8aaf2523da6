"""Measures beside discipline: reminders and the like, suspension from work, replacement before the end of a term."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from discipline import states
from discipline.enums import Effect, ReplacementState, Replacing, WorkSuspensionState
from discipline.models.case import Case
from foundation.audit.triggers import append_only, audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit

ACCOUNT = settings.AUTH_USER_MODEL


class SoftMeasure(models.Model):
    """A reminder, criticism or lesson drawn: recorded apart, never called discipline."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="soft_measure")
    kind = models.CharField(max_length=40)
    notified_on = models.DateField()
    effect = models.CharField(max_length=8, choices=Effect, default=Effect.NONE)
    period = models.DateField(null=True, blank=True)
    remedy_due_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    document = models.CharField(max_length=160)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class WorkSuspension(models.Model):
    """Suspension from work while a case is considered: not discipline, short, extended once."""

    transitions: ClassVar[TransitionTable] = states.WORK_SUSPENSION

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="work_suspensions")
    ground = models.CharField(max_length=40)
    document = models.CharField(max_length=160)
    from_on = models.DateField()
    until_on = models.DateField()
    extended_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=WorkSuspensionState, default=WorkSuspensionState.ACTIVE)
    ended_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "from_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.WORK_SUSPENSION),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="work_suspension_ends_later"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=WorkSuspensionState.ACTIVE), name="work_suspension_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_on}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"barred": frozenset(self.case.barred_ids)}


class Replacement(models.Model):
    """A proposal to replace or transfer somebody without waiting for the end of a term (Directive 24).

    `about_case_ids`: the cases it names; whoever is kept out of one of them is kept out of it, by triggers.
    """

    transitions: ClassVar[TransitionTable] = states.REPLACEMENT

    code = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="replacements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="replacements")
    kind = models.CharField(max_length=10, choices=Replacing)
    ground = models.CharField(max_length=60)
    facts = models.TextField()
    watch_rule = models.CharField(max_length=60, blank=True)
    watch_key = models.CharField(max_length=120, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="replacements")
    state = models.CharField(max_length=10, choices=ReplacementState, default=ReplacementState.SUGGESTED)
    arose_on = models.DateField()
    talk_due_on = models.DateField()
    talked_on = models.DateField(null=True, blank=True)
    proposed_on = models.DateField(null=True, blank=True)
    decision_due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=160, blank=True)
    proposed_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    rules = models.JSONField(default=dict)
    about_case_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    barred_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.REPLACEMENT),
            pgtrigger.Trigger(
                name="kept_out_as_of_its_cases",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "NEW.barred_ids := COALESCE((SELECT array_agg(DISTINCT b.person_id ORDER BY b.person_id) FROM "
                    "discipline_casebar b WHERE b.lifted_on IS NULL AND (b.case_id = NEW.case_id OR b.case_id = "
                    "ANY(NEW.about_case_ids))), ARRAY[]::bigint[]); RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["watch_rule", "watch_key"], condition=~Q(watch_rule=""), name="replacement_suggested_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReplacementState.DECIDED) | (Q(decided_on__isnull=False) & ~Q(document="")),
                name="replacement_decided_by_a_paper",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "decision_due_on"], name="replacement_state_due"),
            models.Index(fields=["unit", "state"], name="replacement_unit_state"),
        ]

    def __str__(self) -> str:
        return self.code

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"subject": holders(self.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        return {"proposer": holders(self.proposed_by_id)}


class ReplacementOpinion(models.Model):
    """One opinion taken before a replacement is decided: of the person, the Party committee, the unit."""

    replacement = models.ForeignKey(Replacement, on_delete=models.PROTECT, related_name="opinions")
    of_whom = models.CharField(max_length=200)
    given_on = models.DateField()
    agrees = models.BooleanField(null=True)
    text = models.TextField()
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["replacement", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]

    def __str__(self) -> str:
        return f"{self.replacement_id} {self.of_whom}"
