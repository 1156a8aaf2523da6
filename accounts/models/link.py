"""One-time links by which people set their own password."""

from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.enums import LinkPurpose
from accounts.models.user import User
from foundation.audit.triggers import audited, never_deleted


class SignInLink(models.Model):
    """Written when its mail is sent; the secret stands in the mail only, here is its SHA-256."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose)
    request = models.CharField(max_length=36, unique=True)
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  unique, and absent until sent
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(hide=["digest"]), never_deleted()]

    def __str__(self) -> str:
        return f"{self.purpose} {self.user_id}"
