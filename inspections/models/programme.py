"""The programme of a year with its items, and what units report of their own inspections."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.audit.triggers import audited, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from inspections import states
from inspections.enums import Content, InspectionKind
from inspections.models.inspection import Inspection
from inspections.programme_enums import OwnCheckState, ProgrammeState
from organization.models import Unit


class Programme(models.Model):
    """What is to be inspected in a year by plan; approved by another than who drew it up, fixed from then on."""

    transitions: ClassVar[TransitionTable] = states.PROGRAMME

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes")
    decided_on = models.DateField()
    state = models.CharField(max_length=8, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), *legal_transitions(states.PROGRAMME)]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2200), name="programme_of_a_year"),
        ]

    def __str__(self) -> str:
        return self.number

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who drew the programme up does not approve it."""
        return {"creator": holders(self.created_by_id)}


class ProgrammeItem(models.Model):
    """One unit to be inspected in one quarter; only added while the programme is a draft."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programme_items")
    quarter = models.PositiveSmallIntegerField()
    contents = ArrayField(models.CharField(max_length=12, choices=Content))
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["programme", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="items_of_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM inspections_programme p WHERE p.id = NEW.programme_id AND p.state = "
                    "'draft') THEN RAISE EXCEPTION 'an approved programme gets no other items'; END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_item_number_once"),
            models.UniqueConstraint(fields=["programme", "unit", "quarter"], name="programme_item_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="programme_item_in_a_quarter"),
            models.CheckConstraint(condition=Q(contents__len__gt=0), name="programme_item_has_a_content"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}.{self.number}"

    @property
    def content_words(self) -> list[str]:
        """What is looked at, in words."""
        return [str(Content(value).label) for value in self.contents]


class OwnCheck(models.Model):
    """An inspection that a unit held itself over one or more units below it, as it reports it.

    Counted once: the same unit, day and kind is reported by one body only, and what was done together with a team of
    the city names that inspection and is no further one in the figures. `further_units` are the keys of the units
    looked at besides `checked`; the database refuses one that does not lie below the body, stands twice, or was
    covered by another report of that day and kind.
    """

    transitions: ClassVar[TransitionTable] = states.OWN_CHECK

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="own_checks")
    checked = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="checked_by_superior")
    further_units = ArrayField(models.BigIntegerField(), default=list, blank=True)
    kind = models.CharField(max_length=10, choices=InspectionKind)
    held_on = models.DateField()
    findings = models.PositiveSmallIntegerField()
    result = models.TextField()
    handling = models.TextField(blank=True)
    joint_with = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_checks"
    )
    state = models.CharField(max_length=10, choices=OwnCheckState, default=OwnCheckState.REPORTED)
    return_reason = models.CharField(max_length=300, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.OWN_CHECK),
            pgtrigger.Trigger(
                name="each_unit_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=~pgtrigger.Q(new__state=OwnCheckState.RETURNED.value),
                func=(
                    "PERFORM pg_advisory_xact_lock(hashtextextended('own check ' || NEW.held_on || NEW.kind, 0)); "
                    "IF EXISTS (SELECT 1 FROM inspections_owncheck o WHERE o.held_on = NEW.held_on AND o.kind = "
                    "NEW.kind AND o.state <> 'returned' AND o.id <> NEW.id AND "
                    "(o.checked_id || o.further_units) && (NEW.checked_id || NEW.further_units)) THEN RAISE EXCEPTION "
                    "USING ERRCODE = 'unique_violation', MESSAGE = 'a unit is reported once a day and kind'; "
                    "END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="further_units_below",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("further_units"),
                func=(
                    "IF cardinality(NEW.further_units) <> (SELECT count(*) FROM organization_unit u JOIN "
                    "organization_unit b ON b.id = NEW.unit_id WHERE u.id = ANY(NEW.further_units) AND u.id <> "
                    "NEW.checked_id AND u.id <> b.id AND starts_with(u.path, b.path)) THEN RAISE EXCEPTION "
                    "USING ERRCODE = 'check_violation', MESSAGE = 'further units lie below the body, each once'; "
                    "END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["checked", "held_on", "kind"],
                condition=~Q(state=OwnCheckState.RETURNED),
                name="own_check_reported_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-held_on", "-id"], name="own_check_newest"),
            models.Index(fields=["unit", "-held_on"], name="own_check_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.checked_id} {self.held_on:%Y-%m-%d}"

    @property
    def unit_keys(self) -> tuple[int, ...]:
        """Every unit looked at."""
        return (self.checked_id, *self.further_units)

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who reported it does not take it into the figures."""
        return {"reporter": holders(self.reported_by_id)}
