"""The notice of conclusions: drafted by a member, signed by the leader, sent to the unit."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.files.models import StoredFile
from foundation.workflow.table import TransitionTable, holders
from inspections import visit_states
from inspections.models.inspection import Inspection
from inspections.visit_enums import NoticeState

SAID = (
    "inspection_id", "number", "issued_on", "conclusion", "letterhead", "wording_version", "wording_sha256", "sha256",
    "file_id", "drafted_by_id", "signed_by_id",
)  # fmt: skip


class Notice(models.Model):
    """`letterhead` is what the paper says of its issuer; `wording_*` which locked text it speaks."""

    transitions: ClassVar[TransitionTable] = visit_states.NOTICE

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="notices")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    conclusion = models.TextField()
    letterhead = models.JSONField(default=dict)
    number = models.CharField(max_length=20, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(db_default=Now())
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    wording_version = models.CharField(max_length=10, blank=True)
    wording_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(visit_states.NOTICE),
            frozen_after(states=(NoticeState.ISSUED.value, NoticeState.DISCARDED.value), columns=SAID),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "version"], name="notice_version_once"),
            models.UniqueConstraint(
                fields=["inspection"], condition=~Q(state=NoticeState.DISCARDED), name="notice_one_that_stands"
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.ISSUED)
                | ~Q(number="") & Q(issued_on__isnull=False, file__isnull=False) & ~Q(sha256=""),
                name="notice_issued_is_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.inspection_id}.{self.version}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who drafted it does not sign it."""
        return {"drafter": holders(self.drafted_by_id)}
