"""Declared relatives: no more of a family than a check for conflicts of interest needs."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cadres.enums import KinshipKind, TieSource
from cadres.models.person import Person
from foundation.audit.triggers import audited, never_deleted


class FamilyTie(models.Model):
    """`relative_name` is to `person` what `kind` says, from the day it was declared until it is ended.

    `relative` is set where code and name agree with somebody of the registry; who declares is never told whether they
    do, for that would tell who has which code.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="family_ties")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="ties_to")
    relative_name = models.CharField(max_length=120)
    relative_key = models.CharField(max_length=160)
    relative_code = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=16, choices=KinshipKind)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=TieSource)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["person", "declared_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "kind", "relative_key", "relative_code"],
                condition=Q(ended_on__isnull=True),
                name="family_tie_declared_once",
            ),
            models.CheckConstraint(
                condition=Q(relative__isnull=True) | ~Q(relative=F("person")), name="family_tie_with_another"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("declared_on")),
                name="family_tie_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
