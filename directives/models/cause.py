"""Objective causes of a delay: claimed by one, confirmed or not by somebody else."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from directives import states
from directives.enums import CauseState
from directives.models.assignment import Assignment
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders


class DelayCause(models.Model):
    """One cause said to excuse a delay; only a confirmed one leaves it out of the count of late work.

    `carried_over`: noted before causes had to be confirmed, so that nobody is known to have confirmed it.
    """

    transitions: ClassVar[TransitionTable] = states.DELAY_CAUSE

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="causes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=CauseState, default=CauseState.CLAIMED)
    text = models.CharField(max_length=300)
    claimed_on = models.DateField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settle_note = models.TextField(blank=True)
    carried_over = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment_id", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.DELAY_CAUSE),
            frozen_after(
                states=(CauseState.CONFIRMED.value, CauseState.REFUSED.value, CauseState.REVOKED.value),
                columns=("assignment_id", "text", "claimed_on", "claimed_by_id", "settled_on", "settled_by_id"),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number"], name="delay_cause_once"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=[CauseState.CLAIMED.value, CauseState.CONFIRMED.value]),
                name="delay_cause_one_stands",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "claimed_on"], name="delay_cause_state"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.number}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Whose delay it is does not excuse it."""
        return {"subject": holders(self.assignment.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who claims a cause does not confirm it."""
        return {"claimer": holders(self.claimed_by_id)}
