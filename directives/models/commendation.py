"""Commendations and good models of units and people, with the decision and its file."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from cadres.models import Person
from directives.enums import CommendationKind
from directives.models.undertaking import Undertaking
from foundation.audit.triggers import audited, never_deleted
from foundation.files.models import FileLine, only_added
from organization.models import Unit


class Commendation(models.Model):
    """What was done well: of a unit, of people, or of both; `undertaking` is the promise it grew from."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=CommendationKind)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="commendations")
    unit_itself = models.BooleanField(default=False)
    undertaking = models.ForeignKey(
        Undertaking, on_delete=models.PROTECT, null=True, blank=True, related_name="commendations"
    )
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=160)
    decided_on = models.DateField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_on", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CommendationKind.values), name="commendation_kind_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "decided_on"], name="commendation_unit_day"),
            models.Index(fields=["-decided_on", "-id"], name="commendation_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CommendedPerson(models.Model):
    """A person named in a commendation; taken out again when the name was a mistake."""

    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="named")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commendations")
    removed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["commendation_id", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commendation", "person"], name="commended_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.commendation_id} {self.person_id}"


class CommendationEvidence(FileLine):
    """One version of one numbered file of a commendation: the decision, photos of the model."""

    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="evidence")

    class Meta:
        ordering: ClassVar[list[str]] = ["commendation", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = only_added()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commendation", "number", "version"], name="commendation_evidence_once"),
        ]
