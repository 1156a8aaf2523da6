"""Who one is, asked once more: by the code of the authenticator, or by the password where there is none."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.second_factor import factor_of
from accounts.services import second_factor
from accounts.services.sign_in import confirm
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import InvalidInput


def asks_for_code(user: User) -> bool:
    """Whether the authenticator is asked; the password alone would be weaker than the sign-in itself."""
    return factor_of(user) is not None


def check(*, user: User, answer: str, at: datetime, by: User) -> None:
    """Compare the answer; the caller counts the tries (limiter.OTP) and marks the session.

    Raises:
        InvalidInput: a wrong code or password.
    """
    if asks_for_code(user):
        second_factor.verify(user=user, code=answer, at=at, by=by)
    elif not confirm(user=user, password=answer):
        _event(user, "account.step_up_failed", by=by)
        raise InvalidInput(_("This is not your present password."), field="answer", code="wrong_password")
    _event(user, "account.stepped_up", by=by)


def _event(user: User, name: str, *, by: User) -> None:
    with recorded(by=by):
        record_event(object_type="accounts.user", object_id=user.pk, name=name)
