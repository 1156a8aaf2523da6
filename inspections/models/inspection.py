"""The inspection: one unit looked at once, sealed until the team stands in its door."""

import secrets
from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from inspections import states
from inspections.enums import HIDDEN, SEALED, STARTED, Content, InspectionKind, InspectionState
from inspections.models.team import Team
from organization.models import Unit

FIXED_AT_ARRIVAL = (
    "public_id", "code", "kind", "unit_id", "contents", "started_at", "reveal_at", "window_from", "window_to",
    "meeting_place", "created_by_id", "approved_by_id", "basis", "cancelled_at", "silent_until",
)  # fmt: skip


def new_public_id() -> str:
    """128 random bits: the name of a sealed thing in addresses says nothing about how many there are, or since when."""
    return secrets.token_hex(16)


class Inspection(models.Model):
    """One visit to one unit with everything that follows from it.

    It has a number (`code`) only from its start, so that numbers of what everybody may see have no gap; the database
    gives the number and stamps the start by its own clock. The arrays are kept by triggers from Knower, Duty and
    Conflict: lists, counts, single pages and the API read them by the same rule without a further query.
    """

    transitions: ClassVar[TransitionTable] = states.INSPECTION

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    code = models.CharField(max_length=20, unique=True, null=True, editable=False)  # noqa: DJ001  unique once it is given
    kind = models.CharField(max_length=10, choices=InspectionKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="inspections")
    contents = ArrayField(models.CharField(max_length=12, choices=Content))
    basis = models.CharField(max_length=300)
    window_from = models.DateTimeField(null=True, blank=True)
    window_to = models.DateTimeField(null=True, blank=True)
    meeting_place = models.CharField(max_length=200, blank=True)
    reveal_at = models.DateTimeField(null=True, blank=True)
    overlap_note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=16, choices=InspectionState, default=InspectionState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrival_place = models.CharField(max_length=200, blank=True)
    early_reason = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    silent_until = models.DateTimeField(null=True, blank=True)
    knower_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    leader_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    member_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    barred_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at", "public_id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.INSPECTION),
            frozen_after(
                states=[state.value for state in (*STARTED, InspectionState.CANCELLED)], columns=FIXED_AT_ARRIVAL
            ),
            pgtrigger.Trigger(
                name="starts_by_the_clock_of_the_database",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__state=InspectionState.ASSIGNED.value, new__state=InspectionState.IN_PROGRESS.value
                ),
                declare=[("prefix", "text")],
                func=(
                    "NEW.started_at := clock_timestamp(); NEW.reveal_at := LEAST(NEW.reveal_at, NEW.started_at); "
                    "prefix := 'KT-' || to_char(NEW.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY') || '-'; "
                    "PERFORM pg_advisory_xact_lock(hashtextextended('inspection-code ' || prefix, 0)); "
                    "SELECT prefix || lpad((COALESCE(MAX(substr(i.code, 9)::int), 0) + 1)::text, 5, '0') INTO NEW.code "
                    "FROM inspections_inspection i WHERE i.code LIKE prefix || '%'; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="silent_once_called_off",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=InspectionState.CANCELLED.value)
                & ~pgtrigger.Q(old__state=InspectionState.CANCELLED.value),
                func=(
                    "NEW.cancelled_at := clock_timestamp(); NEW.reveal_at := NULL; "
                    "NEW.silent_until := NEW.cancelled_at + interval '12 months'; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=HIDDEN, code__isnull=True, started_at__isnull=True)
                | (~Q(state__in=HIDDEN) & Q(code__isnull=False, started_at__isnull=False)),
                name="inspection_numbered_when_it_began",
            ),
            models.CheckConstraint(
                condition=Q(window_to__isnull=True) | Q(window_from__isnull=False, window_to__gt=F("window_from")),
                name="inspection_window_ends_later",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEALED)
                | Q(reveal_at__isnull=True)
                | Q(window_from__isnull=False, reveal_at__lte=F("window_from")),
                name="inspection_revealed_by_its_window",
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.ASSIGNED)
                | Q(window_from__isnull=False, window_to__isnull=False, reveal_at__isnull=False),
                name="inspection_assigned_knows_when",
            ),
            models.CheckConstraint(condition=Q(contents__len__gt=0), name="inspection_has_a_content"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-started_at", "public_id"], name="inspection_by_start"),
            models.Index(fields=["state", "-started_at"], name="inspection_state"),
            models.Index(fields=["unit", "-started_at"], name="inspection_unit"),
            models.Index(fields=["kind", "-started_at"], name="inspection_kind"),
            GinIndex(fields=["knower_ids"], name="inspection_knowers"),
            GinIndex(fields=["member_ids"], name="inspection_members"),
        ]

    def __str__(self) -> str:
        return self.code or "…"

    @property
    def sealed(self) -> bool:
        return self.state in SEALED

    @property
    def content_words(self) -> list[str]:
        """What is looked at, in words."""
        return [str(Content(value).label) for value in self.contents]

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {"barred": frozenset(self.barred_ids)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who drafted the inspection does not approve it."""
        return {"creator": holders(self.created_by_id), "drafter": frozenset()}
