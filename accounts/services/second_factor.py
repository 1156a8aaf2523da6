"""The second factor of an account: set up, checked, replaced by a recovery code, ended."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RecoveryCode, SecondFactor, User
from accounts.rules import one_time_codes as codes
from accounts.rules.secrets import digest_of
from accounts.selectors.second_factor import factor_of, is_privileged
from accounts.services import sessions
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import InvalidInput, Refused

RECOVERY_CODES = 10
VERIFIED_AT = "kc_factor_at"
"""Session key: when this session showed the second factor. Sessions are ended whenever the factor changes."""


def is_verified(request: HttpRequest) -> bool:
    """Whether this session has shown the second factor."""
    return isinstance(request.session.get(VERIFIED_AT), int | float)


def admit(request: HttpRequest, *, at: datetime) -> None:
    """From now on this session counts as verified; it gets a new key, the one from before is worthless."""
    request.session[VERIFIED_AT] = at.timestamp()
    sessions.renew(request)


def enrol(*, user: User, secret: str, code: str, at: datetime, by: User, keep: HttpRequest | None = None) -> list[str]:
    """Take an authenticator into use after its first right code; an earlier one is ended.

    Args:
        user: whose account; only one's own.
        secret: what the authenticator was given.
        code: what it shows now.
        at: the moment.
        by: who acts.
        keep: the request whose session goes on; every other session of the user ends.

    Returns:
        The recovery codes, which are never shown again.

    Raises:
        InvalidInput: the code does not fit the secret at this moment.
        Refused: another account, or a second set-up at the same time.
    """
    if by.pk != user.pk:
        raise Refused(_("Everybody sets up only the own second factor."), code="own_factor_only")
    step = codes.step_of_code(secret, code, at=at) if codes.is_secret(secret) else None
    if step is None:
        raise _wrong()
    try:
        with recorded(by=by), transaction.atomic():
            ended = SecondFactor.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at)
            factor = SecondFactor.objects.create(user=user, secret=secret, last_step=step, enrolled_at=at)
            made = _new_codes(factor)
            sessions.end_others(user=user, keep=keep)
            _event(user, "account.second_factor_enrolled", {"replaced": bool(ended)})
    except IntegrityError as error:
        raise Refused(
            _("A second factor was just set up elsewhere. Load the page again."), code="factor_set"
        ) from error
    return made


def verify(*, user: User, code: str, at: datetime, by: User) -> None:
    """Check a code of the authenticator; each code is taken once, also by tries at the same moment.

    The caller counts the tries (limiter.OTP).

    Raises:
        InvalidInput: no such code now, or it was used before.
    """
    factor = factor_of(user)
    step = codes.step_of_code(factor.secret, code, at=at) if factor is not None else None
    with recorded(by=by):
        taken = factor is not None and step is not None and _take_step(factor, step)
        _event(user, "account.second_factor_verified" if taken else "account.second_factor_failed", {"way": "code"})
    if not taken:
        raise _wrong()


def use_recovery_code(*, user: User, code: str, at: datetime, by: User) -> int:
    """Let a recovery code stand for the authenticator, once.

    Returns:
        How many codes are left.

    Raises:
        InvalidInput: no such code, used before, or of an earlier authenticator.
    """
    digest = digest_of(codes.bare(code))
    with recorded(by=by):
        rows = RecoveryCode.objects.filter(factor=factor_of(user), used_at__isnull=True, replaced_at__isnull=True)
        taken = bool(rows.filter(digest=digest).update(used_at=at))  # one table: two at once are judged one by one
        left = rows.count()
        if taken:
            _event(user, "account.recovery_code_used", {"left": left})
        else:
            _event(user, "account.second_factor_failed", {"way": "recovery"})
    if not taken:
        raise InvalidInput(
            _("This recovery code is wrong or was used before."), field="recovery_code", code="wrong_code"
        )
    return left


def renew_recovery_codes(*, user: User, at: datetime, by: User) -> list[str]:
    """Ten new recovery codes; those from before are worthless.

    Raises:
        Refused: another account, or there is no second factor.
    """
    factor = factor_of(user)
    if by.pk != user.pk or factor is None:
        raise Refused(_("Everybody sets up only the own second factor."), code="own_factor_only")
    with recorded(by=by):
        RecoveryCode.objects.filter(factor=factor, used_at__isnull=True, replaced_at__isnull=True).update(
            replaced_at=at
        )
        made = _new_codes(factor)
        _event(user, "account.recovery_codes_renewed", {})
    return made


def give_up(*, user: User, at: datetime, by: User, keep: HttpRequest | None = None) -> None:
    """End one's own second factor where no role asks for one; other sessions end.

    Raises:
        Refused: another account, or a role that needs a second factor.
    """
    if by.pk != user.pk:
        raise Refused(_("Everybody sets up only the own second factor."), code="own_factor_only")
    if is_privileged(user):
        raise Refused(_("Your role needs a second factor: replace it instead."), code="factor_needed")
    with recorded(by=by):
        end_factor(user=user, at=at, reason="own")
        sessions.end_others(user=user, keep=keep)


def end_factor(*, user: User, at: datetime, reason: str) -> bool:
    """End the authenticator in use with its recovery codes; must run inside `recorded()`."""
    ended = bool(SecondFactor.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at))
    if ended:
        _event(user, "account.second_factor_ended", {"why": reason})
    return ended


def enrol_at_setup(*, user: User, secret: str) -> SecondFactor:
    """A second factor whose secret is known: demo data only."""
    now = timezone.now()
    with recorded(by=None, source="command"):
        factor = SecondFactor.objects.create(user=user, secret=secret, last_step=0, enrolled_at=now)
        _event(user, "account.second_factor_enrolled", {"replaced": False})
    return factor


def _take_step(factor: SecondFactor, step: int) -> bool:
    rows = SecondFactor.objects.filter(pk=factor.pk, ended_at__isnull=True, last_step__lt=step)
    return bool(rows.update(last_step=step))


def _new_codes(factor: SecondFactor) -> list[str]:
    made = [codes.new_recovery_code() for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=digest_of(codes.bare(one))) for one in made)
    return made


def _wrong() -> InvalidInput:
    return InvalidInput(
        _("This code is wrong or was used before. Wait for the next one and type it."), field="code", code="wrong_code"
    )


def _event(user: User, name: str, details: dict[str, object]) -> None:
    record_event(object_type="accounts.user", object_id=user.pk, name=name, details=details)
