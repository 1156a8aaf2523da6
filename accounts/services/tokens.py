"""Keys for programs: shown once, kept as a hash, dated, revocable."""

import hashlib
import secrets
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput

LONGEST = timedelta(days=366)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def create(*, name: str, read_only: bool, expires_on: date, on: date, by: User) -> tuple[ApiToken, str]:
    """Make a key for oneself; returns the row and the key, which is never shown again.

    Raises:
        InvalidInput: no name, or an end that is past or more than a year away.
    """
    if not name.strip():
        raise InvalidInput(_("Give the key a name, so that you know it later."), field="name")
    if not on < expires_on <= on + LONGEST:
        raise InvalidInput(_("Choose a last day within the next year."), field="expires_on")
    key = "kc_" + secrets.token_urlsafe(32)
    with recorded(by=by):
        token = ApiToken.objects.create(
            user=by, name=name, digest=digest_of(key), hint=key[-4:], read_only=read_only, expires_on=expires_on
        )
    return token, key


def revoke(*, token: ApiToken, by: User) -> ApiToken:
    """End a key at once."""
    with recorded(by=by):
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token
