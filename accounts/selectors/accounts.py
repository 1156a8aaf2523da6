"""Lists of accounts, and the sessions of one."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from accounts.models import Session, User
from foundation.access import visible_to

STATES = ("active", "waiting", "closed")


def accounts_for(user: User, *, text: str = "", state: str = "") -> QuerySet[User]:
    """Accounts in reach by name, user name or address; `waiting` ones have no password yet."""
    rows = visible_to(user, User.objects.all(), "list").order_by("full_name", "pk")
    for word in text.split():
        rows = rows.filter(Q(full_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word))
    without = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(password="")
    if state == "active":
        rows = rows.filter(~without, is_active=True)
    elif state == "waiting":
        rows = rows.filter(without, is_active=True)
    elif state == "closed":
        rows = rows.filter(is_active=False)
    return rows


def sessions_of(user: User) -> list[Session]:
    """The user's own sessions, the one used last first."""
    return list(visible_to(user, Session.objects.filter(user=user)))
