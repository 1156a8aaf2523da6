"""Measures of a unit by month or year: satisfaction, procedures on time, dialogues, petitions, hot spots."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from directives.enums import MeasureSource, MeasureSpan, MeasureUnit
from foundation.audit.triggers import audited, never_deleted
from organization.models import Unit


class MeasureKind(models.Model):
    """What is measured; `higher_is_better` is None where neither direction says anything."""

    code = models.SlugField(max_length=40, unique=True)
    number = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    unit_of = models.CharField(max_length=8, choices=MeasureUnit)
    higher_is_better = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_vi


class MeasureValue(models.Model):
    """One figure of one unit: `period` is the first day of the month or year it speaks of."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="measures")
    kind = models.ForeignKey(MeasureKind, on_delete=models.PROTECT, related_name="values")
    span = models.CharField(max_length=5, choices=MeasureSpan, default=MeasureSpan.MONTH)
    period = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    source = models.CharField(max_length=10, choices=MeasureSource, default=MeasureSource.ENTERED)
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-period", "unit_id", "kind_id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "kind", "span", "period"], name="measure_once_a_period"),
            models.CheckConstraint(condition=Q(value__gte=0), name="measure_not_negative"),
            models.CheckConstraint(condition=Q(period__day=1), name="measure_period_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(span=MeasureSpan.MONTH) | Q(period__month=1), name="measure_year_begins_in_january"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["span", "period", "unit"], name="measure_period_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind_id} {self.period}"
