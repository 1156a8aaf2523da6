"""Grants in force, and those that wait for a second person."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import GrantState, Role
from accounts.models import RoleGrant, User
from foundation.access import visible_to
from foundation.access.identity import Held


def in_force(on: date) -> QuerySet[RoleGrant]:
    """Active grants whose days include `on`."""
    return RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), state=GrantState.ACTIVE, valid_from__lte=on
    )


def held_by(user: Any, on: date) -> tuple[Held, ...]:
    """Roles of a user on a day, as foundation.access asks for them."""
    rows = in_force(on).filter(user_id=user.pk).values_list("role", "unit__path")
    return tuple(Held(role, path or "") for role, path in rows)


def grants_for(user: User) -> QuerySet[RoleGrant]:
    """Grants the user may read, with everything a list shows."""
    return visible_to(user, RoleGrant.objects.all()).select_related("user", "unit", "proposed_by", "executed_by")


def waiting_for(user: User) -> QuerySet[RoleGrant]:
    """Proposals this user may execute: not proposed by, nor meant for, the user."""
    return (
        visible_to(user, RoleGrant.objects.filter(state=GrantState.PROPOSED), "execute")
        .exclude(proposed_by=user)
        .exclude(user=user)
    )


def heads_over(path: str, *, but: int | None, on: date) -> set[int]:
    """Accounts that head the unit at this path or one above it, but for this person's own."""
    parts = path.split(".")[:-1]
    above = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    rows = in_force(on).filter(role=Role.DEPARTMENT_HEAD, unit__path__in=above, user__is_active=True)
    return {user for user, person in rows.values_list("user_id", "user__person_id") if person is None or person != but}


def operators() -> list[int]:
    """Accounts of the system administrators, who hear of work that failed for good."""
    rows = in_force(timezone.localdate()).filter(role=Role.SYSTEM_ADMIN, user__is_active=True)
    return list(rows.values_list("user_id", flat=True))


def keepers_of_files() -> list[int]:
    """Accounts of system administrators and auditors, who hear of a kept file that was damaged."""
    rows = in_force(timezone.localdate()).filter(role__in=[Role.SYSTEM_ADMIN, Role.AUDITOR], user__is_active=True)
    return list(rows.values_list("user_id", flat=True).distinct())
