"""The mails of a person: one daily digest, and at most one urgent mail an hour."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.notifications.enums import DigestState

DAILY = -1
"""The slot of the daily digest; urgent mails have the hour of the day, 0 to 23."""


class Digest(models.Model):
    """One mail of a person, written down before it is sent; the slot says which of the day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    slot = models.SmallIntegerField(default=DAILY)
    state = models.CharField(max_length=10, choices=DigestState, default=DigestState.RECORDED)
    lines = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "day", "slot"], name="digest_once_a_day"),
            models.CheckConstraint(condition=Q(slot__gte=DAILY, slot__lte=23), name="digest_slot_known"),
            models.CheckConstraint(condition=Q(state__in=DigestState.values), name="digest_state_known"),
            models.CheckConstraint(
                condition=(Q(state=DigestState.SENT) & Q(sent_at__isnull=False))
                | (~Q(state=DigestState.SENT) & Q(sent_at__isnull=True)),
                name="digest_sent_dated",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(state=DigestState.RECORDED), name="digest_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day} {self.state}"
