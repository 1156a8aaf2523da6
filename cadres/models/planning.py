"""The planning list: who is foreseen for which leading post in which term."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cadres.models.person import Person
from cadres.models.posting import Position
from foundation.audit.triggers import audited, never_deleted


class PlanningEntry(models.Model):
    """One person planned for one post: of the catalogue, or in words where the catalogue has none."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="planning_entries")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    post_text = models.CharField(max_length=160, blank=True)
    term = models.CharField(max_length=40)
    entered_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=80)
    exception_document = models.CharField(max_length=80, blank=True)
    exception_document_date = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-entered_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "position", "post_text", "term"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="planning_entry_once",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=False, post_text="") | Q(position__isnull=True) & ~Q(post_text=""),
                name="planning_entry_names_one_post",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("entered_on")),
                name="planning_entry_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(exception_document="", exception_document_date__isnull=True)
                | ~Q(exception_document="") & Q(exception_document_date__isnull=False),
                name="planning_entry_exception_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post} {self.term}"

    @property
    def post(self) -> str:
        """The post in words."""
        return self.position.name if self.position is not None else self.post_text
