"""Dated role grants: proposed by one person, executed by another, or following from a post."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models

from accounts import states
from accounts.enums import GrantOrigin, GrantState, Role
from accounts.models.user import User
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit


class RoleGrant(models.Model):
    """One role, for one unit and everything below it (or the whole city), from one day to another."""

    transitions: ClassVar[TransitionTable] = states.GRANT

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=2, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=GrantState, default=GrantState.PROPOSED)
    origin = models.CharField(max_length=10, choices=GrantOrigin, default=GrantOrigin.PEOPLE)
    origin_key = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    executed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.GRANT),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.DEPARTMENT_HEAD, Role.PERSONNEL]) | models.Q(unit__isnull=False),
                name="grant_needs_its_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(executed_by__isnull=True)
                | models.Q(proposed_by__isnull=True)
                | ~models.Q(executed_by=models.F("proposed_by")),
                name="grant_two_persons",
            ),
            models.UniqueConstraint(
                fields=["origin_key"], condition=~models.Q(origin_key=""), name="grant_origin_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "state"], name="grant_user_state")]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id or '*'} {self.user_id}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Holders of the duties of this grant, as keys of the registry."""
        proposer = self.proposed_by.person_id if self.proposed_by else None
        subject = self.user.person_id
        return {
            "proposer": holders(proposer),
            "subject": holders(subject),
        }

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """The same as accounts: an administrator need not stand in the registry."""
        return {
            "proposer": frozenset({self.proposed_by_id} if self.proposed_by_id else ()),
            "subject": frozenset({self.user_id}),
        }
