"""What is told when, to whom, and when a superior hears of it: dated rows, never edited once in use."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language

from foundation.audit.triggers import audited, never_deleted
from foundation.notifications.enums import OffsetUnit, ToldAs

FROZEN = (
    "rule", "title_vi", "title_en", "offsets", "offset_unit", "told", "escalate_after", "urgent", "legal_basis",
    "valid_from", "note",
)  # fmt: skip


def policy_never_edited() -> pgtrigger.Trigger:
    """Alerts point at the row they were raised under; a new wording is a new row."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
    return pgtrigger.Trigger(
        name="policy_never_edited",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN RAISE EXCEPTION 'an alert policy is never edited: %', OLD.rule; END IF; RETURN NEW;",
    )


class AlertPolicy(models.Model):
    """The policy of one rule between two days, the last one included.

    `escalate_after` counts working days from the day the alert was raised; empty: no superior is told.
    """

    rule = models.CharField(max_length=60)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    offsets = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    offset_unit = models.CharField(max_length=12, choices=OffsetUnit, default=OffsetUnit.DAYS)
    told = ArrayField(models.CharField(max_length=12, choices=ToldAs), default=list, blank=True)
    escalate_after = models.PositiveSmallIntegerField(null=True, blank=True)
    urgent = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["rule", "valid_from"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), policy_never_edited()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="alert_policy_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(escalate_after__isnull=True) | Q(escalate_after__gte=1), name="alert_policy_waits_a_day"
            ),
            ExclusionConstraint(
                name="alert_policy_one_a_day",
                expressions=[
                    ("rule", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.rule

    @property
    def title(self) -> str:
        return self.title_vi if (get_language() or "vi").startswith("vi") else self.title_en

    @property
    def told_words(self) -> str:
        return ", ".join(str(ToldAs(part).label) for part in self.told)
