"""Working regulations of units and each review of them."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directives.enums import ReviewResult
from foundation.audit.triggers import append_only, audited, never_deleted
from organization.models import Unit


class WorkingRegulation(models.Model):
    """The working regulation of a unit; one of them is in force, `next_review_on` is the day it must be looked at."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="working_regulations")
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField()
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["next_review_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_on__isnull=True), name="working_regulation_one_in_force"
            ),
            models.UniqueConstraint(fields=["unit", "number", "issued_on"], name="working_regulation_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("issued_on")),
                name="working_regulation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(next_review_on__gte=F("issued_on")), name="working_regulation_reviewed_after_issue"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ended_on", "next_review_on"], name="working_regulation_due"),
        ]

    def __str__(self) -> str:
        return self.number


class RegulationReview(models.Model):
    """One review of a working regulation; written once."""

    regulation = models.ForeignKey(WorkingRegulation, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    result = models.CharField(max_length=8, choices=ReviewResult)
    text = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["regulation_id", "-reviewed_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["regulation", "reviewed_on"], name="regulation_review_once_a_day"),
            models.CheckConstraint(condition=Q(result__in=ReviewResult.values), name="regulation_review_result"),
        ]

    def __str__(self) -> str:
        return f"{self.regulation_id} {self.reviewed_on}"
