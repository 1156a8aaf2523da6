"""Minutes of a visit and the sheets added to them: sealed by their hash when drawn up, never rewritten."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.files.models import StoredFile
from foundation.workflow.table import TransitionTable
from inspections import visit_states
from inspections.models.inspection import Inspection
from inspections.visit_enums import MinutesKind, MinutesState

CONTENT = ("inspection_id", "number", "kind", "content", "sha256", "code", "file_id", "drawn_up_by_id", "drawn_up_at")
SIGNING = ("representative", "office", "opinion", "witness", "reason", "signed_at", "signed_by_id")


class Minutes(models.Model):
    """`content` is everything the paper says, `sha256` its hash, `code` the short form printed on it.

    `signed_by` is who led the visit; `representative` and `office` are the unit's side, or with `witness` and `reason`
    that it refused.
    """

    transitions: ClassVar[TransitionTable] = visit_states.MINUTES

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=MinutesKind, default=MinutesKind.MINUTES)
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.DRAWN_UP)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=20)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    drawn_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_up_at = models.DateTimeField(db_default=Now())
    representative = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    opinion = models.TextField(blank=True)
    witness = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "minutes"
        ordering: ClassVar[list[str]] = ["inspection", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(visit_states.MINUTES),
            pgtrigger.Trigger(
                name="content_never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF "
                + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in CONTENT)
                + " THEN RAISE EXCEPTION 'minutes are never rewritten: %', OLD.id; END IF; RETURN NEW;",
            ),
            frozen_after(
                states=(MinutesState.SIGNED.value, MinutesState.REFUSED.value, MinutesState.DISCARDED.value),
                columns=SIGNING,
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "number"], name="minutes_number_once"),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(kind=MinutesKind.MINUTES) & ~Q(state=MinutesState.DISCARDED),
                name="minutes_one_that_stand",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="minutes_have_their_hash"),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.SIGNED) | ~Q(representative="") & Q(signed_at__isnull=False),
                name="minutes_signed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.REFUSED) | ~Q(witness="") & ~Q(reason="") & Q(signed_at__isnull=False),
                name="minutes_refused_before_a_witness",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["code"], name="minutes_code")]

    def __str__(self) -> str:
        return self.code

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Whoever is kept out of the inspection signs nothing of it."""
        return {"barred": frozenset(self.inspection.barred_ids)}
