"""Units a person may choose from in lists and forms of the registry."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from foundation.access import visible_to
from organization.enums import UnitKind
from organization.models import Unit
from organization.selectors.units import force_condition, tree

FEW = 60


def units_to_filter(user: Any, *, on: date) -> list[Unit]:
    """Units offered above a list: with their divisions where these are few, else without."""
    units = tree(user, on)
    few = list(units[: FEW + 1])
    return few if len(few) <= FEW else list(units.exclude(kind=UnitKind.DIVISION))


def units_to_place(user: Any, action: str) -> QuerySet[Unit]:
    """Units into which the user may do this, past ones included, for the rules to refuse in words."""
    return visible_to(user, Unit.objects.all(), action)


def units_to_suggest(user: Any, action: str, *, on: date) -> list[Unit]:
    """The first thousand of them that exist on the day, as suggestions under a field."""
    units = units_to_place(user, action).filter(force_condition(on)).order_by("path")
    return list(units.only("code", "name", "path")[:1000])
