"""A lost second factor: one person proposes the reset, another carries it out, the person it is about hears of both."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import FactorReset, User
from accounts.selectors.second_factor import factor_of
from accounts.services import second_factor, sessions
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.notifications.notify import notify
from foundation.workflow.errors import InvalidInput, Refused


def propose(*, user: User, reason: str, at: datetime, by: User) -> FactorReset:
    """Ask that the second factor of `user` be taken away; nothing changes until another person carries it out.

    Args:
        reason: how the person was recognised, and what happened.

    Raises:
        InvalidInput: no reason.
        Refused: one's own factor, an account without one, or a reset that already waits.

    Side effects: the person is notified.
    """
    if by.pk == user.pk:
        raise Refused(_("Somebody else asks for the reset of your second factor."), code="own_factor", field="user")
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if not user.is_active or factor_of(user) is None:
        raise Refused(_("This account has no second factor."), code="no_factor", field="user")
    try:
        with recorded(by=by), transaction.atomic():
            reset = FactorReset.objects.create(user=user, reason=reason.strip(), proposed_by=by, proposed_at=at)
            details = {"user": user.pk}
            record_event(
                object_type="accounts.factorreset",
                object_id=reset.pk,
                name="factor_reset.propose",
                reason=reason.strip(),
                details=details,
            )
            _tell(reset, gettext_noop("A reset of your second factor was proposed"), by=by)
    except IntegrityError as error:
        raise Refused(
            _("A reset for this account already waits for a second person."), code="reset_waits", field="user"
        ) from error
    return reset


def execute(*, reset: FactorReset, at: datetime, by: User) -> FactorReset:
    """Take the second factor away; never by who proposed it, never by whom it is about.

    Raises:
        Forbidden: the proposer or the person it is about tries.
        StateChanged: somebody already did.

    Side effects: the factor and its recovery codes end, every session of the person ends, the person is notified; a
    new factor is set up at the next sign-in where a role needs one.
    """
    with recorded(by=by):
        move(reset, "execute", by=by, changes={"settled_by": by, "settled_at": at}, details={"user": reset.user_id})
        second_factor.end_factor(user=reset.user, at=at, reason="reset")
        sessions.end_others(user=reset.user)
        _tell(reset, gettext_noop("Your second factor was reset; set up a new one when you sign in"), by=by)
    return reset


def refuse(*, reset: FactorReset, reason: str, at: datetime, by: User) -> FactorReset:
    """Turn the proposal down, with a reason; also by who proposed it."""
    with recorded(by=by):
        return move(reset, "refuse", by=by, reason=reason, changes={"settled_by": by, "settled_at": at})


def _tell(reset: FactorReset, title: str, *, by: User) -> None:
    notify(
        user_id=reset.user_id,
        kind="factor_reset",
        dedupe=f"factor_reset:{reset.pk}:{reset.state}",
        title=title,
        body=gettext_noop("If you did not ask for this, tell the administrator at once."),
        url=reverse("accounts:profile"),
        by=by,
    )
