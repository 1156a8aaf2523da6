"""Opening, changing and closing accounts."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.usernames import one_form
from accounts.services import sessions
from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused


def create_account(
    *,
    username: str,
    full_name: str,
    by: Actor | None,
    email: str = "",
    person_id: int | None = None,
    password_hash: str = "",
) -> User:
    """Open an account that cannot sign in until a password is set (or with a ready hash, for demo data).

    Raises:
        Refused: the name is taken, or the person already has an account.
    """
    try:
        with recorded(by=by), transaction.atomic():
            return User.objects.create(
                username=one_form(username),
                full_name=full_name,
                email=email,
                person_id=person_id,
                password=password_hash or make_password(None),
            )
    except IntegrityError as error:
        raise Refused(
            _("The account %(name)s cannot be opened: the name or the person is already taken.") % {"name": username},
            code="account_taken",
            field="username",
        ) from error


def check_rules(*, user: User, new: str, field: str) -> None:
    """Refuse a password that breaks a rule.

    Raises:
        InvalidInput: with all reasons.
    """
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), field=field, code="weak_password") from error


def change_password(*, user: User, new: str, by: User, request: HttpRequest | None = None) -> User:
    """Set the own password after the password rules; nobody sets another person's.

    Raises:
        Refused: somebody else's account.
        InvalidInput: the password breaks a rule, with all reasons.

    Side effects: every session of this account ends but that of the request, which gets a new key.
    """
    if by.pk != user.pk:
        raise Refused(_("Nobody chooses another person's password."), code="own_password_only")
    check_rules(user=user, new=new, field="new_password")
    with recorded(by=by):
        user.set_password(new)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        record_event(object_type="accounts.user", object_id=user.pk, name="account.password_changed")
        sessions.end_others(user=user, keep=request)
    if request is not None:
        update_session_auth_hash(request, user)
    return user


def set_language(*, user: User, language: str, by: User) -> User:
    """Remember the language in which the person reads."""
    with recorded(by=by):
        user.language = language
        user.save(update_fields=["language"])
    return user


def disable(*, user: User, version: int | None, by: User) -> User:
    """Close an account and end its sessions; its next request is refused.

    Raises:
        Refused: one's own account.
    """
    if by.pk == user.pk:
        raise Refused(_("You cannot close your own account."), code="own_account")
    with recorded(by=by):
        update_version(user, version=version, changes={"is_active": False})
        sessions.end_others(user=user)
        return user


def enable(*, user: User, version: int | None, by: User) -> User:
    """Open a closed account again, with the password it had.

    Raises:
        Refused: one's own account.
    """
    if by.pk == user.pk:
        raise Refused(_("Another administrator opens your account again."), code="own_account")
    with recorded(by=by):
        return update_version(user, version=version, changes={"is_active": True})
