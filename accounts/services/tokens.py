"""Keys for programs: shown once, kept as a hash, dated, revocable, opening only what their scopes name."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from accounts.rules.secrets import digest_of, new_secret
from accounts.selectors.scopes import scopes_open_to
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput

LONGEST = timedelta(days=365)


def create(*, name: str, scopes: Sequence[str], expires_on: date, on: date, by: User) -> tuple[ApiToken, str]:
    """Make a key for oneself; returns the row and the key, which is never shown again.

    Raises:
        InvalidInput: no name, no scope or one that the owner's rights do not include, an end that is past or more
            than a year away.
    """
    if not name.strip():
        raise InvalidInput(_("Give the key a name, so that you know it later."), field="name")
    if not scopes:
        raise InvalidInput(_("Choose what the key may open."), field="scopes", code="scope_missing")
    if set(scopes) - set(scopes_open_to(by)):
        raise InvalidInput(_("A key opens no more than you may open yourself."), field="scopes", code="scope_unknown")
    if not on < expires_on <= on + LONGEST:
        raise InvalidInput(_("Choose a last day within the next 365 days."), field="expires_on", code="expiry")
    key = "kc_" + new_secret()
    with recorded(by=by):
        token = ApiToken.objects.create(
            user=by,
            name=name.strip(),
            digest=digest_of(key),
            hint=key[-4:],
            scopes=sorted(set(scopes)),
            expires_on=expires_on,
        )
    return token, key


def note_use(*, token: ApiToken, on: date) -> None:
    """Write down the day of use, once a day."""
    if token.last_used_on == on:
        return
    with recorded(by=token.user, source="api"):
        fresh = Q(last_used_on__isnull=True) | Q(last_used_on__lt=on)
        ApiToken.objects.filter(fresh, pk=token.pk).update(last_used_on=on)


def revoke(*, token: ApiToken, by: User) -> ApiToken:
    """End a key at once."""
    with recorded(by=by):
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
            token.refresh_from_db(fields=["revoked_at"])
    return token
