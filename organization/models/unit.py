"""Units: the dated tree everything else hangs on."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from foundation.audit.triggers import audited, never_deleted
from organization.enums import SuccessionKind, UnitKind


class Unit(models.Model):
    """A body of the political system, or a division inside one, for the days it exists.

    `path` is the materialised path: one segment of six base-36 digits and a dot per level, own segment last,
    so that `path__startswith=unit.path` is the unit and everything below it.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=24, choices=UnitKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, db_collation="C", blank=True)
    search_key = models.CharField(max_length=240)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], name="unit_code_unique"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["path"], name="unit_path"),
            models.Index(fields=["kind", "path"], name="unit_kind"),
            models.Index(fields=["search_key"], name="unit_search_key"),
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="unit_search_trigram"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """Number of levels above this unit."""
        return self.path.count(".") - 1


class UnitSuccession(models.Model):
    """What became of a unit: an edge from the old unit to the one that takes over."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="origins")
    effective_on = models.DateField()
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="succession_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.effective_on})"
