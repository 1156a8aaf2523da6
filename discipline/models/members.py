"""Who is named in a case, and who is kept out of it."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from discipline import states
from discipline.enums import BarGround, CaseRole, DeskState
from discipline.models.case import Case
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit

_NAMED = (
    "{role}_ids = COALESCE((SELECT array_agg(DISTINCT m.user_id ORDER BY m.user_id) FROM discipline_casemember m "
    "WHERE m.case_id = NEW.case_id AND m.role = '{role}' AND m.ended_on IS NULL), ARRAY[]::bigint[])"
)
_MEMBERS = ", ".join(_NAMED.format(role=role.value) for role in CaseRole)


class CaseMember(models.Model):
    """One account holds one role in one case, from a day to a day; ended, never removed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_roles")
    role = models.CharField(max_length=16, choices=CaseRole)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "role", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="named_in_the_case",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"UPDATE discipline_case SET {_MEMBERS} WHERE id = NEW.case_id; RETURN NULL;",  # noqa: S608  fixed words
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "user", "role"], condition=Q(ended_on__isnull=True), name="case_member_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")), name="case_member_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role} {self.user_id}"


class CaseBar(models.Model):
    """One person is kept out of one case, on a ground; lifted, never removed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bars")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_bars")
    ground = models.CharField(max_length=12, choices=BarGround)
    note = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="kept_out_of_the_case",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "UPDATE discipline_case SET barred_ids = COALESCE((SELECT array_agg(DISTINCT b.person_id ORDER BY "
                    "b.person_id) FROM discipline_casebar b WHERE b.case_id = NEW.case_id AND b.lifted_on IS NULL), "
                    "ARRAY[]::bigint[]) WHERE id = NEW.case_id; RETURN NULL;"
                ),
            ),
            pgtrigger.Trigger(
                name="kept_out_of_replacements",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "UPDATE discipline_replacement SET barred_ids = barred_ids WHERE case_id = NEW.case_id OR "
                    "about_case_ids @> ARRAY[NEW.case_id]; RETURN NULL;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "person", "ground"], condition=Q(lifted_on__isnull=True), name="case_bar_once"
            ),
            models.CheckConstraint(
                condition=~Q(ground=BarGround.SUBJECT) | Q(lifted_on__isnull=True), name="case_subject_always_kept_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground} {self.person_id}"


class DeskOfficer(models.Model):
    """A committee officer who receives the signals of a unit and everything below it, by name and by date."""

    transitions: ClassVar[TransitionTable] = states.DESK

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="desk_posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="desk_officers")
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=DeskState, default=DeskState.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["unit", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), *legal_transitions(states.DESK)]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "unit"], condition=~Q(state=DeskState.ENDED), name="desk_officer_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")), name="desk_officer_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.unit_id}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Nobody confirms an own proposal, nor an own appointment."""
        return {"proposer": holders(self.proposed_by_id), "officer": holders(self.user_id)}
