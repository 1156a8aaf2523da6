"""Posts and who held them: the dated history everything counts from."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import models
from django.db.models import Func, Q

from cadres.enums import AbsenceKind, ManagingLevel, PositionKind, PostingKind
from cadres.models.person import Person
from foundation.audit.triggers import audited, never_deleted
from organization.models import Unit


class Position(models.Model):
    """A post as the lists name it ("Trưởng phòng"), with what the rules need to know of it."""

    name = models.CharField(max_length=160)
    search_key = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=PositionKind)
    sensitive_field = models.CharField(max_length=60, blank=True)
    managing_level = models.CharField(max_length=10, choices=ManagingLevel, default=ManagingLevel.UNIT)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["search_key"], name="position_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class DateSpan(Func):
    """daterange(valid_from, valid_to), both days included."""

    function = "daterange"
    output_field = DateRangeField()


class Posting(models.Model):
    """One person in one post of one unit, from one day to another (both included; no end = still held).

    The exception document let somebody into a higher post who was barred from it (cadres.bars).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=10, choices=PostingKind, default=PostingKind.PRIMARY)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    needs_confirmation = models.BooleanField(default=False)
    confirmation_note = models.CharField(max_length=300, blank=True)
    exception_document = models.CharField(max_length=80, blank=True)
    exception_document_date = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["person", "valid_from"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="posting_primary_never_overlaps",
                expressions=[
                    (
                        DateSpan("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                    ("person", RangeOperators.EQUAL),
                ],
                condition=Q(kind=PostingKind.PRIMARY),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="posting_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(exception_document="", exception_document_date__isnull=True)
                | ~Q(exception_document="") & Q(exception_document_date__isnull=False),
                name="posting_exception_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "valid_from"], name="posting_unit_from"),
            models.Index(fields=["person", "-valid_from"], name="posting_person_from"),
            models.Index(fields=["position", "unit"], name="posting_open_position", condition=Q(valid_to__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.position_id} {self.valid_from}"


class Absence(models.Model):
    """Days away from work, with the ground and the paper that confirms it, never the medical detail."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=AbsenceKind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    half_day = models.BooleanField(default=False)
    document = models.CharField(max_length=160, blank=True)
    confirmed = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(half_day=False) | Q(ends_on=models.F("starts_on")), name="absence_half_day_is_one_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "starts_on"], name="absence_person_start"),
            models.Index(fields=["starts_on", "ends_on"], name="absence_span"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.starts_on}"
