"""Uploaded staff lists on their way into the registry."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from cadres import states
from cadres.enums import ImportState
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable


class RosterImport(models.Model):
    """One uploaded list: the file, the columns named by hand, the dry run, what was done.

    `mapping` is column letter -> field name ("" = not read); empty while the headings alone decide.
    """

    transitions: ClassVar[TransitionTable] = states.ROSTER_IMPORT

    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    as_of = models.DateField()
    mapping = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    preview = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(hide=["content", "preview"]),
            never_deleted(),
            *legal_transitions(states.ROSTER_IMPORT),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["uploaded_by", "-id"], name="roster_import_by"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """A list has no duties that must stay apart: who uploads it also imports it."""
        return {}
