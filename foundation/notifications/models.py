"""Notifications of a person, and the digests that told of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.notifications.enums import DigestState
from foundation.notifications.wording import in_words


class Digest(models.Model):
    """The one mail of a person on a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=DigestState, default=DigestState.RECORDED)
    lines = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day"),
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


class Notification(models.Model):
    """One thing a person is told. Texts are message ids with parameters, put into words in the reader's language."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
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
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-id"], name="notification_inbox"),
            models.Index(
                fields=["user", "-id"],
                condition=Q(read_at__isnull=True, handled_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["id"],
                condition=Q(read_at__isnull=True, handled_at__isnull=True, digest__isnull=True),
                name="notification_undigested",
            ),
            models.Index(fields=["dedupe"], opclasses=["varchar_pattern_ops"], name="notification_dedupe_prefix"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dedupe}"

    @property
    def is_open(self) -> bool:
        return self.read_at is None and self.handled_at is None

    @property
    def title_text(self) -> str:
        return in_words(self.title, self.params)

    @property
    def body_text(self) -> str:
        return in_words(self.body, self.params)

    @property
    def ends_when_text(self) -> str:
        return in_words(self.ends_when, self.params)
