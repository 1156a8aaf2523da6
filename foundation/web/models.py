"""What people keep for themselves: the filters of a list under a name."""

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
