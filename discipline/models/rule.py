"""Rules of discipline as dated rows: a number, form or ground with its legal basis and how sure it is."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language

from discipline.enums import RuleUnit, SubjectKind, Track
from discipline.rules.saying import value_in_words
from foundation.audit.triggers import audited, never_deleted

FROZEN = (
    "code", "scope", "track", "value", "unit", "title_vi", "title_en", "legal_basis", "source_url", "valid_from",
    "note",
)  # fmt: skip
"""Columns of a loaded rule that nothing changes; only its last day and its standing may."""


def never_edited() -> pgtrigger.Trigger:
    """What a case was handled under stays as it was; a new wording is a new row."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
    return pgtrigger.Trigger(
        name="rule_never_edited",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN RAISE EXCEPTION 'a rule in use is never edited: %', OLD.code; END IF; RETURN NEW;",
    )


class Rule(models.Model):
    """One rule in force between two days, the last one included; `scope` is a kind of subject or empty for all."""

    code = models.CharField(max_length=60)
    scope = models.CharField(max_length=16, choices=SubjectKind, blank=True)
    track = models.CharField(max_length=16, choices=Track, blank=True)
    value = models.JSONField()
    unit = models.CharField(max_length=16, choices=RuleUnit)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "scope", "valid_from"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), never_edited()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="rule_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="rule_one_version_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
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
        return f"{self.code} {self.scope}".strip()

    @property
    def title(self) -> str:
        """The rule's name in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi

    @property
    def said(self) -> str:
        """The value in words; empty where the title says it all."""
        return value_in_words(self.value, self.unit)
