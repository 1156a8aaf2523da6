"""Catalogues of indicators as dated versions: what was judged under a wording keeps that wording."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language

from directives import states
from directives.enums import CatalogueState, Polarity, Standing
from directives.models.document import Document
from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders

_HELD = (CatalogueState.IN_FORCE, CatalogueState.ENDED)


def only_in_a_draft() -> pgtrigger.Trigger:
    """Rows of a version are written while it is a draft, never after."""
    return pgtrigger.Trigger(
        name="only_in_a_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            "IF (SELECT state FROM directives_catalogueversion WHERE id = NEW.version_id) <> 'draft' THEN "
            "RAISE EXCEPTION 'a catalogue in use is never edited: % %', TG_TABLE_NAME, NEW.code; END IF; RETURN NEW;"
        ),
    )


class Catalogue(models.Model):
    """A named list of indicators, e.g. the appendix of Directive 24-CT/TU."""

    code = models.SlugField(max_length=30, unique=True)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="catalogues")

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]

    def __str__(self) -> str:
        return self.code


class CatalogueVersion(models.Model):
    """One wording of a whole catalogue, in force between two days (the last one included)."""

    transitions: ClassVar[TransitionTable] = states.CATALOGUE

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=CatalogueState, default=CatalogueState.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["catalogue_id", "-number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.CATALOGUE),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="catalogue_number_once"),
            models.UniqueConstraint(
                fields=["catalogue"], condition=Q(state=CatalogueState.DRAFT), name="catalogue_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_HELD) | Q(valid_from__isnull=False), name="catalogue_in_force_has_its_day"
            ),
            ExclusionConstraint(
                name="catalogue_one_wording_a_day",
                expressions=[
                    ("catalogue", RangeOperators.EQUAL),
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
                condition=Q(state__in=_HELD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.catalogue_id} v{self.number}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Nobody of the registry; drafter and confirmers are known by account."""
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who drafted a version, or confirmed a text of it, does not put it into force."""
        return {
            "drafter": holders(self.drafted_by_id),
            "confirmer": holders(*self.indicators.order_by().values_list("confirmed_by_id", flat=True).distinct()),
        }


class IndicatorGroup(models.Model):
    """A group of indicators; `counted` says whether they are counted as violations."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    expected = models.PositiveSmallIntegerField()
    polarity = models.CharField(max_length=8, choices=Polarity, default=Polarity.FAILURE)
    polarity_confirmed = models.BooleanField(default=False)
    counted = models.BooleanField(default=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["version_id", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), only_in_a_draft()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "code"], name="indicator_group_once"),
            models.CheckConstraint(
                condition=Q(counted=False) | Q(polarity_confirmed=True, polarity=Polarity.FAILURE),
                name="only_confirmed_failures_are_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Indicator(models.Model):
    """One indicator of one version; `replaces` is the indicator of an earlier version that it words anew."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="indicators")
    group = models.ForeignKey(IndicatorGroup, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.WORKING)
    partial = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["version_id", "group__number", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), only_in_a_draft()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "code"], name="indicator_code_once"),
            models.UniqueConstraint(fields=["group", "number"], name="indicator_number_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def words(self) -> str:
        """In the reader's language; in Vietnamese where nobody translated it."""
        return self.text_en if self.text_en and get_language() == "en" else self.text_vi
