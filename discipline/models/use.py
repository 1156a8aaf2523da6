"""The count-once rule: in which month of a year a measure of discipline weighed in an evaluation."""

from typing import ClassVar

import pgtrigger
from django.db import models

from cadres.models import Person
from discipline.models.case import Case
from discipline.models.decision import Decision
from foundation.audit.triggers import append_only, audited


class ViolationUse(models.Model):
    """One case weighs once a year: the month it forced, the decision it rests on, the sheet's key in evaluations."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uses")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="violation_uses")
    year = models.PositiveSmallIntegerField()
    period = models.DateField()
    sheet = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["person", "period"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "year"], name="violation_counts_once_a_year"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "period"], name="violation_use_person")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.period}"
