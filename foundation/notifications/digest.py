"""The daily digest: recorded in one transaction, sent in the next step, at most one mail a person a day."""

from collections.abc import Sequence
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from foundation.notifications.enums import DigestState
from foundation.notifications.models import Digest, Notification

LONGEST = 30  # lines in a mail; the rest is a number and a link


def people_to_tell() -> list[int]:
    """Active people with an address and something open that no digest has told of."""
    untold = Notification.objects.filter(
        user__is_active=True, digest__isnull=True, read_at__isnull=True, handled_at__isnull=True
    )
    return list(untold.exclude(user__email="").order_by("user_id").values_list("user_id", flat=True).distinct())


def record_digests(*, user_ids: Sequence[int], day: date) -> int:
    """Write the digests of these people down, before any mail; who has one for this day gets no second."""
    with transaction.atomic():
        has_one = set(Digest.objects.filter(user_id__in=user_ids, day=day).values_list("user_id", flat=True))
        counts = (
            Notification.objects.filter(
                user_id__in=[user_id for user_id in user_ids if user_id not in has_one],
                digest__isnull=True,
                read_at__isnull=True,
                handled_at__isnull=True,
            )
            .values("user_id")
            .annotate(lines=Count("pk"))
            .order_by("user_id")
        )
        wanted = {row["user_id"]: row["lines"] for row in counts}
        Digest.objects.bulk_create(
            [Digest(user_id=user_id, day=day, lines=lines) for user_id, lines in wanted.items()],
            ignore_conflicts=True,
        )
        fresh = Digest.objects.filter(user_id__in=wanted, day=day, state=DigestState.RECORDED)
        for digest in fresh.select_for_update().order_by("pk"):
            Notification.objects.filter(
                user_id=digest.user_id, digest__isnull=True, read_at__isnull=True, handled_at__isnull=True
            ).update(digest=digest)
        return len(wanted)


def send_recorded(*, digest_id: int) -> bool:
    """Send one recorded digest; True when its mail went out. A second or parallel call finds it taken."""
    if not Digest.objects.filter(pk=digest_id, state=DigestState.RECORDED).update(state=DigestState.SENDING):
        return False
    digest = Digest.objects.select_related("user").get(pk=digest_id)
    lines = list(digest.notifications.filter(read_at__isnull=True, handled_at__isnull=True).order_by("id"))
    sending = Digest.objects.filter(pk=digest_id, state=DigestState.SENDING)
    try:
        if lines:
            _mail(digest, lines).send()
    except (SMTPException, OSError) as error:
        with transaction.atomic():
            sending.update(state=DigestState.FAILED, error=type(error).__name__[:100])
            digest.notifications.update(digest=None)
        return False
    sending.update(state=DigestState.SENT, sent_at=Now())
    return bool(lines)


def waiting(*, day: date) -> list[int]:
    """Digests written down up to this day and not taken yet."""
    due = Digest.objects.filter(state=DigestState.RECORDED, day__lte=day)
    return list(due.order_by("pk").values_list("pk", flat=True))


def _mail(digest: Digest, lines: list[Notification]) -> EmailMessage:
    user = digest.user
    with translation.override(user.language):
        # The subject says how many, never what: subjects show on locked screens.
        subject = ngettext("%(count)s matter waits for you", "%(count)s matters wait for you", len(lines))
        context = {
            "user": user,
            "lines": lines[:LONGEST],
            "more": max(0, len(lines) - LONGEST),
            "site": str(getattr(settings, "SITE_URL", "")).rstrip("/"),
        }
        text = render_to_string("emails/digest.txt", context)
        return EmailMessage(subject % {"count": len(lines)}, text, to=[user.email])
