"""Grants of units that end: they end too, and a second person decides on those of the unit that takes over."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from accounts.enums import GrantOrigin, GrantState
from accounts.models import RoleGrant, User
from accounts.services.grant_alerts import tell_waiting
from accounts.services.grants import end
from foundation.audit.record import recorded
from organization.models import Unit


def given_by_people(*, unit_ids: Iterable[int], on: date) -> list[RoleGrant]:
    """Active grants for these units that hold on `on` or later and follow from no post."""
    rows = RoleGrant.objects.filter(unit_id__in=list(unit_ids), state=GrantState.ACTIVE).exclude(
        origin=GrantOrigin.POST
    )
    lasting = rows.exclude(valid_to__lt=on).select_related("user", "unit")
    return list(lasting.order_by("user__username", "pk"))


def hand_over_grants(
    *,
    grants: Iterable[RoleGrant],
    successors: Mapping[int, Unit],
    on: date,
    last_day: date,
    reason: str,
    by: User | None,
) -> int:
    """End each grant with `last_day` and propose the same role for the unit that took over, from `on`.

    Args:
        successors: by the key of the ending unit; a unit without one has nothing proposed.

    Returns:
        How many were proposed. A proposal opens nothing until a second person executes it.
    """
    proposed: list[RoleGrant] = []
    with recorded(by=by):
        for grant in grants:
            ends = grant.valid_to
            end(grant=grant, on=last_day, reason=reason, by=None)
            successor = successors.get(grant.unit_id or 0)
            if successor is None or (ends is not None and ends < on):
                continue
            proposed.append(
                RoleGrant.objects.create(
                    user=grant.user,
                    role=grant.role,
                    unit=successor,
                    valid_from=on,
                    valid_to=ends,
                    reason=_("Takes over from %(unit)s: %(reason)s") % {"unit": grant.unit, "reason": reason},
                    proposed_by=by,
                )
            )
        tell_waiting(proposed)
    return len(proposed)
