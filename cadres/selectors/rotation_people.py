"""Who deals with a rotation case: heads and officers of the unit that handles it, or of the nearest one above."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from accounts.enums import Role
from accounts.selectors.grants import in_force
from cadres.models import RotationCase
from organization.models import Unit

UNIT_ROLES = (Role.DEPARTMENT_HEAD, Role.PERSONNEL)


def deciders_of(
    case: RotationCase,
    *,
    unit: Unit | None = None,
    without: Collection[int] = (),
    roles: Sequence[Role] = UNIT_ROLES,
) -> list[int]:
    """Keys of the accounts to tell: of the nearest unit that has some, else of the organisation committee. One query.

    The person concerned is never among them.

    Args:
        unit: look upwards from this one instead of the unit that handles the case.
        without: accounts that cannot do what is asked for; where a unit has only these, the next above is told.
        roles: which roles of a unit.
    """
    parts = (unit or case.unit).path.split(".")[:-1]
    paths = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    grants = in_force(timezone.localdate()).filter(user__is_active=True).exclude(user__person_id=case.person_id)
    found: dict[str, set[int]] = {}
    held = [*roles, Role.ORGANIZATION_COMMITTEE]
    rows = grants.filter(role__in=held).exclude(user__in=list(without))
    for role, path, user in rows.values_list("role", "unit__path", "user_id"):
        if role == Role.ORGANIZATION_COMMITTEE:
            found.setdefault("", set()).add(user)
        elif path in paths:
            found.setdefault(path, set()).add(user)
    for path in [*reversed(paths), ""]:
        if found.get(path):
            return sorted(found[path])
    return []
