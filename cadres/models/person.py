"""People of the registry."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from cadres.enums import EmploymentKind, Sex
from foundation.audit.triggers import audited, never_deleted
from organization.models import Unit


class Person(models.Model):
    """A cadre, civil servant, public employee or contract worker.

    `unit` is the unit of the primary posting in force, kept by the posting services so that lists and scopes need
    no join over history; `sort_key` and `search_key` come from cadres.rules.names.
    """

    code = models.CharField(max_length=20)
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=160)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    national_id = models.CharField(max_length=12, null=True, blank=True)  # noqa: DJ001  unique, so absent is NULL
    employment_kind = models.CharField(max_length=10, choices=EmploymentKind)
    rank_code = models.CharField(max_length=20, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    education = models.CharField(max_length=60, blank=True)
    political_level = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=400, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="people")
    left_on = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_key", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], name="person_code_unique"),
            models.UniqueConstraint(fields=["national_id"], name="person_national_id_unique"),
            models.CheckConstraint(
                condition=models.Q(national_id__isnull=True) | models.Q(national_id__regex=r"^[0-9]{12}$"),
                name="person_national_id_12_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(joined_on__isnull=True)
                | models.Q(birth_date__isnull=True)
                | models.Q(joined_on__gt=models.F("birth_date")),
                name="person_joined_after_birth",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_key", "id"], name="person_sort"),
            models.Index(fields=["unit", "sort_key"], name="person_unit_sort"),
            models.Index(fields=["employment_kind", "sort_key"], name="person_kind_sort"),
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="person_search_trigram"),
        ]

    def __str__(self) -> str:
        return self.full_name


class PartyMembership(models.Model):
    """Membership of the Party, from the day of admission."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="party_membership")
    admitted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    cell = models.CharField(max_length=160, blank=True)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]

    def __str__(self) -> str:
        return f"{self.person_id} {self.admitted_on}"
