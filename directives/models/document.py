"""Documents that give tasks and rules their ground, and the tasks each of them sets."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from directives.enums import DocumentKind
from foundation.audit.triggers import audited, never_deleted


class Document(models.Model):
    """A directive, plan, resolution, ... by number and issuer; one that replaces another points at it."""

    code = models.SlugField(max_length=30, unique=True)
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    issuer = models.CharField(max_length=160)
    issued_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-issued_on", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number", "issuer"], name="document_number_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(effective_on__isnull=True) | Q(ended_on__gte=F("effective_on")),
                name="document_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="document_replaces_another"),
        ]

    def __str__(self) -> str:
        return self.number


class DocumentTask(models.Model):
    """One task (or group of tasks) of a document; `inferred` says that the numbering is ours, not the document's."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    content_vi = models.TextField(blank=True)
    content_en = models.TextField(blank=True)
    inferred = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["document_id", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "number"], name="document_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"
