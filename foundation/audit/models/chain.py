"""The chain over the trail: one seal an event, signed checkpoints, their deliveries, results of verifications."""

from typing import ClassVar

import pgtrigger
from django.db import models

from foundation.audit.triggers import append_only


class Seal(models.Model):
    """Place of one event in the chain. `seq` is given by the sealer without a gap, never by an identity column."""

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)  # no foreign key: a lost event must leave its seal behind
    transaction_id = models.BigIntegerField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_seal"
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only()

    def __str__(self) -> str:
        return f"{self.seq}: event {self.event_id}"


class Checkpoint(models.Model):
    """A signed statement of the chain's length and head; `body` is the signed text, byte for byte."""

    number = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    body = models.TextField()
    signature = models.CharField(max_length=128)

    class Meta:
        db_table = "audit_checkpoint"
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only()

    def __str__(self) -> str:
        return f"checkpoint {self.number} at {self.seq}"


class Delivery(models.Model):
    """That a checkpoint reached one target outside the database."""

    checkpoint_number = models.BigIntegerField()
    target = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_delivery"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["target", "checkpoint_number"], name="audit_delivery_once"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only()

    def __str__(self) -> str:
        return f"checkpoint {self.checkpoint_number} to {self.target}"


class Verification(models.Model):
    """Result of one verification of the trail; `period` is the night of the periodic job, None for a command."""

    at = models.DateTimeField()
    period = models.DateField(null=True, unique=True)
    ok = models.BooleanField()
    entries = models.BigIntegerField()
    checkpoints = models.BigIntegerField()
    first_bad = models.JSONField(null=True)
    rows = models.JSONField(default=list)

    class Meta:
        db_table = "audit_verification"
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'ok' if self.ok else 'NOT OK'}"
