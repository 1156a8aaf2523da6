"""Who deals with a rotation case: heads and officers of the unit that handles it, or of the nearest one above."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.enums import Role
from accounts.selectors.grants import in_force
from cadres.models import RotationCase

UNIT_ROLES = (Role.DEPARTMENT_HEAD, Role.PERSONNEL)


def deciders_of(case: RotationCase, *, superior: bool = False, roles: Sequence[Role] = UNIT_ROLES) -> list[int]:
    """Keys of the accounts to tell; never the person concerned. One query.

    Args:
        superior: those of a unit above instead, and where there is none the organisation committee.
        roles: which roles of the unit.
    """
    parts = case.unit.path.split(".")[:-1]
    paths = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    if superior:
        paths = paths[:-1]
    grants = in_force(timezone.localdate()).filter(user__is_active=True).exclude(user__person_id=case.person_id)
    found: dict[str, set[int]] = {}
    held = [*roles, Role.ORGANIZATION_COMMITTEE]
    for role, path, user in grants.filter(role__in=held).values_list("role", "unit__path", "user_id"):
        if role == Role.ORGANIZATION_COMMITTEE:
            found.setdefault("", set()).add(user)
        elif path in paths:
            found.setdefault(path, set()).add(user)
    for path in [*reversed(paths), ""]:
        if found.get(path):
            return sorted(found[path])
    return []
