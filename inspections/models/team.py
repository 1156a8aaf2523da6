"""The decision that sets up a team for a time, with its members, their powers, and the deadlines it fixes."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from inspections import states
from inspections.enums import TeamRole, TeamState
from organization.models import Unit

_NAMED = (
    "COALESCE((SELECT array_agg(DISTINCT m.user_id ORDER BY m.user_id) FROM inspections_teammember m WHERE "
    "m.team_id = NEW.team_id AND m.ended_on IS NULL{more}), ARRAY[]::bigint[])"
)
_LEADERS = _NAMED.format(more=" AND m.role IN ('leader', 'deputy')")
_ALL = _NAMED.format(more="")
DECIDED = ("number", "decided_on", "valid_from", "unit_id", "scope_id", "created_by_id")


def reminders() -> list[int]:
    return [7, 3, 0]


class Team(models.Model):
    """A team is what its decision says: no law fixes these deadlines, so each decision carries its own.

    `scope` is the unit whose whole subtree the team may inspect. The arrays are kept by a trigger from TeamMember.
    """

    transitions: ClassVar[TransitionTable] = states.TEAM

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    decided_on = models.DateField()
    signed_by = models.CharField(max_length=150)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    state = models.CharField(max_length=10, choices=TeamState, default=TeamState.DRAFT)
    end_reason = models.CharField(max_length=300, blank=True)
    notice_days = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(60)])
    verify_days = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(60)])
    reveal_minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(120)])
    cooling_months = models.PositiveSmallIntegerField(default=24, validators=[MaxValueValidator(120)])
    remind_days = ArrayField(models.PositiveSmallIntegerField(), default=reminders)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    enacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    leader_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    member_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.TEAM),
            frozen_after(states=[TeamState.IN_FORCE.value, TeamState.ENDED.value], columns=DECIDED),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="team_ends_later"),
            models.CheckConstraint(condition=Q(reveal_minutes__lte=120), name="team_reveals_two_hours_before_at_most"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "valid_to"], name="team_state_end")]

    def __str__(self) -> str:
        return self.number

    def in_force(self, day: date) -> bool:
        return self.state == TeamState.IN_FORCE and self.valid_from <= day <= self.valid_to

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who wrote the decision down does not put it in force."""
        return {"creator": holders(self.created_by_id)}


class TeamMember(models.Model):
    """One account in one team, with what the decision lets it do; ended, never removed."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_posts")
    role = models.CharField(max_length=10, choices=TeamRole)
    scope_note = models.CharField(max_length=300, blank=True)
    powers = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["team", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="named_in_the_team",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    f"UPDATE inspections_team SET leader_ids = {_LEADERS}, member_ids = {_ALL} "  # noqa: S608  fixed words
                    "WHERE id = NEW.team_id; RETURN NULL;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "user"], condition=Q(ended_on__isnull=True), name="team_member_once"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(role=TeamRole.LEADER, ended_on__isnull=True), name="team_has_one_head"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")), name="team_member_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.role} {self.user_id}"
