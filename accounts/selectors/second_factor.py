"""Who needs a second factor, who has one, which resets wait."""

from django.db.models import QuerySet

from accounts.enums import FactorResetState
from accounts.models import FactorReset, RecoveryCode, SecondFactor, User
from foundation.access import visible_to
from foundation.access.identity import identity_of
from foundation.access.matrix import matrix

ENROL, VERIFY = "enrol", "verify"


def is_privileged(user: User) -> bool:
    """Whether a role in force today needs a second factor (`second_factor` of the matrix)."""
    identity = identity_of(user)
    return any(identity.has(role) for role in matrix().second_factor)


def factor_of(user: User) -> SecondFactor | None:
    """The authenticator in use."""
    return SecondFactor.objects.filter(user=user, ended_at__isnull=True).first()


def step_owed(user: User) -> str:
    """What a session of this user still owes after the password: VERIFY, ENROL, or nothing (empty)."""
    if SecondFactor.objects.filter(user=user, ended_at__isnull=True).exists():
        return VERIFY
    return ENROL if is_privileged(user) else ""


def unused_codes(factor: SecondFactor) -> int:
    """How many recovery codes are left."""
    return RecoveryCode.objects.filter(factor=factor, used_at__isnull=True, replaced_at__isnull=True).count()


def resets_for(user: User) -> QuerySet[FactorReset]:
    """Resets the user may read, with everything a list shows."""
    return visible_to(user, FactorReset.objects.all()).select_related("user", "proposed_by", "settled_by")


def resets_waiting_for(user: User) -> QuerySet[FactorReset]:
    """Proposals this user may carry out: not proposed by, nor about, the user."""
    rows = visible_to(user, FactorReset.objects.filter(state=FactorResetState.PROPOSED), "execute")
    return rows.exclude(proposed_by=user).exclude(user=user).select_related("user", "proposed_by")
