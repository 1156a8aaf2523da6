"""The trail: one append-only table of row images and business events."""

from typing import ClassVar

import pgtrigger
from django.db import models

from foundation.audit.triggers import append_only


class AuditEvent(models.Model):
    """One thing that happened. Written by triggers and database functions only, never by the ORM."""

    class Kind(models.TextChoices):
        ROW = "row", "row"
        EVENT = "event", "event"
        READ = "read", "read"
        DENIED = "denied", "denied"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    transaction_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    actor = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    outside_app = models.BooleanField(default=False)
    database_user = models.CharField(max_length=63)
    request_id = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=20, blank=True)
    table_name = models.CharField(max_length=63, blank=True)
    row_key = models.CharField(max_length=64, blank=True)
    operation = models.CharField(max_length=1, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(null=True)

    class Meta:
        db_table = "audit_event"
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["table_name", "row_key", "id"], name="audit_event_row"),
            models.Index(fields=["object_type", "object_id", "id"], name="audit_event_object"),
            models.Index(fields=["actor", "id"], name="audit_event_actor"),
            models.Index(fields=["request_id"], name="audit_event_request"),
            models.Index(fields=["kind", "id"], name="audit_event_kind"),
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["transaction_id", "id"], name="audit_event_order"),  # the order of sealing
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.table_name or self.object_type} {self.row_key or self.object_id}"
