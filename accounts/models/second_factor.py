"""The second factor of an account: an authenticator, and codes for the day it is lost."""

from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.models.user import User
from foundation.audit.triggers import audited, never_deleted


class SecondFactor(models.Model):
    """One authenticator; a row exists only once its first code was right. At most one a person is in use.

    `last_step` only grows: a code is taken by the statement that raises it, so none is taken twice.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="second_factors")
    secret = models.CharField(max_length=64)
    last_step = models.BigIntegerField()
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(hide=["secret"]), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="second_factor_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """A code that replaces the authenticator once; only its SHA-256 is kept."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(hide=["digest"]), never_deleted()]

    def __str__(self) -> str:
        return f"{self.factor_id}"
