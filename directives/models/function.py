"""Functions: who does what, as dated rows; one unit in the lead where the decision says one."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from directives.enums import FunctionPart
from directives.models.document import Document
from foundation.audit.triggers import audited, never_deleted
from organization.models import Unit


def _days() -> Func:
    return Func(
        F("valid_from"),
        F("valid_to"),
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="daterange",
        output_field=DateRangeField(),
    )


class Function(models.Model):
    """One function or task of the authorities; `one_lead`: its decision says that one unit leads it.

    Setting `one_lead` is handed down to the rows of its units by a trigger, so that the constraint there decides.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=300)
    search_key = models.CharField(max_length=300)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="functions")
    one_lead = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="hands_down_one_lead",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__one_lead__df=pgtrigger.F("new__one_lead")),
                func=(
                    "UPDATE directives_functionholding SET alone = NEW.one_lead, row_version = row_version + 1 "
                    "WHERE function_id = NEW.id; RETURN NULL;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["search_key"], name="function_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class FunctionHolding(models.Model):
    """A unit leads a function or co-operates in it between two days (the last one included)."""

    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="holdings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="functions")
    part = models.CharField(max_length=4, choices=FunctionPart)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings")
    basis = models.CharField(max_length=200, blank=True)
    alone = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["function_id", "valid_from", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="alone_as_the_function_says",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "NEW.alone := (SELECT one_lead FROM directives_function WHERE id = NEW.function_id FOR SHARE); "
                    "RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="holding_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(part__in=FunctionPart.values), name="holding_part_known"),
            ExclusionConstraint(
                name="function_one_lead_a_day",
                expressions=[("function", RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=Q(part=FunctionPart.LEAD, alone=True),
            ),
            ExclusionConstraint(
                name="holding_once_a_day",
                expressions=[
                    ("function", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "valid_from"], name="holding_unit_from"),
        ]

    def __str__(self) -> str:
        return f"{self.function_id} {self.unit_id} {self.part}"
