"""Filters that people keep under a name, and answers kept for a day so that a repeated call is not done twice."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.audit.triggers import audited, never_deleted


class SavedFilter(models.Model):
    """The query of one list under a name, for one person; `place` is the name of the list's route."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "place", "name"], condition=Q(removed_at__isnull=True), name="saved_filter_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """The answer to one API call under the caller's own key. A technical table: swept after a day, not audited.

    `request` and `rights` are hashes: of the call, and of what its caller might do then.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    rights = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    body = models.TextField()
    answered_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "api_answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="api_answer_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
