"""Mails of alerts: one daily digest a person, urgent ones at most once an hour; recorded first, then sent."""

from collections.abc import Sequence
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from foundation.notifications.enums import DigestState
from foundation.notifications.grouping import grouped_by_thing
from foundation.notifications.models import Digest, Notification
from foundation.notifications.models.digest import DAILY
from foundation.notifications.reach import still_readable

LONGEST = 30  # lines in a mail; the rest is a number and a link


def untold(*, day: date, urgent: bool) -> QuerySet[Notification]:
    """Open lines of active people that no mail has told of; what was put off comes back on its day."""
    wakes = Q(snoozed_until__lte=day)
    rows = Notification.objects.filter(
        Q(snoozed_until__isnull=True, read_at__isnull=True) | wakes,
        user__is_active=True,
        digest__isnull=True,
        handled_at__isnull=True,
    ).exclude(user__email="")
    return rows.filter(alert__urgent=True) if urgent else rows


def people_to_tell(*, day: date, urgent: bool = False) -> list[int]:
    """Active people with an address and something open that no mail has told of."""
    return list(untold(day=day, urgent=urgent).order_by("user_id").values_list("user_id", flat=True).distinct())


def record_digests(*, user_ids: Sequence[int], day: date, slot: int = DAILY) -> int:
    """Write the mails of these people down, before any is sent; who has one for this slot gets no second."""
    urgent = slot != DAILY
    with transaction.atomic():
        has_one = set(Digest.objects.filter(user_id__in=user_ids, day=day, slot=slot).values_list("user_id", flat=True))
        mine = untold(day=day, urgent=urgent).filter(user_id__in=[pk for pk in user_ids if pk not in has_one])
        counts = mine.order_by("user_id").values("user_id").annotate(lines=Count("pk"))
        wanted = {row["user_id"]: row["lines"] for row in counts}
        Digest.objects.bulk_create(
            [Digest(user_id=user_id, day=day, slot=slot, lines=lines) for user_id, lines in wanted.items()],
            ignore_conflicts=True,
        )
        fresh = Digest.objects.filter(user_id__in=wanted, day=day, slot=slot, state=DigestState.RECORDED)
        for digest in fresh.select_for_update().order_by("pk"):
            lines = untold(day=day, urgent=urgent).filter(user_id=digest.user_id)
            Notification.objects.filter(pk__in=lines.values("pk")).update(digest=digest)
        return len(wanted)


def send_recorded(*, digest_id: int) -> bool:
    """Send one recorded mail; True when it went out. A second or parallel call finds it taken."""
    if not Digest.objects.filter(pk=digest_id, state=DigestState.RECORDED).update(state=DigestState.SENDING):
        return False
    digest = Digest.objects.select_related("user").get(pk=digest_id)
    told = still_readable(digest.notifications.filter(handled_at__isnull=True), digest.user).select_related("alert")
    lines = list(told.filter(Q(read_at__isnull=True) | Q(snoozed_until__isnull=False)).order_by("id"))
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
    """Mails written down up to this day and not taken yet."""
    due = Digest.objects.filter(state=DigestState.RECORDED, day__lte=day)
    return list(due.order_by("pk").values_list("pk", flat=True))


def _mail(digest: Digest, lines: list[Notification]) -> EmailMessage:
    user = digest.user
    with translation.override(user.language):
        # The subject says how many, never what: subjects show on locked screens.
        subject = ngettext("%(count)s matter waits for you", "%(count)s matters wait for you", len(lines))
        context = {
            "user": user,
            "groups": grouped_by_thing(lines[:LONGEST], on=digest.day),
            "more": max(0, len(lines) - LONGEST),
            "urgent": digest.slot != DAILY,
            "site": str(getattr(settings, "SITE_URL", "")).rstrip("/"),
        }
        text = render_to_string("emails/digest.txt", context)
        return EmailMessage(subject % {"count": len(lines)}, text, to=[user.email])
