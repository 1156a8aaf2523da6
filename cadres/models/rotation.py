"""Rotation of one person by one rule: the case, the lines of plans about it, deferrals, and rounds of a plan."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres import states_rotation as states
from cadres.enums_rotation import CLOSED, ItemState, ReliefKind, ReliefState, RotationState, RoundState
from cadres.models.person import Person
from cadres.models.posting import Position, Posting
from cadres.models.rotation_rule import RotationException, RotationRule
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit


class RotationRound(models.Model):
    """A plan of a unit for a period; moves of an approved round need no second signature."""

    transitions: ClassVar[TransitionTable] = states.ROTATION_ROUND

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rotation_rounds")
    begins_on = models.DateField()
    ends_on = models.DateField()
    purpose = models.TextField()
    document_number = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-begins_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.ROTATION_ROUND),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="rotation_round_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who drew the plan up does not approve it."""
        return {"proposer": holders(self.proposed_by_id)}


class RotationCase(models.Model):
    """One person under one rule, from the day the term comes near to the day of the move.

    `unit` handles it: the unit of the post, and for its head the unit above, so that neither the head nor the head's
    own officers do. `receiver` is where the person goes, known from the decision on. `explained` is the clock as it was
    computed: rule row, segments, what stopped it.
    """

    transitions: ClassVar[TransitionTable] = states.ROTATION_CASE

    code = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rotation_cases")
    rule_code = models.CharField(max_length=20)
    rule = models.ForeignKey(RotationRule, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rotation_cases")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=RotationState, default=RotationState.TRACKING)
    started_on = models.DateField()
    due_on = models.DateField()
    min_on = models.DateField(null=True, blank=True)
    computed_on = models.DateField()
    needs_confirmation = models.BooleanField(default=False)
    explained = models.JSONField(default=dict)
    exception = models.ForeignKey(RotationException, on_delete=models.PROTECT, null=True, related_name="cases")
    due_since = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.ROTATION_CASE),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "rule_code"],
                condition=~Q(state__in=[RotationState.EXECUTED, RotationState.EXEMPT, RotationState.CANCELLED]),
                name="rotation_case_open_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on", "id"], name="rotation_case_due"),
            models.Index(fields=["unit", "due_on"], name="rotation_case_unit_due"),
            models.Index(fields=["state", "due_on"], name="rotation_case_state_due"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Nobody acts on the own case."""
        return {"subject": holders(self.person_id)}


class RotationItem(models.Model):
    """One planned move: where to, when, on what ground, who takes over; its notice, opinion, decision and hand-over.

    Without a round it stands outside a plan: it has a reason and is countersigned by somebody else.
    """

    transitions: ClassVar[TransitionTable] = states.ROTATION_ITEM

    case = models.ForeignKey(RotationCase, on_delete=models.PROTECT, related_name="items")
    round = models.ForeignKey(RotationRound, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.PROPOSED)
    destination = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    move_on = models.DateField()
    legal_basis = models.CharField(max_length=300)
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hand_over_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    announced_where = models.CharField(max_length=300, blank=True)
    notice_until = models.DateField(null=True, blank=True)
    opinion = models.TextField(blank=True)
    opinion_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    urgent_reason = models.TextField(blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    handover_number = models.CharField(max_length=80, blank=True)
    handed_over_on = models.DateField(null=True, blank=True)
    new_posting = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.ROTATION_ITEM),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[ItemState.PROPOSED, ItemState.SIGNED]),
                name="rotation_item_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(round__isnull=False) | ~Q(reason=""), name="rotation_item_outside_a_plan_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.SIGNED)
                | Q(round__isnull=False)
                | (Q(signed_by__isnull=False) & ~Q(signed_by=F("proposed_by"))),
                name="rotation_item_outside_a_plan_by_two",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "state"], name="rotation_item_round"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.move_on}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"subject": holders(self.case.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Outside a plan the second signature is another's."""
        return {"proposer": holders(self.proposed_by_id)}


APART = "apart"
"""What stands as the ground where the ground is kept apart."""


class RotationRelief(models.Model):
    """Why a move is not made for now, or at all: the ground of the rules, what proves it, until when.

    Neither health nor family is written down: `evidence` names the paper and who confirmed it. A ground kept apart
    stands in `apart`, which the organisation committee alone reads; everybody else sees that there is one. `origin_key`
    ties it to what another room knows ("discipline:12").
    """

    transitions: ClassVar[TransitionTable] = states.ROTATION_RELIEF

    case = models.ForeignKey(RotationCase, on_delete=models.PROTECT, related_name="reliefs")
    kind = models.CharField(max_length=10, choices=ReliefKind)
    ground = models.CharField(max_length=30)
    rule = models.ForeignKey(RotationRule, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(max_length=300, blank=True)
    apart = models.JSONField(default=dict)
    origin_key = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    is_review = models.BooleanField(default=False)
    explained = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ReliefState, default=ReliefState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.ROTATION_RELIEF),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[ReliefState.PROPOSED, ReliefState.GRANTED], origin_key=""),
                name="rotation_relief_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case", "origin_key"],
                condition=Q(state__in=[ReliefState.PROPOSED, ReliefState.GRANTED]) & ~Q(origin_key=""),
                name="rotation_relief_one_an_origin",
            ),
            models.CheckConstraint(
                condition=Q(kind=ReliefKind.EXEMPT) | Q(until__isnull=False), name="rotation_deferral_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(ground=APART, rule__isnull=True, evidence="", explained={}) & ~Q(apart={})
                | ~Q(ground=APART) & Q(rule__isnull=False, apart={}),
                name="rotation_relief_apart_or_open",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], name="rotation_relief_until", condition=Q(state=ReliefState.GRANTED)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"subject": holders(self.case.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who proposes a deferral does not grant it."""
        return {"proposer": holders(self.proposed_by_id)}
