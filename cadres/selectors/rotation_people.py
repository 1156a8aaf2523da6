"""Who deals with a rotation case: heads and officers of the unit that handles it, or of the nearest one above."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from accounts.enums import Role
from accounts.selectors.grants import in_force
from cadres.models import RotationCase
from cadres.selectors.ties import kept_out_as_relatives
from organization.models import Unit

UNIT_ROLES = (Role.DEPARTMENT_HEAD, Role.PERSONNEL)


def deciders_of(
    case: RotationCase,
    *,
    unit: Unit | None = None,
    without: Collection[int] = (),
    roles: Sequence[Role] = UNIT_ROLES,
) -> list[int]:
    """Keys of the accounts to tell: for each role of the nearest unit that has somebody, as the night tells.

    Where no unit has anybody, the organisation committee. Neither the person concerned nor a declared relative is ever
    among them. Two queries.

    Args:
        unit: look upwards from this one instead of the unit that handles the case.
        without: accounts that cannot do what is asked for; where a unit has only these, the next above counts.
        roles: which roles of a unit.
    """
    parts = (unit or case.unit).path.split(".")[:-1]
    paths = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    today = timezone.localdate()
    apart = [case.person_id, *kept_out_as_relatives([case.person_id], on=today)[case.person_id]]
    grants = in_force(today).filter(user__is_active=True).exclude(user__person_id__in=apart)
    found: dict[str, dict[str, set[int]]] = {}
    held = [*roles, Role.ORGANIZATION_COMMITTEE]
    rows = grants.filter(role__in=held).exclude(user__in=list(without))
    for role, path, user in rows.values_list("role", "unit__path", "user_id"):
        place = "" if role == Role.ORGANIZATION_COMMITTEE else path
        if place in ("", *paths):
            found.setdefault(role, {}).setdefault(place, set()).add(user)
    told: set[int] = set()
    for role in roles:
        near = found.get(role, {})
        told |= next((near[path] for path in reversed(paths) if path in near), set())
    return sorted(told or found.get(Role.ORGANIZATION_COMMITTEE, {}).get("", set()))
