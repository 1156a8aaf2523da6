"""Keys for programs that use the API in a person's name."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.user import User
from foundation.audit.triggers import audited, never_deleted


class ApiToken(models.Model):
    """A key shown once; only its SHA-256 is kept.

    It carries those rights of its user that its scopes (`assignment:read`) name, never more. Without scopes, as keys
    made before there were any, it opens nothing.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(hide=["digest"]), never_deleted()]

    def __str__(self) -> str:
        return self.name
