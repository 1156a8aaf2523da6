"""Heads' posts that nobody holds on a day: the one vacancy the registry can tell, since a unit has one head."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cadres.enums import PositionKind, PostingKind
from cadres.models import Position, Posting
from foundation.access import visible_to
from organization.models import Unit
from organization.selectors.units import force_condition

HEADS = (PositionKind.UNIT_HEAD, PositionKind.DIVISION_HEAD)
"""How many deputies or officers a unit is to have is written nowhere: their posts are never called vacant."""


@dataclass(frozen=True, slots=True)
class VacantPost:
    """A head's post, and the last day on which somebody held it."""

    unit: Unit
    position: Position
    last_held_on: date


def vacant_posts(
    user: Any, *, kinds: Collection[str], on: date, field: str | None = None, but: int | None = None, most: int = 20
) -> list[VacantPost]:
    """Posts of these kinds without a holder on `on`, in units of that day within reach; two queries.

    A post is known from whoever held it last. Who acts in it holds it.

    Args:
        field: only posts of this field. but: not in this unit.
    """
    heads = [kind for kind in HEADS if kind in kinds]
    if not heads:
        return []
    begun = Posting.objects.filter(position__kind__in=heads, valid_from__lte=on)
    held = begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    units = visible_to(user, Unit.objects.filter(force_condition(on)).order_by()).exclude(pk=but or 0)
    left = (
        begun.filter(kind=PostingKind.PRIMARY, valid_to__lt=on, unit__in=units)
        .exclude(unit__in=held.values("unit"))
        .order_by("unit_id", "-valid_to", "-id")
        .distinct("unit_id")
        .select_related("unit__parent", "position")
    )
    found = [VacantPost(row.unit, row.position, row.valid_to) for row in left if row.valid_to is not None]
    if field is not None:
        found = [one for one in found if one.position.sensitive_field == field]
    return sorted(found, key=lambda one: (-one.last_held_on.toordinal(), one.unit.path))[:most]
