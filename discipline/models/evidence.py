"""Proof of a case: numbered exhibits, what is disclosed to the person concerned, witnesses."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from cadres.models import Person
from discipline.models.case import Case
from foundation.audit.triggers import append_only, audited
from foundation.files.models import FileLine, only_added

ACCOUNT = settings.AUTH_USER_MODEL


class CaseExhibit(FileLine):
    """One version of one numbered exhibit; the person concerned reads it once it is disclosed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits")

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = only_added()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number", "version"], name="case_exhibit_once"),
        ]


class Disclosure(models.Model):
    """An exhibit is shown to the person concerned from a day on; never taken back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="case_disclosure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Witness(models.Model):
    """What a witness said, and whether the person concerned may read it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=160)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    heard_on = models.DateField()
    statement = models.TextField()
    disclosed = models.BooleanField(default=False)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"
