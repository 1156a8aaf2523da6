"""Sessions of signed-in people, kept in PostgreSQL so that they can be seen and ended."""

from typing import ClassVar

from django.db import models

from accounts.models.user import User


class Session(models.Model):
    """One browser. The cookie's value is not here, only its SHA-256: who reads the table can use none of it."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    data = models.TextField()
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    device = models.CharField(max_length=80, blank=True)
    network = models.CharField(max_length=50, blank=True)

    class Meta:
        db_table = "sign_in_session"  # a technical table: its rows are removed, see foundation/audit/privileges.py
        ordering: ClassVar[list[str]] = ["-last_seen_at"]

    def __str__(self) -> str:
        return f"{self.device} {self.network}".strip()
