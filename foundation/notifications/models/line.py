"""One line in the inbox of one person: an alert as it was told to them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.notifications.enums import ToldAs
from foundation.notifications.models.alert import Alert
from foundation.notifications.models.digest import Digest
from foundation.notifications.wording import in_words


class Notification(models.Model):
    """What one person is told. Texts are message ids with parameters, put into words in the reader's language."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="lines")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
    told_as = models.CharField(max_length=12, choices=ToldAs, blank=True)
    kind = models.CharField(max_length=60)
    dedupe = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    body = models.TextField(default="", blank=True)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=500, default="", blank=True)
    ends_when = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_note = models.CharField(max_length=300, blank=True)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="notifications")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "dedupe"], name="notification_told_once"),
            models.CheckConstraint(condition=~Q(dedupe="") & ~Q(kind="") & ~Q(title=""), name="notification_named"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^/([^/\\]|$)"), name="notification_url_of_this_site"
            ),
            models.CheckConstraint(
                condition=Q(handled_by__isnull=True) | Q(handled_at__isnull=False), name="notification_handled_dated"
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | ~Q(snooze_note=""), name="notification_snooze_explained"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-id"], name="notification_inbox"),
            models.Index(
                fields=["user", "-id"],
                condition=Q(read_at__isnull=True, handled_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(fields=["user", "-id"], condition=Q(handled_at__isnull=True), name="notification_unhandled"),
            models.Index(
                fields=["id"],
                condition=Q(handled_at__isnull=True, digest__isnull=True),
                name="notification_undigested",
            ),
            models.Index(fields=["dedupe"], opclasses=["varchar_pattern_ops"], name="notification_dedupe_prefix"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dedupe}"

    @property
    def is_open(self) -> bool:
        return self.read_at is None and self.handled_at is None

    def sleeps(self, on: date) -> bool:
        """Put off by its reader beyond that day."""
        return self.snoozed_until is not None and self.snoozed_until > on

    @property
    def title_text(self) -> str:
        return in_words(self.title, self.params)

    @property
    def body_text(self) -> str:
        return in_words(self.body, self.params)

    @property
    def ends_when_text(self) -> str:
        return in_words(self.ends_when, self.params)
