"""Sessions: their beginning, their new key, their limits, their end."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, login
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Session, User
from accounts.rules.devices import describe
from foundation.access.identity import identity_of
from foundation.access.matrix import matrix
from foundation.audit.record import record_event, recorded
from foundation.web.client_address import shortened

BACKEND = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"
TOUCH = timedelta(minutes=1)


def begin(request: HttpRequest, *, user: User) -> None:
    """Sign this browser in: a session with a new key, whatever it had before; must run inside `recorded()`."""
    if BACKEND_SESSION_KEY in request.session:
        request.session.flush()
    login(request, user, backend=BACKEND)
    request.session.save()
    agent = request.headers.get("User-Agent", "")
    _row_of(request).update(device=describe(agent), network=shortened(request))


def renew(request: HttpRequest) -> None:
    """Give the session a new key and make the old one worthless; called after the second factor and like steps.

    Raises:
        SessionInterrupted: the session was ended meanwhile (answered with 400).
    """
    request.session.cycle_key()


def limits_of(user: User) -> tuple[timedelta, timedelta]:
    """How long a session of this user may stand idle, and how long it may last."""
    identity = identity_of(user)
    privileged = any(identity.has(role) for role in matrix().second_factor)
    idle, whole = settings.SESSION_LIMITS["privileged" if privileged else "everybody"]
    return timedelta(minutes=idle), timedelta(minutes=whole)


def shortest_limits() -> tuple[timedelta, timedelta]:
    """The shorter of everybody's limits, each on its own."""
    idle, whole = (min(few) for few in zip(*settings.SESSION_LIMITS.values(), strict=True))
    return timedelta(minutes=idle), timedelta(minutes=whole)


def is_over(row: Session, *, user: User, at: datetime) -> bool:
    """Whether the session stood idle for too long, or has lasted long enough."""
    idle, whole = shortest_limits()
    if at < row.last_seen_at + idle and at < row.started_at + whole:
        return False  # too young for anybody's limit: nobody's roles need be looked up
    idle, whole = limits_of(user)
    return at >= row.last_seen_at + idle or at >= row.started_at + whole


def touch(row: Session, *, at: datetime) -> None:
    """Note that the session is in use, at most once a minute; never brings an ended one back."""
    if at >= row.last_seen_at + TOUCH:
        Session.objects.filter(pk=row.pk).update(last_seen_at=at)


def end(*, session: Session, by: User) -> None:
    """End one session: its next request is that of nobody."""
    with recorded(by=by):
        if Session.objects.filter(pk=session.pk).delete()[0]:
            record_event(object_type="accounts.user", object_id=session.user_id or 0, name="account.session_ended")


def end_others(*, user: User, keep: HttpRequest | None = None) -> int:
    """End every session of this user but that of the request; must run inside `recorded()`.

    Returns:
        How many were ended.
    """
    rows = Session.objects.filter(user=user)
    if keep is not None:
        row = getattr(keep.session, "row", None)
        rows = rows.exclude(pk=row.pk) if row is not None else rows
    ended = rows.delete()[0]
    if ended:
        details = {"ended": ended}
        record_event(object_type="accounts.user", object_id=user.pk, name="account.sessions_ended", details=details)
    return ended


def forget_expired(*, at: datetime) -> int:
    """Remove sessions that are over for everybody."""
    return Session.objects.filter(expires_at__lt=at).delete()[0]


def _row_of(request: HttpRequest) -> QuerySet[Session]:
    row = getattr(request.session, "row", None)
    return Session.objects.filter(pk=row.pk if row is not None else 0)
