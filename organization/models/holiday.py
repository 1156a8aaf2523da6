"""Days off and make-up working days, as data."""

from typing import ClassVar

import pgtrigger
from django.db import models

from foundation.audit.triggers import audited


class Holiday(models.Model):
    """A public holiday, or a weekend day worked instead of one."""

    date = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    is_workday = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited()]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
