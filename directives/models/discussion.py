"""Discussions by the collective of a major or complex task, recorded before it is decided."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from directives.models.assignment import Assignment
from foundation.audit.triggers import append_only, audited


class AssignmentDiscussion(models.Model):
    """One discussion: which collective, on which day, what came of it; written once."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="discussions")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    body = models.CharField(max_length=200)
    summary = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment_id", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number"], name="assignment_discussion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.number}"
