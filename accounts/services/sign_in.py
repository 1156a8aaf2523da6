"""Checking a user name and a password: every refusal costs the same time and says the same words (M-50)."""

import logging

from django.contrib.auth.hashers import make_password, verify_password

from accounts.models import User
from accounts.rules.usernames import one_form
from accounts.services import limiter
from foundation.audit.reading import record_denied
from foundation.audit.record import recorded

logger = logging.getLogger(__name__)


def check(*, username: str, password: str, network: str, device: str = "") -> User | None:
    """The account that this name and password open, or None: unknown, wrong, disabled, without a password, or locked.

    The try is counted before anything is looked at. Where there is nothing to compare with, a hash is worked out all
    the same. A disabled account's password is compared like any other.

    Args:
        username: as typed.
        password: as typed.
        network: where the request came from, see `client_network`.
        device: the mark of a browser that signed in to this account before, else empty.

    Side effects: a count; a `denied` event for each refused try that was looked at, without what was typed; a hash of
    older strength is renewed.
    """
    name = one_form(username)
    allowed = limiter.take_sign_in(account=name, network=network, device=device)
    user = User.objects.filter(username=name).first()
    right, renew = False, False
    if allowed and user is not None and user.has_usable_password():
        right, renew = verify_password(password, user.password)
    else:
        make_password(password)
    if not right or user is None or not user.is_active:
        _note(user, allowed=allowed, network=network)
        return None
    limiter.clear_sign_in(account=name, network=network, device=device)
    if renew:
        with recorded(by=user):
            user.set_password(password)
            user.save(update_fields=["password"])
    return user


def confirm(*, user: User, password: str) -> bool:
    """Whether this is the password of somebody already signed in; the caller counts the tries."""
    return verify_password(password, user.password)[0] if user.has_usable_password() else False


def _note(user: User | None, *, allowed: bool, network: str) -> None:
    facts = {"network": network, "allowed": allowed}
    logger.warning("accounts.sign_in_refused", extra={"account": user.pk if user else None, **facts})
    if allowed:
        key = user.pk if user is not None else ""
        details = {"network": network}
        record_denied(by=None, name="account.sign_in", object_type="accounts.user", object_id=key, details=details)
