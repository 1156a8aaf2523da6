"""The states of a digest: it is written down before it is sent, so that it is never sent twice."""

from django.db import models


class DigestState(models.TextChoices):
    RECORDED = "recorded"
    SENDING = "sending"  # at most once: a worker that dies here leaves it, the inbox still has everything
    SENT = "sent"
    FAILED = "failed"  # the mail server refused; its lines go into the next day's digest
