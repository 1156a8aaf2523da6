"""A lost second factor is taken away by two persons."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models

from accounts import states
from accounts.enums import FactorResetState
from accounts.models.user import User
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders


class FactorReset(models.Model):
    """One request; who proposes says in `reason` how the person was recognised."""

    transitions: ClassVar[TransitionTable] = states.FACTOR_RESET

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    state = models.CharField(max_length=10, choices=FactorResetState, default=FactorResetState.PROPOSED)
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.FACTOR_RESET),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(state="executed") | ~models.Q(settled_by=models.F("proposed_by")),
                name="factor_reset_two_persons",
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("user")) & ~models.Q(settled_by=models.F("user")),
                name="factor_reset_not_by_its_subject",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="proposed"), name="factor_reset_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Holders of the duties of this reset, as keys of the registry."""
        return {
            "proposer": holders(self.proposed_by.person_id),
            "subject": holders(self.user.person_id),
        }

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """The same as accounts: an administrator need not stand in the registry."""
        return {"proposer": frozenset({self.proposed_by_id}), "subject": frozenset({self.user_id})}
