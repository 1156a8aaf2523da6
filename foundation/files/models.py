"""A kept file: what it is, whose it is, where its bytes lie. Its row is never rewritten and never removed."""

import secrets
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.audit.triggers import audited, never_deleted
from foundation.files.kinds import FileKind, media_type_of

FROZEN = (
    "public_id", "parent_kind", "parent_id", "kind", "original_name", "size", "sha256", "storage_name",
    "uploaded_by_id", "uploaded_at", "supersedes_id",
)  # fmt: skip


def new_public_id() -> str:
    """128 random bits; nothing can be guessed from it, not even how many files there are."""
    return secrets.token_hex(16)


class StoredFile(models.Model):
    """One file of one object (`parent_kind`, `parent_id`); the object's rule decides who may read it.

    `supersedes` points to the version before. `withdrawn_at` hides the bytes, the row and the bytes stay.
    `damaged_at` is set by the nightly check.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    parent_kind = models.CharField(max_length=40)
    parent_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=FileKind)
    original_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=64, unique=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    damaged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="file_never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF "
                + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
                + " OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)"
                + " THEN RAISE EXCEPTION 'a kept file is never rewritten: %', OLD.id; END IF; RETURN NEW;",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_has_its_hash"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""), name="file_withdrawn_has_a_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["parent_kind", "parent_id"], name="file_parent"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def media_type(self) -> str:
        return media_type_of(self.kind)

    @property
    def is_picture(self) -> bool:
        return self.kind in (FileKind.JPEG, FileKind.PNG, FileKind.WEBP)


class FileLine(models.Model):
    """One version of one numbered proof of an object; a concrete one adds the object as a foreign key.

    A row is only ever added: a better file under the same number is the next version, the first stays readable.
    """

    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number}.{self.version} {self.title}"


def only_added() -> list[Any]:
    """Triggers of a concrete FileLine."""
    return [
        audited(),
        pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
    ]
