"""One-time links by mail: the only way to a password that somebody else starts."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import LinkPurpose
from accounts.models import SignInLink, User
from accounts.rules.secrets import digest_of, new_secret
from accounts.rules.usernames import one_form
from accounts.services import limiter, sessions
from accounts.services.users import check_rules
from foundation.audit.record import record_event, recorded
from foundation.outbox.queue import enqueue
from foundation.workflow.errors import NotFound, Refused

VALID = {LinkPurpose.RESET: timedelta(hours=1), LinkPurpose.ACTIVATION: timedelta(hours=72)}
TASK = "accounts.send_link"


def send_link(*, user: User, by: User) -> None:
    """Have a link sent to the address of this account, so that its owner sets the password.

    Raises:
        Refused: no mail server, no address, or a closed account.

    Side effects: a job; the secret is made when the mail is written, and nobody but the addressee sees it.
    """
    if not settings.MAIL_READY:
        raise Refused(_("No mail server is set up: links cannot be sent (EMAIL_HOST)."), code="mail_not_set")
    if not user.email:
        raise Refused(_("This account has no address to send a link to."), code="address_missing")
    if not user.is_active:
        raise Refused(_("This account is closed."), code="account_closed")
    with recorded(by=by):
        record_event(object_type="accounts.user", object_id=user.pk, name="account.link_requested")
        _enqueue(user.pk)


def ask_for_link(*, username: str, network: str) -> bool:
    """Somebody forgot the password: have a link sent if such an account can get one. Tells nothing of whether it can.

    Returns:
        False when this network asked too often.

    Side effects: the same counts and the same job whatever the name; the job looks whether there is anything to send.
    """
    name = one_form(username)
    if not limiter.take(limiter.RESET_FROM_NETWORK, network):
        return False
    wanted = limiter.take(limiter.RESET_OF_ACCOUNT, name)
    user = User.objects.filter(username=name).first()
    with recorded(by=None):
        _enqueue(user.pk if user is not None and wanted else 0)
    return True


def _enqueue(user_id: int) -> None:
    request = str(uuid4())
    enqueue(TASK, key=f"{TASK}:{request}", payload={"user": user_id, "request": request})


def write_and_send(*, user_id: int, request: str) -> bool:
    """Make the link of one request and mail it; True when a mail went out. A second call finds it sent.

    The mail goes out while the row is locked: if what follows fails, the secret in the mail opens nothing and the job
    sends another.
    """
    request = str(UUID(request))
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None or not settings.MAIL_READY:
        return False
    purpose = LinkPurpose.RESET if user.has_usable_password() else LinkPurpose.ACTIVATION
    with recorded(by=None, source="task"):
        made, _new = SignInLink.objects.get_or_create(request=request, defaults={"user": user, "purpose": purpose})
        link = SignInLink.objects.select_for_update().get(pk=made.pk)
        if link.sent_at is not None:
            return False
        secret, now = new_secret(), timezone.now()
        link.digest, link.sent_at, link.expires_at = digest_of(secret), now, now + VALID[LinkPurpose(link.purpose)]
        link.save(update_fields=["digest", "sent_at", "expires_at"])
        _mail(user, link, secret).send()
        return True


def usable(secret: str) -> SignInLink:
    """The link behind this secret, if it still opens something.

    Raises:
        NotFound: unknown, used, past its time, or of a closed account: the four look the same.
    """
    link = SignInLink.objects.select_related("user").filter(digest=digest_of(secret)).first()
    good = link is not None and link.used_at is None and link.user.is_active
    if link is None or not good or link.expires_at is None or link.expires_at <= timezone.now():
        raise NotFound
    return link


def set_password(*, secret: str, new: str) -> User:
    """Set the password by link: once, and every session and every other link of the account ends.

    Raises:
        NotFound: the link opens nothing (any more).
        InvalidInput: the password breaks a rule; the link stays good.
    """
    link = usable(secret)
    user = link.user
    check_rules(user=user, new=new, field="new_password")
    with recorded(by=user):
        now = timezone.now()
        if not SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now):
            raise NotFound
        SignInLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
        user.set_password(new)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        record_event(object_type="accounts.user", object_id=user.pk, name="account.password_set_by_link")
        sessions.end_others(user=user)
    return user


def _mail(user: User, link: SignInLink, secret: str) -> EmailMessage:
    with translation.override(user.language):
        subject = _("Your password for Kỷ Cương")
        url = settings.SITE_URL.rstrip("/") + reverse("accounts:link", args=[secret])
        hours = int(VALID[LinkPurpose(link.purpose)].total_seconds() // 3600)
        first = link.purpose == LinkPurpose.ACTIVATION
        text = render_to_string("emails/link.txt", {"user": user, "url": url, "hours": hours, "first": first})
        return EmailMessage(subject, text, to=[user.email])
