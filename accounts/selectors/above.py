"""Accounts that answer for units: who heads one, who its personnel officers are, who stands above."""

from collections.abc import Collection, Iterable
from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.grants import in_force
from foundation.access.matrix import matrix


def heads_above(path: str, on: date) -> list[list[int]]:
    """Accounts of the heads of the unit itself, then of each unit above it, the nearest first."""
    parts = path.split(".")[:-1]
    paths = [".".join(parts[: length + 1]) + "." for length in range(len(parts))]
    found = accounts_by_path(Role.DEPARTMENT_HEAD, paths, on)
    return [found[one] for one in reversed(paths) if one in found]


def accounts_by_path(role: str, paths: Iterable[str], on: date) -> dict[str, list[int]]:
    """Active accounts that hold this role for exactly these units, by the unit's path."""
    grants = in_force(on).filter(role=role, unit__path__in=list(paths), user__is_active=True)
    found: dict[str, list[int]] = {}
    for path, user_id in grants.order_by("user_id").values_list("unit__path", "user_id").distinct():
        found.setdefault(path, []).append(user_id)
    return found


def accounts_by_role(role: str, on: date) -> dict[str, list[int]]:
    """All active accounts with this role, by the path of their unit."""
    grants = in_force(on).filter(role=role, user__is_active=True).exclude(unit=None)
    found: dict[str, list[int]] = {}
    for path, user_id in grants.order_by("user_id").values_list("unit__path", "user_id").distinct():
        found.setdefault(path, []).append(user_id)
    return found


def officers(on: date) -> Collection[int]:
    """Accounts of the organisation committee: the last resort."""
    rows = in_force(on).filter(role=Role.ORGANIZATION_COMMITTEE, user__is_active=True)
    return set(rows.values_list("user_id", flat=True))


def accounts_that_may(action: str, on: date) -> list[User]:
    """Active accounts with a role that the matrix gives this act at all; on one object `allows` has the last word."""
    policy, act = matrix().policy(action)
    roles = {rule.role for rule in policy.rules_for(act)}
    held = in_force(on).filter(role__in=roles).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))
