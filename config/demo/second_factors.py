"""Second factors of the demo: their secrets are known to everybody, as the demo's passwords are."""

import base64
import hashlib

from django.utils import timezone

from accounts.models import SecondFactor, User
from accounts.rules import one_time_codes as codes
from accounts.services.second_factor import enrol_at_setup
from config.demo.accounts import NAMED
from foundation.access.matrix import matrix


def demo_secret(username: str) -> str:
    """The same 160 bits each time."""
    return base64.b32encode(hashlib.sha1(f"ky-cuong demo {username}".encode()).digest()).decode()  # noqa: S324  known to all


def write_second_factors() -> None:
    """An authenticator for each named account whose role needs one and that never had one."""
    wanted = [username for username, named in NAMED.items() if named.role in matrix().second_factor]
    for user in User.objects.filter(username__in=wanted, second_factors__isnull=True):
        enrol_at_setup(user=user, secret=demo_secret(user.username))


def secrets_in_use() -> dict[str, str]:
    """Secrets by user name, of those who still have the demo's authenticator."""
    rows = SecondFactor.objects.filter(user__username__in=NAMED, ended_at__isnull=True)
    found = dict(rows.values_list("user__username", "secret"))
    return {username: secret for username, secret in found.items() if secret == demo_secret(username)}


def code_for(username: str) -> str | None:
    """A code that is taken now: that of this moment, or the next one when it was used already."""
    factor = SecondFactor.objects.filter(user__username=username, ended_at__isnull=True).first()
    if factor is None or factor.secret != demo_secret(username):
        return None
    now = codes.step_of(timezone.now())
    return codes.code_at(factor.secret, min(max(now, factor.last_step + 1), now + codes.TOLERANCE))
